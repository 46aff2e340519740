import { beforeAll, describe, expect, it } from 'vitest'
import { UserError } from '../../src/model.ts'
import { reportContext } from '../../src/report/context.ts'
import { reporters } from '../../src/report/index.ts'
import { jsonReporter } from '../../src/report/json.ts'
import { type ScanResult, scan } from '../../src/scan.ts'
import type { ReportText } from '../../src/shards/reading.ts'
import type { ShardText } from '../../src/shards/validation.ts'
import { deployment, namespace } from '../changes/shop.ts'
import { history } from '../git/history.ts'
import { hostileStrings } from '../report/hostile.ts'
import { runnerCommands } from '../report/runner-commands.ts'
import '../scan/judge.ts'
import { layOut, repository } from '../scan/repository.ts'
import { mergeIn, scanInShards, shardTexts, tampered } from './sharded.ts'

const now = new Date('2026-03-01T00:00:00Z')

const waivers = `waivers:
  - {id: W-1, rules: [pod-security/privileged], scope: {objects: [{kind: Deployment, name: blue}]}, reason: x, owner: a, approvedBy: b, approvedAt: 2026-02-20, expiresAt: 2026-04-01}
  - {id: W-2, rules: [pod-security/host-path], scope: {units: [red]}, reason: x, owner: a, approvedBy: b, approvedAt: 2026-02-20, expiresAt: 2026-04-01}
  - {id: W-3, rules: [image/mutable-tag], scope: {units: [red]}, reason: x, owner: a, approvedBy: b, approvedAt: 2025-12-20, expiresAt: 2026-02-01}
`

/** Five units, one with two objects of one name, something that cannot be judged, waivers that hold, do not and have expired. */
const folder = repository({
  '.policy-gate/config.yaml': 'profile: strict\nnotEvaluated: warn\n',
  '.policy-gate/waivers.yaml': waivers,
  'red/a.yaml': deployment('red', { image: 'shop/app:latest' }),
  'red/b.yaml': deployment('red', { privileged: true }),
  'blue/a.yaml': `${deployment('blue', { privileged: true })}---\n${namespace('blue')}`,
  'green/a.yaml': deployment('green'),
  'broken/a.yaml': 'apiVersion: v1\nkind: [',
  'list/a.yaml': 'just: text\n',
})
let whole: ScanResult
let shards: ReportText[]

beforeAll(async () => {
  whole = await scan({ cwd: folder, root: folder, now })
  shards = await shardTexts(3, async (shard) => (await scan({ cwd: folder, root: folder, now, shard })).report)
})

const merged = (reports: ReportText[]) => mergeIn(folder, { reports })

describe('all shards of a scan', () => {
  it.each([1, 2, 3, 7])('%i: the same report as without, in every format', async (total) => {
    const { report, rules, config, sources } = await scanInShards(folder, total, { now })
    expect(jsonReporter(report)).toBe(jsonReporter(whole.report))
    for (const reporter of Object.values(reporters))
      expect(reporter(report, reportContext({ rules, config, sources }))).toBe(reporter(whole.report, reportContext(whole)))
  })

  it('the order of the files does not matter', async () => {
    expect(jsonReporter((await merged([...shards].reverse())).report)).toBe(jsonReporter(whole.report))
  })

  it('what the example is about is in it', () => {
    expect(whole.report.waivers?.map(({ id, status }) => `${id} ${status}`)).toEqual(['W-1 applied', 'W-2 unknown', 'W-3 expired'])
    expect(whole.report.summary.notEvaluated).toBe(1)
    expect(whole.report.reasons.map(({ code }) => code)).toContain('not-evaluated-warning')
  })

  it('each says which part it is, and an empty one does not say that nothing was found', async () => {
    const tidy = repository({ 'a/a.yaml': namespace('a'), 'b/b.yaml': namespace('b') })
    const reports = (await shardTexts(7, async (shard) => (await scan({ cwd: tidy, root: tidy, shard })).report)).map(({ text }) =>
      JSON.parse(text),
    )
    expect(reports.map(({ shard }) => [shard.index, shard.total, shard.units])).toEqual([1, 2, 3, 4, 5, 6, 7].map((i) => [i, 7, 2]))
    const empty = reports.filter(({ units }) => units.length === 0)
    expect(empty).toHaveLength(5)
    for (const report of empty) expect([report.verdict, report.reasons]).toEqual(['pass', []])
  })

  it('of a folder without anything to judge the merged report says so, as the scan does', async () => {
    const empty = repository({ 'readme.txt': 'x' })
    const { report } = await scanInShards(empty, 2)
    expect(jsonReporter(report)).toBe(jsonReporter((await scan({ cwd: empty, root: empty })).report))
    expect(report.reasons.map(({ code }) => code)).toEqual(['nothing'])
  })

  it('waivers without findings are unused, and findings of the baseline gone, only in the whole', async () => {
    const tidy = repository({ 'a/a.yaml': deployment('a'), 'b/b.yaml': deployment('b', { privileged: true }), 'c/c.yaml': deployment('c') })
    const { entriesOf } = await import('../../src/govern/baseline/entry.ts')
    const { baselineText } = await import('../../src/report/baseline.ts')
    const { report: before, identities } = await scan({ cwd: tidy, root: tidy })
    layOut(tidy, {
      '.policy-gate/baseline.json': baselineText(entriesOf(before.findings, identities)),
      '.policy-gate/waivers.yaml': waivers,
      'b/b.yaml': deployment('b'),
    })
    const { report } = await scan({ cwd: tidy, root: tidy, now })
    expect(report.baseline?.gone).toBeGreaterThan(0)
    expect(report.waivers?.map(({ status }) => status)).toEqual(['unused', 'unused', 'expired'])
    for (const total of [2, 3]) expect(jsonReporter((await scanInShards(tidy, total, { now })).report)).toBe(jsonReporter(report))
  })
})

describe('what is not all of one scan is refused with exit code 3 and the name of the file', () => {
  const refused = async (reports: ReportText[], sentence: RegExp) => {
    const error = await merged(reports).catch((fault: unknown) => fault)
    expect(error).toBeInstanceOf(UserError)
    expect((error as UserError).message).toMatch(sentence)
    expect((error as UserError).exitCode).toBe(3)
  }
  const changed = (index: number, change: (report: ShardText['report']) => unknown) =>
    shards.map((text, i) => (i === index ? tampered(text, change as never) : text))

  it('a missing shard', () => refused(shards.slice(0, 2), /^Shard 3 of 3 is missing beside 1\.json/))
  it('several', () => refused(shards.slice(1, 2), /^Shards 1, 3 of 3 are missing/))
  it('the same shard twice', () => refused([...shards, { ...shards[0]!, name: 'again.json' }], /^1\.json and again\.json are both shard 1/))
  it('a shard in place of another', () =>
    refused([shards[0]!, shards[1]!, { ...shards[1]!, name: '3.json' }], /^2\.json and 3\.json are both shard 2/))
  it('a report of a whole scan', () =>
    refused([{ name: 'whole.json', text: jsonReporter(whole.report) }], /^whole\.json is the report of a whole scan/))
  it('another division', async () => {
    const { report } = await scan({ cwd: folder, root: folder, now, shard: { index: 3, total: 4 } })
    await refused(
      [...shards.slice(0, 2), { name: '3.json', text: jsonReporter(report) }],
      /^3\.json was judged with another number of shards than 1\.json/,
    )
  })
  it('other units: a commit between', async () => {
    const other = repository({ 'red/a.yaml': deployment('red') })
    const { report } = await scan({ cwd: other, root: other, shard: { index: 3, total: 3 }, profile: 'strict' })
    const foreign = tampered({ name: '3.json', text: jsonReporter(report) }, (it) => {
      const first = JSON.parse(shards[0]!.text)
      Object.assign(it.shard.settings, first.shard.settings)
      Object.assign(it, { waivers: first.waivers, tool: first.tool })
    })
    await refused([...shards.slice(0, 2), foreign], /^3\.json was judged with other units than 1\.json/)
  })
  it.each<[string, RegExp, (report: ShardText['report']) => unknown]>([
    [
      'other policies',
      /^2\.json was judged with other policies/,
      (it) => Object.assign(it.tool.policies, { digest: `sha256:${'0'.repeat(64)}` }),
    ],
    ['other thresholds', /^2\.json was judged with another configuration/, (it) => Object.assign(it.shard.settings, { failOn: 'none' })],
    [
      'settings of another commit',
      /^2\.json was judged with the settings of another commit/,
      (it) => Object.assign(it, { settings: { commit: 'a'.repeat(40), present: true } }),
    ],
    [
      'another base',
      /^2\.json was judged with another commit to compare with/,
      (it) => Object.assign(it, { change: { base: 'b'.repeat(40), fixed: [] } }),
    ],
    ['another commit', /^2\.json was judged with another commit than 1\.json/, (it) => Object.assign(it.shard, { commit: 'c'.repeat(40) })],
    ['other waivers', /^2\.json was judged with other waivers/, (it) => Object.assign(it.waivers![0]!, { expiresAt: '2030-01-01' })],
    ['another version', /^2\.json was written by version 0\.0\.9/, (it) => Object.assign(it.tool, { version: '0.0.9' })],
    ['another form', /^2\.json is a report of form "2"/, (it) => Object.assign(it, { schemaVersion: '2' })],
    ['a shard beyond the last', /^2\.json says that it is shard 4 of 3/, (it) => Object.assign(it.shard, { index: 4 })],
    [
      'an unknown reason',
      /^2\.json holds "constructor"/,
      (it) => it.notEvaluated.push({ file: 'x', unit: '', reason: 'constructor' as never, message: 'x' }),
    ],
    [
      'a number that is none',
      /^2\.json is no report of policy-gate: \/summary\/objects/,
      (it) => Object.assign(it.summary, { objects: -1 }),
    ],
    ['no findings', /^2\.json is no report of policy-gate: .*findings/, (it) => Object.assign(it, { findings: undefined })],
    ['a path out of the repository', /^2\.json is no report of policy-gate: .*file/, (it) => it.shard.files.push('/etc/passwd')],
  ])('%s', (_, sentence, change) =>
    refused(
      changed(1, (it) => void change(it)),
      sentence,
    ),
  )
  it('policies that are not those of this checkout', () =>
    refused(
      shards.map((text) => tampered(text, (it) => void Object.assign(it.tool.policies, { digest: `sha256:${'0'.repeat(64)}` }))),
      /^1\.json was judged with other policies .* than there are here/,
    ))
  it('reports of an earlier commit', async () => {
    const folder = repository({ 'red/a.yaml': deployment('red') })
    const { git } = history(folder)
    git('add', '.')
    git('commit', '-q', '-m', 'first')
    const texts = await shardTexts(2, async (shard) => (await scan({ cwd: folder, root: folder, shard })).report)
    expect((await mergeIn(folder, { reports: texts })).report.shard).toBeUndefined()
    git('commit', '-q', '--allow-empty', '-m', 'second')
    await expect(mergeIn(folder, { reports: texts })).rejects.toThrow(/^1\.json is about commit [0-9a-f]{40}, but/)
  })
  it.each<[string, string]>([
    ['nothing', ''],
    ['half a report', '{"schemaVersion":"1","tool"'],
    ['YAML', 'schemaVersion: 1'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a SARIF log', '{"version":"2.1.0","runs":[]}'],
    ['deep nesting', `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ])('%s', (_, text) => refused([shards[0]!, { name: 'odd.json', text }, shards[2]!], /^odd\.json /))
  it('no report at all', async () => {
    await expect(merged([])).rejects.toThrow('There is no report to merge')
  })
})

describe('a gate policy of the user', () => {
  const gate = (limit: number) => `package policy_gate.gate

verdict := {"verdict": result, "reasons": [{"code": "budget", "message": sprintf("%d open", [open])}]}
open := sum([counts.open | some counts in input.findings])
result := "fail" if open > ${limit}
else := "pass"
`
  it('judges the whole, though every shard passes', async () => {
    const elsewhere = repository({ 'a/a.yaml': deployment('a', { privileged: true }) })
    const { summary } = (await scan({ cwd: elsewhere, root: elsewhere })).report
    const ofOne = Object.values(summary.findings).reduce((sum, count) => sum + count, 0)
    const own = repository({
      '.policy-gate/policies/gate.rego': gate(ofOne * 2),
      ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}/a.yaml`, deployment(name, { privileged: true })])),
    })
    const report = (await scan({ cwd: own, root: own })).report
    const texts = await shardTexts(4, async (shard) => (await scan({ cwd: own, root: own, shard })).report)
    expect(texts.map(({ text }) => JSON.parse(text).verdict)).toEqual(['pass', 'pass', 'pass', 'pass'])
    expect(report.verdict).toBe('fail')
    expect(jsonReporter((await mergeIn(own, { reports: texts })).report)).toBe(jsonReporter(report))
    await expect(mergeIn(elsewhere, { reports: texts })).rejects.toThrow(/^1\.json was judged with other policies/)
  })
})

describe('reports that were tampered with', () => {
  it('a finding that two reports hold counts once, as the worse of the two', async () => {
    const at = shards.findIndex(({ text }) => JSON.parse(text).findings.length > 0)
    const finding = JSON.parse(shards[at]!.text).findings.find((one: { status: string }) => one.status === 'open')
    const twice = shards.map((text, i) =>
      i === (at + 1) % 3 ? tampered(text, (it) => void it.findings.push({ ...finding, status: 'waived' })) : text,
    )
    expect(jsonReporter((await merged(twice)).report)).toBe(jsonReporter(whole.report))
  })

  it('numbers and verdict are counted anew', async () => {
    const forged = shards.map((text) =>
      tampered(text, (it) => {
        it.verdict = 'pass'
        it.summary.findings = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }
        it.reasons = []
      }),
    )
    const { report } = await merged(forged)
    expect([report.verdict, report.summary.findings]).toEqual([whole.report.verdict, whole.report.summary.findings])
  })

  it('a gate that failed in one shard makes the whole an error', async () => {
    const failed = shards.map((text, i) =>
      i === 0
        ? tampered(text, (it) => void Object.assign(it, { verdict: 'error', reasons: [{ code: 'gate-failed', message: 'It failed.' }] }))
        : text,
    )
    const { report } = await merged(failed)
    expect([report.verdict, report.reasons.some(({ code }) => code === 'gate-failed')]).toEqual(['error', true])
  })

  it('hostile texts give no command in any output and no error', async () => {
    const hostile = shards.map((text) =>
      tampered(text, (it) => {
        for (const [i, word] of hostileStrings.entries()) {
          const fingerprint = i.toString(16).padStart(64, '0')
          const file = word.replace(/^\/+/, '') || 'x'
          const location = { file, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2, precision: 'field' as const }
          const ref = { apiVersion: word, kind: word, namespace: word, name: word }
          it.findings.push({
            ...{
              ruleId: word || 'x',
              severity: 'high' as const,
              message: word,
              status: 'open' as const,
              ref,
              unit: word,
              path: [word],
              location,
            },
            ...{ related: [{ ...location, relation: 'object' as const, message: word }], params: { [word]: word }, fingerprint },
          })
          it.units.push({ id: word || 'x', kind: word as never, path: file, environment: word, destination: word })
          it.notEvaluated.push({ file, unit: word, reason: 'excluded', message: word })
          it.shard.files.push(file)
        }
      }),
    )
    const { report, rules, config, sources } = await merged(hostile)
    expect(report.findings.length).toBeGreaterThan(200)
    const context = reportContext({ rules, config, sources })
    for (const [name, reporter] of Object.entries(reporters)) {
      const output = reporter(report, context)
      const allowed = name === 'github' ? ['error', 'warning', 'notice'] : []
      const commands = runnerCommands(output).map((command) => command.name)
      expect(
        commands.filter((command) => !allowed.includes(command)),
        name,
      ).toEqual([])
      if (name === 'github') expect(commands.length).toBeLessThanOrEqual(30)
    }
  })
})
