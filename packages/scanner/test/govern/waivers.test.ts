import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reasonMessage } from '../../src/gate/reasons.ts'
import type { Report, ReportContext } from '../../src/model.ts'
import { reporters, textReporter } from '../../src/report/index.ts'
import { type ScanOptions, scan } from '../../src/scan.ts'
import { judge } from '../scan/judge.ts'
import { privileged, privilegedPod } from '../scan/manifests.ts'
import { repository } from '../scan/repository.ts'

const now = new Date('2026-11-21T12:00:00Z')
const at = (day: string) => new Date(day)

interface Changes {
  [key: string]: unknown
}

const waiver = (changes: Changes = {}) => ({
  id: 'W-1',
  rules: [privileged],
  scope: { objects: [{ kind: 'Pod', name: 'debug' }] },
  reason: 'The node agent needs it until the rewrite.',
  owner: 'platform',
  approvedBy: 'security',
  expiresAt: '2027-01-31',
  ...changes,
})
const file = (...waivers: Changes[]) => ({ '.policy-gate/waivers.yaml': JSON.stringify({ waivers }) })

/** All rules of the domains that find something in `privilegedPod`. */
const domains = ['pod-security/*', 'network/*', 'identity/*', 'resources/*', 'workload/*', 'image/*']

/** Two folders with two pods each, so two units. */
const shop = {
  'shop/debug.yaml': privilegedPod('debug'),
  'shop/other.yaml': privilegedPod('other'),
  'tools/debug.yaml': privilegedPod('debug', { namespace: 'tools' }),
}
const judged = (waivers: Changes[], options: ScanOptions = {}) => judge(repository({ ...shop, ...file(...waivers) }), { now, ...options })

/** `file` of the privileged findings that are waived. */
const waivedFiles = ({ findings }: Report) =>
  findings.filter(({ ruleId, status }) => ruleId === privileged && status === 'waived').map(({ location }) => location.file)

describe('a waiver', () => {
  it.each<[string, Changes, string[]]>([
    ['a name', { objects: [{ name: 'debug' }] }, ['shop/debug.yaml', 'tools/debug.yaml']],
    ['a name and a namespace', { objects: [{ name: 'debug', namespace: 'tools' }] }, ['tools/debug.yaml']],
    ['a name and a pattern of namespaces', { objects: [{ name: 'debug', namespace: 'to?l*' }] }, ['tools/debug.yaml']],
    ['another kind', { objects: [{ kind: 'Deployment', name: 'debug' }] }, []],
    ['no namespace', { objects: [{ name: 'debug', namespace: '-' }] }, []],
    ['one of two objects', { objects: [{ name: 'absent' }, { name: 'other' }] }, ['shop/other.yaml']],
    ['a unit', { units: ['tools'] }, ['tools/debug.yaml']],
    ['a file', { paths: ['shop/debug.yaml'] }, ['shop/debug.yaml']],
    ['a name in a unit', { objects: [{ name: 'debug' }], units: ['sho*'] }, ['shop/debug.yaml']],
    ['a name in a unit that does not have it', { objects: [{ name: 'other' }], units: ['tools'] }, []],
    ['a name in a folder', { objects: [{ name: 'debug' }], paths: ['tools/**'] }, ['tools/debug.yaml']],
  ])('about %s', async (_, scope, files) => {
    expect(waivedFiles(await judged([waiver({ scope })]))).toEqual(files)
  })

  it('covers its rules only', async () => {
    const report = await judged([waiver()])
    const rules = new Set(report.findings.filter(({ status }) => status === 'waived').map(({ ruleId }) => ruleId))
    expect([...rules]).toEqual([privileged])
    expect(report.summary.waived).toBe(2)
  })

  it('of a domain covers its other rules, and critical ones only where what it is about is written out', async () => {
    const domain = { rules: ['pod-security/*'] }
    const wide = await judged([waiver({ ...domain, scope: { objects: [{ namespace: 'shop' }] } })])
    expect(waivedFiles(wide)).toEqual([])
    expect(wide.findings.filter(({ status }) => status === 'waived').length).toBeGreaterThan(0)
    expect(wide.findings.filter(({ status, severity }) => status === 'waived' && severity === 'critical')).toEqual([])
    expect(waivedFiles(await judged([waiver({ ...domain, scope: { units: ['shop'] } })]))).toEqual(['shop/debug.yaml', 'shop/other.yaml'])
  })

  it.each([
    ['the day before', '2026-11-20', 'expired', []],
    ['the last day', '2026-11-21', 'applied', ['shop/debug.yaml', 'tools/debug.yaml']],
    ['the day after', '2026-11-22', 'applied', ['shop/debug.yaml', 'tools/debug.yaml']],
  ])('that ends %s', async (_, expiresAt, status, files) => {
    const report = await judged([waiver({ expiresAt })])
    expect(waivedFiles(report)).toEqual(files)
    expect(report.waivers).toMatchObject([{ id: 'W-1', status, findings: 2, expiresAt }])
  })

  it('holds until the end of its last day in UTC, wherever the scan runs', async () => {
    const one = [waiver({ expiresAt: '2026-11-21' })]
    const status = async (moment: string) => (await judged(one, { now: at(moment) })).waivers![0]!.status
    expect(await status('2026-11-21T23:59:59Z')).toBe('applied')
    expect(await status('2026-11-22T08:59:00+09:00')).toBe('applied')
    expect(await status('2026-11-22T00:00:00Z')).toBe('expired')
  })

  it('takes the current day without a date', async () => {
    const day = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
    const folder = repository({ ...shop, ...file(waiver({ expiresAt: day(30) }), waiver({ id: 'W-2', expiresAt: day(-2) })) })
    const report = await judge(folder)
    expect(report.waivers?.map(({ status }) => status)).toEqual(['applied', 'expired'])
    expect(report).not.toHaveProperty('generatedAt')
    await expect(judge(repository({ ...shop, ...file(waiver({ expiresAt: day(92) })) }))).rejects.toThrow('more than 90 days')
  })

  it('gives the same bytes all day', async () => {
    const folder = repository({ ...shop, ...file(waiver()) })
    const bytes = async (moment: string) => {
      const { generatedAt, ...report } = await judge(folder, { now: at(moment) })
      expect(generatedAt).toBeDefined()
      return JSON.stringify(report)
    }
    expect(await bytes('2026-11-21T00:00:00Z')).toBe(await bytes('2026-11-21T23:00:00Z'))
  })

  it('is told from others: applied, unused, expired', async () => {
    const report = await judged([
      waiver({ id: 'c', scope: { objects: [{ name: 'absent' }] } }),
      waiver({ id: 'b', expiresAt: '2026-01-01' }),
      waiver({ id: 'a' }),
    ])
    expect(report.waivers?.map(({ id, status, findings }) => [id, status, findings])).toEqual([
      ['a', 'applied', 2],
      ['b', 'expired', 2],
      ['c', 'unused', 0],
    ])
  })

  it('is not called unused where only a part was judged', async () => {
    const one = [waiver({ scope: { objects: [{ name: 'debug' }], units: ['tools'] } })]
    expect((await judged(one, { paths: ['shop'] })).waivers).toMatchObject([{ status: 'unknown', findings: 0 }])
    const broken = repository({ ...shop, ...file(waiver({ scope: { units: ['absent'] } })), 'broken.yaml': 'kind: [\n' })
    expect((await judge(broken, { now })).waivers).toMatchObject([{ status: 'unknown' }])
  })

  it('that expires last is named, where several cover a finding', async () => {
    const report = await judged([
      waiver({ id: 'a' }),
      waiver({ id: 'b', expiresAt: '2027-02-01' }),
      waiver({ id: 'c', expiresAt: '2026-01-01' }),
    ])
    expect(report.findings.filter(({ waiver }) => waiver).map(({ waiver }) => waiver!.id)).toEqual(['b', 'b'])
    expect(report.waivers?.map(({ status, findings }) => [status, findings])).toEqual([
      ['applied', 2],
      ['applied', 2],
      ['expired', 2],
    ])
  })

  it('may be about a rule that is off', async () => {
    const off = { '.policy-gate/config.yaml': `rules:\n  ${privileged}:\n    enabled: false\n` }
    expect((await judge(repository({ ...shop, ...off, ...file(waiver()) }), { now })).waivers).toMatchObject([{ status: 'unused' }])
  })

  it('is not there without a file', async () => {
    expect(await judge(repository(shop), { now })).not.toHaveProperty('waivers')
    expect(await judge(repository({ ...shop, '.policy-gate/waivers.yaml': '' }), { now })).toMatchObject({ waivers: [] })
  })

  it('counts for a gate of the team', async () => {
    const gate = `package policy_gate.gate\n\nverdict := {"verdict": "warn", "reasons": [{"code": "seen", "message": json.marshal(input.waivers)}]}\n`
    const report = await judge(
      repository({ ...shop, ...file(waiver(), waiver({ id: 'W-2', expiresAt: '2026-01-01' })), '.policy-gate/policies/gate.rego': gate }),
      { now },
    )
    expect(JSON.parse(report.reasons[0]!.message)).toEqual({ applied: 1, unused: 0, expired: 1, unknown: 0 })
  })

  it('that has expired warns, and its findings count again', async () => {
    const gate = readFileSync(new URL('../../../policies/gate/gate.rego', import.meta.url), 'utf8')
    const outcome = async (expiresAt: string, config: string) => {
      const files = { 'pod.yaml': privilegedPod(), ...file(waiver({ expiresAt, rules: domains })) }
      const folder = repository({ ...files, '.policy-gate/config.yaml': config, '.policy-gate/policies/gate.rego': gate })
      const { verdict, reasons } = await judge(folder, { now })
      return [verdict, ...reasons.map(({ code }) => code)]
    }
    expect(await outcome('2026-11-21', '')).toEqual(['pass'])
    expect(await outcome('2026-11-20', '')).toEqual(['fail', 'findings', 'waiver-expired', 'warnings'])
    expect(await outcome('2026-11-20', 'failOn: none')).toEqual(['warn', 'waiver-expired', 'warnings'])
  })

  it('has words for its end in both languages', () => {
    expect(reasonMessage('waiver-expired', { count: 1 }, 'en')).toBe(
      '1 waiver has expired and holds no longer: mend what it covers, or renew it.',
    )
    expect(reasonMessage('waiver-expired', { count: 2 }, 'en')).toBe(
      '2 waivers have expired and hold no longer: mend what they cover, or renew them.',
    )
    expect(reasonMessage('waiver-expired', { count: 2 }, 'ko')).toContain('2건')
  })
})

describe('a file of waivers', () => {
  it('with problems ends the scan, as a fault of the configuration that names every line', async () => {
    const folder = repository({
      ...shop,
      ...file(waiver({ approvedBy: 'platform' })),
      '.policy-gate/baseline.json': '{"schemaVersion": "2",\n "findings": [1]}\n',
    })
    await expect(judge(folder, { now })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(
        /^\.policy-gate\/waivers\.yaml:1: platform.*\n\.policy-gate\/baseline\.json:1: schemaVersion.*\n\.policy-gate\/baseline\.json:2: findings/,
      ),
    })
  })

  it('in another spelling is refused', async () => {
    await expect(judge(repository({ ...shop, '.policy-gate/waivers.yml': 'waivers: []\n' }))).rejects.toThrow('rename the file')
  })

  it.each([
    ['leads out of the repository', '/etc/hostname'],
    ['leads nowhere', 'absent.yaml'],
  ])('that is a link which %s is refused', async (_, target) => {
    const folder = repository({ ...shop, '.policy-gate/': '' })
    symlinkSync(target, join(folder, '.policy-gate/waivers.yaml'))
    await expect(judge(folder, { now })).rejects.toMatchObject({ exitCode: 2 })
  })

  it('that is no text is refused', async () => {
    await expect(
      judge(repository({ ...shop, '.policy-gate/waivers.yaml': new Uint8Array([0xff, 0xfe, 0x00]) }), { now }),
    ).rejects.toMatchObject({
      exitCode: 2,
    })
  })

  it('of the root is not read where other texts are given', async () => {
    const folder = repository({ ...shop, ...file(waiver({ scope: { units: ['shop', 'tools'] } })) })
    expect(waivedFiles(await judge(folder, { now, governance: {} }))).toEqual([])
    const base = file(waiver({ scope: { units: ['tools'] } }))['.policy-gate/waivers.yaml']
    expect(waivedFiles(await judge(folder, { now, governance: { waivers: base } }))).toEqual(['tools/debug.yaml'])
    const malformed = repository({ ...shop, '.policy-gate/waivers.yaml': 'waivers: 1\n' })
    expect(waivedFiles(await judge(malformed, { now, governance: { waivers: base } }))).toEqual(['tools/debug.yaml'])
  })
})

describe('waived findings', () => {
  const hostile = 'Approved\n::set-output name=verdict::pass ##[error]x \u202e[31m'
  const folder = () =>
    repository({ ...shop, ...file(waiver({ reason: hostile }), waiver({ id: 'W-2', expiresAt: '2026-01-01', owner: 'payment' })) })
  const reported = async (language: 'en' | 'ko') => {
    const { report, rules, sources } = await scan({ cwd: folder(), now, language })
    const context: ReportContext = { rules, language, readSource: (path) => sources.text(path) as string }
    return { report, context }
  }

  it('carry who answers for them, in JSON', async () => {
    const { report, context } = await reported('en')
    const json = JSON.parse(reporters.json(report, context)) as Report
    expect(json.findings.filter(({ status }) => status === 'waived').map(({ waiver }) => waiver)).toEqual(
      Array(2).fill({ id: 'W-1', reason: hostile, owner: 'platform', approvedBy: ['security'], expiresAt: '2027-01-31' }),
    )
  })

  it('leave the SARIF, and the rules of others stay', async () => {
    const { report, context } = await reported('en')
    const { results } = JSON.parse(reporters.sarif(report, context)).runs[0] as {
      results: { ruleId: string; locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[]
    }
    const files = results
      .filter(({ ruleId }) => ruleId === privileged)
      .map(({ locations }) => locations[0]!.physicalLocation.artifactLocation.uri)
    expect(files).toEqual(['shop/other.yaml'])
  })

  it.each(['en', 'ko'] as const)('are listed in the text, in %s, and act on no log', async (language) => {
    const { report, context } = await reported(language)
    const text = textReporter({ colour: false, width: 100, verbose: false, quiet: false })(report, context)
    const section = text.slice(text.indexOf(language === 'en' ? 'Waivers (2)' : '예외 승인 (2)'))
    expect(section).toContain('W-2')
    expect(section).toContain('2026-01-01')
    expect(section).toContain('platform')
    expect(section).toContain('security')
    expect(section).toContain('shop/debug.yaml:11')
    expect(text).not.toMatch(/^\s*::/m)
    expect(text).not.toContain('##[')
    expect(text).not.toContain('\u202e')
    const verbose = textReporter({ colour: false, width: 100, verbose: true, quiet: false })(report, context)
    expect(verbose).toContain(language === 'en' ? '(waived: W-1)' : '(예외 승인됨: W-1)')
  })

  it('are skipped test cases in JUnit, with who answers for them', async () => {
    const { report, context } = await reported('en')
    expect(reporters.junit(report, context)).toMatch(/<skipped message="waived \(W-1, owner platform, approved by security, 2027-01-31\): /)
  })
})
