import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import schema from '../../../../schemas/baseline.schema.json' with { type: 'json' }
import { compareFindingSets } from '../../src/changes/findings.ts'
import { entriesOf, type Identity } from '../../src/govern/baseline/entry.ts'
import { matchBaseline } from '../../src/govern/baseline/match.ts'
import { heldEarlier } from '../../src/govern/earlier.ts'
import { govern } from '../../src/govern/governance.ts'
import { mergeParams } from '../../src/govern/image-params.ts'
import type { Finding } from '../../src/model.ts'
import { type Found, finished, path, pod } from './image-scan.ts'

const shop = {
  'b/order.yaml': pod('order', 'registry.example/app:2'),
  'a/cart.yaml': pod('cart', 'registry.example/app:1'),
  'a/agent.yaml': pod('agent', 'registry.example/app:1', 'tools'),
}
const inTwoTags: Found[] = [
  { in: ['b/order.yaml'], severity: 'high', params: { installed: '4.17.9', score: 7.1, baseImage: false } },
  { in: ['a/cart.yaml', 'a/agent.yaml'], severity: 'medium', params: { installed: '4.17.20', score: 5, baseImage: true } },
]
const one = async (...rest: Parameters<typeof finished>): Promise<Finding> => {
  const { findings } = await finished(...rest)
  expect(findings).toHaveLength(1)
  return findings[0]!
}

describe('what is found in several tags of one repository', () => {
  it('is one finding with the worst severity, all versions and all uses', async () => {
    const finding = await one(shop, inTwoTags)
    expect(finding).toMatchObject({
      ruleId: 'image/vulnerability',
      check: 'CVE-2024-1234',
      severity: 'high',
      status: 'open',
      message: 'registry.example/app: lodash 4.17.20, 4.17.9 has CVE-2024-1234, fixed in 4.17.21',
      unit: 'a',
      ref: { kind: 'Pod', name: 'agent' },
      path,
      location: { file: 'a/agent.yaml', startLine: 6, startColumn: 14, precision: 'field' },
      params: { installed: ['4.17.20', '4.17.9'], score: 7.1, baseImage: [false, true] },
      image: { repository: 'registry.example/app' },
    })
    expect(finding.image!.uses.map(({ unit, ref, file, line }) => [unit, ref.name, file, line])).toEqual([
      ['a', 'agent', 'a/agent.yaml', 6],
      ['a', 'cart', 'a/cart.yaml', 6],
      ['b', 'order', 'b/order.yaml', 6],
    ])
    expect(finding.related.map(({ file, message }) => [file, message])).toEqual([
      ['a/cart.yaml', 'Pod shop/cart runs it too.'],
      ['b/order.yaml', 'Pod shop/order runs it too.'],
    ])
  })

  it('does not depend on the order in which it was found', async () => {
    const reordered = [...inTwoTags].reverse().map((found) => ({ ...found, in: [...found.in].reverse() }))
    const files = Object.fromEntries(Object.entries(shop).reverse())
    expect(await one(files, reordered)).toEqual(await one(shop, inTwoTags))
  })

  it('has the words of the worst: a fix for one image is none for the other', async () => {
    const finding = await one(shop, [
      { in: ['a/cart.yaml'], severity: 'low' },
      { in: ['b/order.yaml'], severity: 'high', variant: 'unfixed' },
    ])
    expect(finding.message).toBe('registry.example/app: lodash 4.17.20 has CVE-2024-1234, without a fix')
  })

  it('says the same in Korean', async () => {
    const finding = await one(shop, inTwoTags, { language: 'ko' })
    expect(finding.message).toBe('registry.example/app: lodash 4.17.20, 4.17.9에 CVE-2024-1234, 4.17.21에서 수정됨')
    expect(finding.related[0]!.message).toBe('Pod shop/cart: 이 오브젝트에서도 실행합니다.')
  })

  it('names ten items of a list in its sentence, and keeps all', async () => {
    const paths = Array.from({ length: 40 }, (_, i) => `app/${i}.js`)
    const finding = await one(shop, [{ in: ['a/cart.yaml'], params: { installed: paths } }])
    expect(finding.params.installed).toEqual(paths)
    expect(finding.message).toContain('app/9.js, … has')
    expect(finding.message).not.toContain('app/10.js')
  })
})

describe('the fingerprint', () => {
  const prints = async (files: Record<string, string>, found: Found[]) =>
    (await finished(files, found)).findings.map(({ fingerprint }) => fingerprint).sort()

  it.each<[string, Record<string, string>, Found[]]>([
    ['another tag', { ...shop, 'a/cart.yaml': pod('cart', 'registry.example/app:3') }, [{ in: ['a/cart.yaml'] }]],
    ['another version of the package', shop, [{ in: ['a/cart.yaml'], params: { installed: '4.17.10' } }]],
    ['another severity', shop, [{ in: ['a/cart.yaml'], severity: 'critical' }]],
    ['another object, unit and file', shop, [{ in: ['b/order.yaml'] }]],
    ['more uses', shop, [{ in: ['b/order.yaml', 'a/agent.yaml'] }]],
  ])('stays with %s', async (_, files, found) => {
    expect(await prints(files, found)).toEqual(await prints(shop, [{ in: ['a/cart.yaml'] }]))
  })

  it.each<[string, Partial<Found>]>([
    ['check', { check: 'CVE-2024-1235' }],
    ['package', { subject: 'npm:underscore' }],
    ['repository', { repository: 'registry.example/other' }],
  ])('is another for another %s', async (_, change) => {
    expect(await prints(shop, [{ in: ['a/cart.yaml'] }, { in: ['a/cart.yaml'], ...change }])).toHaveLength(2)
    expect(new Set(await prints(shop, [{ in: ['a/cart.yaml'] }, { in: ['a/cart.yaml'], ...change }])).size).toBe(2)
  })
})

describe('an exemption', () => {
  const exempt = (...globs: string[]) => ({ namespaces: new Set<string>(), byRule: new Map([['image/vulnerability', globs]]) })

  it('takes away uses, not the finding', async () => {
    const { findings, exempted, manifests } = await finished(shop, inTwoTags, { exemptions: exempt('tools/*') })
    expect(findings[0]!.image!.uses.map(({ ref }) => ref.name)).toEqual(['cart', 'order'])
    expect([...exempted].map((index) => manifests[index]!.ref.name)).toEqual(['agent'])
  })

  it('of all uses leaves no finding', async () => {
    expect((await finished(shop, inTwoTags, { exemptions: exempt('*/*') })).findings).toEqual([])
  })
})

describe('a baseline', () => {
  const exists = () => true
  const match = (findings: Finding[], entries: ReturnType<typeof entriesOf>, identities: Map<string, Identity>, allImages?: boolean) =>
    matchBaseline(findings, entries, { identities, exists, ...(allImages === undefined ? {} : { allImages }) })

  it('holds it whatever object runs the image, in a valid entry', async () => {
    const before = await finished(shop, [{ in: ['a/cart.yaml'] }])
    const entries = entriesOf(before.findings, before.identities)
    expect(entries).toEqual([
      {
        rule: 'image/vulnerability/CVE-2024-1234',
        severity: 'medium',
        unit: '',
        object: { group: '', kind: 'Image', namespace: '', name: 'registry.example/app' },
        file: 'registry.example/app',
        fingerprint: before.findings[0]!.fingerprint,
      },
    ])
    expect(new Ajv2020({ strict: true }).validate(schema, { schemaVersion: '1', findings: entries })).toBe(true)
    const after = await finished(shop, [{ in: ['b/order.yaml'], params: { installed: '4.17.3' } }])
    expect(match(after.findings, entries, after.identities).findings.size).toBe(1)
  })

  it('does not hold what has become worse', async () => {
    const before = await finished(shop, [{ in: ['a/cart.yaml'], severity: 'medium' }])
    const after = await finished(shop, [{ in: ['a/cart.yaml'], severity: 'high' }])
    expect(match(after.findings, entriesOf(before.findings, before.identities), after.identities).findings.size).toBe(0)
  })

  it('tells that it is gone only where every image was scanned', async () => {
    const { findings, identities } = await finished(shop, [{ in: ['a/cart.yaml'] }])
    const entries = entriesOf(findings, identities)
    expect(match([], entries, new Map()).gone).toBe(0)
    expect(match([], entries, new Map(), true).gone).toBe(1)
  })
})

describe('a change', () => {
  it('adds nothing where the base has the same in another tag', async () => {
    const before = await finished(shop, [{ in: ['a/cart.yaml'] }, { in: ['a/cart.yaml'], check: 'CVE-2023-1', subject: 'npm:old' }])
    const after = await finished(shop, [{ in: ['b/order.yaml'] }, { in: ['b/order.yaml'], check: 'CVE-2025-9', subject: 'npm:new' }])
    const changes = compareFindingSets(before.findings, after.findings)
    expect(changes.unchanged.map(({ check }) => check)).toEqual(['CVE-2024-1234'])
    expect(changes.new.map(({ check }) => check)).toEqual(['CVE-2025-9'])
    expect(changes.fixed.map(({ check }) => check)).toEqual(['CVE-2023-1'])
    const governed = govern(
      after.findings,
      {},
      {
        identities: after.identities,
        exists: () => true,
        today: '2026-11-21',
        complete: true,
        earlier: { entries: entriesOf(before.findings, before.identities), isUnchanged: () => false },
      },
    )
    expect(governed.findings.map(({ check, status }) => [check, status]).sort()).toEqual([
      ['CVE-2024-1234', 'baseline'],
      ['CVE-2025-9', 'open'],
    ])
  })

  it('adds nothing where a unit that is as it was runs an image with it, unless it is worse in the new one', async () => {
    const held = async (severity: 'low' | 'critical') => {
      const { findings, identities } = await finished(shop, [
        { in: ['a/cart.yaml'], severity: 'low' },
        { in: ['b/order.yaml'], severity },
      ])
      return heldEarlier(findings, { entries: [], isUnchanged: (unit) => unit === 'a' }, { identities, exists: () => true }).size
    }
    expect(await held('low')).toBe(1)
    expect(await held('critical')).toBe(0)
  })
})

describe('params of findings that are one', () => {
  it('stay, or are united', () => {
    expect(
      mergeParams([
        { a: 'x', b: 'x', list: ['q', 'p'], n: 3, yes: false, only: 1 },
        { a: 'x', b: 'y', list: ['p', 'r'], n: 9, yes: true },
      ]),
    ).toEqual({ a: 'x', b: ['x', 'y'], list: ['p', 'q', 'r'], n: 9, yes: [false, true], only: 1 })
  })

  it('of one finding stay as they are', () => {
    expect(mergeParams([{ list: ['q', 'p'] }])).toEqual({ list: ['q', 'p'] })
  })
})
