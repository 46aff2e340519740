import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import schema from '../../../../schemas/waivers.schema.json' with { type: 'json' }
import { validateWaivers } from '../../src/govern/waivers/validate.ts'
import type { Language } from '../../src/model.ts'
import { rules } from '../report/factory.ts'

const check = { rules, today: '2026-11-21', language: 'en' as Language }
const problems = (text: string, language: Language = 'en') =>
  validateWaivers(text, { ...check, language }).problems.map(({ line, message }) => `${line}: ${message}`)

const ruleForm =
  'write an id such as "mesh/mtls-strict", "image/vulnerability/CVE-2024-1234" for one check of a rule, or "mesh/*" for all rules of a domain. A rule alone stands for all of its checks.'
const empty = (at: string) => `${at} is empty: write something, or leave it out where it is optional.`
const everything = (at: string) =>
  `${at} stands for everything: leave it out, or name something. To turn a rule off, use the configuration.`

/** A file with one waiver, changed by keys; `undefined` leaves one out. Values are written as JSON, one key a line. */
function file(changes: Record<string, unknown> = {}): string {
  const waiver = {
    id: 'W-1',
    rules: ['image/mutable-tag'],
    scope: { objects: [{ kind: 'Deployment', namespace: 'shop', name: 'order' }] },
    reason: 'The registry keeps one tag until the move.',
    owner: 'platform',
    approvedBy: 'security',
    expiresAt: '2027-01-31',
    ...changes,
  }
  const lines = Object.entries(waiver).flatMap(([key, value]) => (value === undefined ? [] : [`    ${key}: ${JSON.stringify(value)}`]))
  return `waivers:\n  -\n${lines.join('\n')}\n`
}

describe('a file of waivers', () => {
  it.each([
    ['with one waiver', file()],
    ['with every key', file({ approvedAt: '2026-11-20', ticket: 'SHOP-14', approvedBy: ['security', 'audit'] })],
    ['with a date that is not quoted', file().replace('"2027-01-31"', '2027-01-31')],
    ['with all rules of a domain', file({ rules: ['image/*'] })],
    ['with a unit', file({ scope: { units: ['overlays/prod/**'] } })],
    ['with a path', file({ scope: { paths: ['k8s/*.yaml'] } })],
    ['with a critical rule about named objects', file({ rules: ['pod-security/privileged'] })],
    ['with a critical rule about one unit', file({ rules: ['pod-security/privileged'], scope: { units: ['k8s'], paths: ['k8s/**'] } })],
    ['that has expired long ago', file({ expiresAt: '2020-01-31' })],
    ['of exactly 90 days', file({ expiresAt: '2027-02-19' })],
    ['of exactly 90 days from its approval', file({ approvedAt: '2026-11-01', expiresAt: '2027-01-30' })],
    ['approved where it is tomorrow already', file({ approvedAt: '2026-11-22', expiresAt: '2027-02-20' })],
    ['without waivers', 'waivers: []\n'],
    ['with comments only', '# nothing yet\n'],
  ])('%s is right', (_, text) => {
    expect(problems(text)).toEqual([])
  })

  it.each<[string, string, string[]]>([
    ['not a mapping', '- id: W-1\n', ['1: The file must be a mapping of keys to values.']],
    ['two documents', `${file()}---\nwaivers: []\n`, ['11: The file must be one document: remove what follows.']],
    [
      'an unknown key above',
      'waiver: []\n',
      ['1: waiver is not a key of .policy-gate/waivers.yaml; the keys are waivers. Did you mean "waivers"?'],
    ],
    ['no list', 'waivers: {}\n', ['1: waivers is {}, but must be a list (items begin with "- ").']],
    ['an item that is no mapping', 'waivers: [W-1]\n', ['1: waivers[0] is "W-1", but must be a mapping of keys to values.']],
    [
      'a mistyped key',
      file({ expireAt: '2027-01-31' }),
      [
        '10: expireAt is not a key of waivers[0]; the keys are id, rules, scope, reason, owner, approvedBy, approvedAt, expiresAt, ticket. Did you mean "expiresAt"?',
      ],
    ],
    [
      'an id with spaces',
      file({ id: 'one two' }),
      ['3: id is "one two": use at most 64 letters, digits, ".", "_" and "-", e.g. "W-2026-014".'],
    ],
    ['no rule at all', file({ rules: [] }), [empty('4: waivers[0].rules')]],
    ['all rules', file({ rules: ['*'] }), [`4: "*" is no rule: ${ruleForm}`]],
    ['all rules of all domains', file({ rules: ['*/*'] }), [`4: "*/*" is no rule: ${ruleForm}`]],
    ['half a wildcard', file({ rules: ['image/mut*'] }), [`4: "image/mut*" is no rule: ${ruleForm}`]],
    [
      'a rule that there is not',
      file({ rules: ['image/mutabel-tag'] }),
      ['4: There is no rule image/mutabel-tag: `policy-gate rules` lists them. Did you mean "image/mutable-tag"?'],
    ],
    [
      'a domain that there is not',
      file({ rules: ['images/*'] }),
      ['4: There is no domain images: `policy-gate rules` lists them. Did you mean "image"?'],
    ],
    [
      'a rule twice',
      file({ rules: ['image/mutable-tag', 'image/mutable-tag'] }),
      ['4: waivers[0].rules names something twice: remove one.'],
    ],
    [
      'an empty scope',
      file({ scope: {} }),
      ['5: The scope is empty: name objects, units, paths or images. To turn a rule off, use the configuration.'],
    ],
    ['an object about nothing', file({ scope: { objects: [{}] } }), [empty('5: waivers[0].scope.objects[0]')]],
    ['no objects', file({ scope: { objects: [] } }), [empty('5: waivers[0].scope.objects')]],
    ['a unit that is everything', file({ scope: { units: ['**'] } }), [everything('5: "**"')]],
    ['one of two paths that is everything', file({ scope: { paths: ['a', '**/*.*'] } }), [everything('5: "**/*.*"')]],
    ['a kind that is everything', file({ scope: { objects: [{ kind: '*', name: 'a' }] } }), [everything('5: "*"')]],
    [
      'braces',
      file({ scope: { units: ['{a,b}'] } }),
      ['5: "{a,b}" is no pattern: only *, ** and ? are wildcards, paths are relative to the root; write a list in place of braces.'],
    ],
    [
      'a path out of the root',
      file({ scope: { paths: ['../other/*'] } }),
      ['5: "../other/*" is no pattern: only *, ** and ? are wildcards, paths are relative to the root; write a list in place of braces.'],
    ],
    [
      'an absolute path',
      file({ scope: { paths: ['/k8s/*'] } }),
      ['5: "/k8s/*" is no pattern: only *, ** and ? are wildcards, paths are relative to the root; write a list in place of braces.'],
    ],
    [
      'a namespace with a name',
      file({ scope: { objects: [{ namespace: 'shop/order' }] } }),
      ['5: "shop/order" holds a "/", which no kind, namespace or name has.'],
    ],
    [
      'a pattern that is too long',
      file({ scope: { units: ['a'.repeat(257)] } }),
      ['5: waivers[0].scope.units[0] is longer than 256 characters: shorten it.'],
    ],
    [
      'a critical rule about a namespace',
      file({ rules: ['pod-security/privileged'], scope: { objects: [{ namespace: 'shop' }] } }),
      [
        '4: pod-security/privileged is critical: its waiver must name each object, the units or the files in full, or of one check in images the repositories. Write a name, unit, path or image without wildcards.',
      ],
    ],
    [
      'a critical rule about many names',
      file({ rules: ['pod-security/privileged'], scope: { objects: [{ name: 'a' }, { name: 'b*' }], paths: ['**/*.yaml'] } }),
      [
        '4: pod-security/privileged is critical: its waiver must name each object, the units or the files in full, or of one check in images the repositories. Write a name, unit, path or image without wildcards.',
      ],
    ],
    ['a blank reason', file({ reason: '   ' }), [empty('6: waivers[0].reason')]],
    ['a reason that is a number', file({ reason: 7 }), ['6: waivers[0].reason is 7, but must be a text. Put it in quotes, e.g. "7".']],
    [
      'an owner who approves',
      file({ approvedBy: 'platform' }),
      ['8: platform owns this waiver and cannot approve it: name somebody else in approvedBy.'],
    ],
    [
      'an owner who approves in another spelling',
      file({ approvedBy: ' @Platform ' }),
      ['8:  @Platform  owns this waiver and cannot approve it: name somebody else in approvedBy.'],
    ],
    [
      'an owner among those who approve',
      file({ approvedBy: ['security', 'ＰＬＡＴＦＯＲＭ'] }),
      ['8: ＰＬＡＴＦＯＲＭ owns this waiver and cannot approve it: name somebody else in approvedBy.'],
    ],
    ['nobody who approves', file({ approvedBy: [] }), [empty('8: waivers[0].approvedBy')]],
    ['a blank approver', file({ approvedBy: [' '] }), [empty('8: waivers[0].approvedBy[0]')]],
    [
      'an approver that is a mapping',
      file({ approvedBy: { name: 'a' } }),
      ['8: waivers[0].approvedBy is {"name":"a"}, but must be a text or a list (items begin with "- ").'],
    ],
    [
      'a date in another form',
      file({ expiresAt: '31.01.2027' }),
      ['9: expiresAt is "31.01.2027", which is no day: write it as "2026-01-31".'],
    ],
    [
      'a date with a time',
      file({ expiresAt: '2027-01-31T00:00:00Z' }),
      ['9: expiresAt is "2027-01-31T00:00:00Z", which is no day: write it as "2026-01-31".'],
    ],
    [
      'a day that is in no calendar',
      file({ expiresAt: '2027-02-30' }),
      ['9: expiresAt is "2027-02-30", which is no day: write it as "2026-01-31".'],
    ],
    [
      '91 days',
      file({ expiresAt: '2027-02-20' }),
      ['9: expiresAt is 2027-02-20, more than 90 days after 2026-11-21: write 2027-02-19 or earlier, and renew the waiver then.'],
    ],
    [
      '91 days from its approval',
      file({ approvedAt: '2026-11-01' }),
      ['9: expiresAt is 2027-01-31, more than 90 days after 2026-11-01: write 2027-01-30 or earlier, and renew the waiver then.'],
    ],
    [
      'an approval to come',
      file({ approvedAt: '2026-11-23' }),
      ['10: approvedAt is 2026-11-23, but today is 2026-11-21: a waiver holds once it is approved.'],
    ],
    [
      'an approval after the end',
      file({ approvedAt: '2026-11-20', expiresAt: '2026-11-19' }),
      ['9: expiresAt is 2026-11-19, before approvedAt 2026-11-20: correct one of them.'],
    ],
    ['an id twice', `${file()}${file().replace('waivers:\n', '')}`, ['11: There is another waiver W-1: give each an id of its own.']],
    ['an unknown tag', 'waivers: !!python/object []\n', ['']],
    ['a key twice', 'waivers: []\nwaivers: []\n', ['']],
    ['a syntax error', 'waivers: [\n', ['']],
  ])('with %s is refused', (_, text, wanted) => {
    const found = problems(text)
    // what the YAML reader says of syntax is its own
    if (wanted[0] === '') expect(found).toHaveLength(1)
    else expect(found).toEqual(wanted)
  })

  it.each(['id', 'rules', 'scope', 'reason', 'owner', 'approvedBy', 'expiresAt'])('without %s is refused', (key) => {
    expect(problems(file({ [key]: undefined }))).toEqual([`3: waivers[0] has no ${key}: add it.`])
  })

  it('gives all problems at once, by line', () => {
    const text = file({
      id: '',
      rules: ['nothing/here'],
      scope: { units: ['*'] },
      reason: '',
      approvedBy: 'platform',
      expiresAt: '2030-01-01',
    })
    expect(problems(text).map((problem) => Number(problem.split(':')[0]))).toEqual([3, 4, 5, 6, 8, 9])
  })

  it('says the same in Korean', () => {
    const text = file({
      id: '',
      rules: ['nothing/here'],
      scope: { units: ['*'] },
      reason: '',
      approvedBy: 'platform',
      expiresAt: '2030-01-01',
    })
    const found = problems(text, 'ko')
    expect(found).toHaveLength(6)
    for (const problem of found) expect(problem).toMatch(/[가-힣]/)
  })

  it('never throws, whatever stands in it', () => {
    const values = [
      null,
      1,
      true,
      'x',
      '',
      [],
      {},
      [[]],
      [null],
      [{}],
      { a: null },
      { objects: 'x' },
      { objects: [1] },
      { units: [1] },
      { units: [] },
    ]
    for (const key of ['id', 'rules', 'scope', 'reason', 'owner', 'approvedBy', 'approvedAt', 'expiresAt', 'ticket'])
      for (const value of values) {
        const text = file({ rules: ['pod-security/privileged'], [key]: value })
        if (problems(text).length === 0) expect([key, value]).toEqual([expect.stringMatching(/reason|owner|ticket|id|approvedBy/), 'x'])
      }
  })

  it('has a schema that is one', () => {
    expect(new Ajv2020({ strict: true, allowUnionTypes: true }).validateSchema(schema)).toBe(true)
  })
})
