import { execFile } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { generatedFiles } from '../../../../scripts/bench/objects.ts'
import { built } from '../../../../scripts/testing/built.ts'
import { diskCache } from '../../src/engines/cache.ts'
import { openEngine } from '../../src/engines/client.ts'
import { compilePolicies } from '../../src/evaluate/compile.ts'
import { endsSegment, textDigest } from '../../src/evaluate/results-cache.ts'
import type { Report } from '../../src/model.ts'
import type { ScanOptions } from '../../src/scan.ts'
import { random } from '../changes/random.ts'
import { privilegedPod } from '../scan/manifests.ts'
import { layOut, repository } from '../scan/repository.ts'
import { judged } from './judged.ts'

const scratch = mkdtempSync(join(tmpdir(), 'policy-gate-results-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
let number = 0

/** An empty folder for a cache; engines that compile keep theirs elsewhere. */
const emptyCache = () => join(scratch, String(number++))
const entriesOf = (cacheDir: string) =>
  globSync('results/[0-9a-f][0-9a-f]/*', { cwd: cacheDir })
    .sort()
    .map((file) => join(cacheDir, file))

const objects = 210
const plain = Object.fromEntries(generatedFiles(objects).map((text, i) => [`unit-${i}/objects.yaml`, text]))
const policies = '.policy-gate/policies'

/** Asserts that a scan gives what one without a cache gives; gives how many objects were asked about. */
async function expectSame(folder: string, options: ScanOptions): Promise<number> {
  const [{ report, asked }, fresh] = [await judged(folder, options), await judged(folder, { ...options, cache: false })]
  expect(report).toEqual(fresh.report)
  return asked
}

describe('what was judged before', () => {
  it('is not judged again, and the report is the same', async () => {
    const folder = repository(plain)
    const cacheDir = emptyCache()
    const cold = await expectSame(folder, { cacheDir })
    expect(cold).toBeGreaterThan(objects)
    expect(await expectSame(folder, { cacheDir })).toBe(0)
    // another checkout
    expect(await expectSame(repository(plain), { cacheDir })).toBe(0)
    // one entry for many objects
    expect(entriesOf(cacheDir).length).toBeLessThan(12)
    const before = entriesOf(cacheDir)
    await judged(folder, { cacheDir: emptyCache(), cache: false })
    expect(entriesOf(cacheDir)).toEqual(before)
  })

  it('without a cache nothing is kept, and a few objects are not worth it', async () => {
    const cacheDir = emptyCache()
    await judged(repository(plain), { cacheDir, cache: false })
    await judged(repository({ 'pod.yaml': privilegedPod() }), { cacheDir })
    expect(existsSync(join(cacheDir, 'results'))).toBe(false)
  })

  it('of generated histories: each state as without a cache, and only what lies around a change is judged', async () => {
    const numbers = random(11)
    const cacheDir = emptyCache()
    const files = Object.fromEntries(generatedFiles(590).map((text, i) => [`unit-${i}/part.yaml`, text]))
    const folder = repository(files)
    const cold = await expectSame(folder, { cacheDir })
    const asked: number[] = []
    for (let step = 0; step < 4; step++) {
      const path = numbers.pick(Object.keys(files))
      const parts = files[path]!.split('---\n')
      const at = numbers.below(parts.length)
      const changed = parts[at]!.replace('replicas: 2', 'replicas: 9').replace('metadata:\n', 'metadata:\n  annotations: {step: one}\n')
      if (step % 3 === 0) parts.splice(at, 1)
      else parts.splice(at, step % 3 === 1 ? 1 : 0, changed.replace(/name: /g, `name: s${step}-`))
      files[path] = parts.join('---\n')
      layOut(folder, { [path]: files[path] })
      asked.push(await expectSame(folder, { cacheDir }))
      expect(await judged(folder, { cacheDir })).toMatchObject({ asked: 0 })
    }
    // resource rules are asked about a segment or two, relation rules about the unit
    expect(Math.max(...asked)).toBeLessThan(0.7 * cold)
  })

  it('several runs at once share a cache', { timeout: 120_000 }, async () => {
    const folder = repository(plain)
    const cacheDir = emptyCache()
    const command = [built('cli.mjs'), 'scan', folder, '--root', folder, '--format', 'json', '--fail-on', 'none', '--cache-dir', cacheDir]
    const runs = await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, command, { maxBuffer: 2 ** 26 })))
    const { report } = await judged(folder, { cache: false, failOn: 'none' })
    for (const { stdout } of runs) expect(JSON.parse(stdout).findings).toEqual(report.findings)
    expect((await judged(folder, { cacheDir })).asked).toBe(0)
  })
})

describe('an entry', () => {
  const flip = (at: number) => (file: string) => {
    const bytes = readFileSync(file)
    bytes[at < 0 ? bytes.length + at : at]! ^= 1
    writeFileSync(file, bytes)
  }
  const damages: [string, (file: string, other: string) => void][] = [
    ['with a flipped bit in its seal', flip(3)],
    ['with a flipped bit in its answers', flip(-9)],
    ['that is cut off', (file) => truncateSync(file, statSync(file).size - 5)],
    ['that is empty', (file) => truncateSync(file, 0)],
    ['of other objects', (file, other) => copyFileSync(other, file)],
    [
      'that somebody else wrote',
      (file) => {
        const before = process.env.POLICY_GATE_CACHE_KEY
        process.env.POLICY_GATE_CACHE_KEY = 'a secret of somebody else'
        const foreign = emptyCache()
        const key = file.slice(-65).replace('/', '')
        diskCache({ folder: foreign, part: 'results' }).set(key, '[]')
        if (before === undefined) delete process.env.POLICY_GATE_CACHE_KEY
        else process.env.POLICY_GATE_CACHE_KEY = before
        renameSync(entriesOf(foreign)[0]!, file)
      },
    ],
  ]
  it('that cannot be trusted is dropped and written anew', async () => {
    const folder = repository(plain)
    const cacheDir = emptyCache()
    await judged(folder, { cacheDir })
    const entries = entriesOf(cacheDir)
    const whole = entries.map((file) => readFileSync(file, 'utf8'))
    expect(entries.length).toBeGreaterThan(1)
    for (const [name, damage] of damages) {
      damage(entries[0]!, entries[1]!)
      expect(await expectSame(folder, { cacheDir }), name).toBeGreaterThan(0)
      expect(
        entries.map((file) => readFileSync(file, 'utf8')),
        name,
      ).toEqual(whole)
    }
  })

  it('they take a bounded size, and leave those of engines alone', () => {
    const folder = emptyCache()
    const key = (n: number) =>
      textDigest(String(n))
        .replace(/./g, (c) => (c.charCodeAt(0) % 16).toString(16))
        .padEnd(64, '0')
    diskCache({ folder }).set(key(0), 'kept')
    const cache = diskCache({ folder, part: 'results', maxBytes: 5000 })
    for (let n = 1; n < 40; n++) cache.set(key(n), 'x'.repeat(900))
    expect(entriesOf(folder).reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(5000)
    expect(diskCache({ folder }).get(key(0))).toBe('kept')
  })
})

describe('what decides is part of the key', () => {
  const rule = (body: string) => ({ [`${policies}/main.rego`]: `package main\n\n${body}\n` })
  const config = (text: string) => ({ '.policy-gate/config.yaml': text })
  const seen = (report: Report, prefix = 'main/') =>
    [
      ...new Set(report.findings.filter(({ ruleId }) => ruleId.startsWith(prefix)).map(({ ruleId, message }) => `${ruleId} ${message}`)),
    ].sort()

  it('configuration: parameters, versions, rules that are on; not what is only about the report', async () => {
    const folder = repository(plain)
    const cacheDir = emptyCache()
    await judged(folder, { cacheDir })
    const changes = [
      'kubernetesVersion: "1.29"\n',
      'profile: strict\n',
      'rules: {pod-security/allow-privilege-escalation: {enabled: false}}\n',
      'rules: {image/registry: {params: {allowed: [registry.example/team-1]}}}\n',
      'evaluationTimeout: 44\n',
    ]
    for (const text of changes) {
      layOut(folder, config(text))
      expect(await expectSame(folder, { cacheDir }), text).toBeGreaterThan(0)
      expect(await expectSame(folder, { cacheDir }), text).toBe(0)
    }
    for (const text of ['failOn: low\n', 'language: ko\n', 'rules: {pod-security/allow-privilege-escalation: {severity: low}}\n']) {
      layOut(folder, config(text))
      expect(await expectSame(folder, { cacheDir }), text).toBe(0)
    }
    expect(await expectSame(folder, { cacheDir, now: new Date(86_400_000) })).toBe(0)
  })

  it('policies of the user and their data', async () => {
    const folder = repository({
      ...plain,
      ...rule('deny contains data.word if input.kind == "Service"'),
      [`${policies}/word.yaml`]: 'word: one\n',
    })
    const cacheDir = emptyCache()
    expect(await expectSame(folder, { cacheDir })).toBeGreaterThan(2 * objects)
    expect(await expectSame(folder, { cacheDir })).toBe(0)
    layOut(folder, { [`${policies}/word.yaml`]: 'word: two\n' })
    expect(await expectSame(folder, { cacheDir })).toBe(objects)
    layOut(folder, rule('deny contains sprintf("%s!", [data.word]) if input.kind == "Service"'))
    expect(seen((await judged(folder, { cacheDir })).report)).toEqual(['main/deny two!'])
  })

  it('the time, of policies that ask for it; without one they fail, and that is not kept', async () => {
    const ask = 'deny contains sprintf("%d", [time.now_ns() / 1000000000]) if input.kind == "Service"'
    const folder = repository({ ...plain, ...rule(ask) })
    const cacheDir = emptyCache()
    for (let run = 0; run < 2; run++) {
      const { report } = await judged(folder, { cacheDir })
      expect(report.notEvaluated.length).toBeGreaterThan(0)
      expect(report.notEvaluated[0]?.message).toContain('run with --now')
    }
    const at = async (seconds: number) => {
      const { report, asked } = await judged(folder, { cacheDir, now: new Date(seconds * 1000) })
      return [asked > 0, ...seen(report)]
    }
    expect([await at(1000), await at(2000), await at(1000)]).toEqual([
      [true, 'main/deny 1000'],
      [true, 'main/deny 2000'],
      [false, 'main/deny 1000'],
    ])
  })

  it('which entrypoints of a compiled module are asked', async () => {
    const engine = openEngine('rego')
    const modules = {
      'main.rego': 'package main\n\ndeny contains "d" if input.kind == "Service"\n\nwarn contains "w" if input.kind == "Service"\n',
    }
    const { wasm } = await compilePolicies(engine, { modules, entrypoints: ['main/deny', 'main/warn'], strict: false } as never).finally(
      () => engine.close(),
    )
    const folder = repository({ ...plain, 'build/policy.wasm': wasm, ...config('rules: {main/warn: {enabled: false}}\n') })
    const options = { cacheDir: emptyCache(), policies: ['build/policy.wasm'] }
    expect(seen((await judged(folder, options)).report)).toEqual(['main/deny d'])
    layOut(folder, config('rules: {main/deny: {enabled: false}}\n'))
    const { report, asked } = await judged(folder, options)
    expect([seen(report), asked]).toEqual([['main/warn w'], objects])
    expect(await expectSame(folder, options)).toBe(0)
  })

  it('failures and what took too long are asked again', async () => {
    const conflict = 'deny contains text if input.kind == "Service"\n\ntext := "a" if input.kind\n\ntext := "b" if input.kind'
    const endless = 'deny contains "e" if count([1 | numbers.range(1, 9000)[_] + numbers.range(1, 9000)[_] == 1]) > 0'
    for (const [body, reason] of [
      [conflict, 'rule-failed'],
      [endless, 'timeout'],
    ] as const) {
      const folder = repository({ ...plain, ...rule(body), ...config('evaluationTimeout: 1\n') })
      const cacheDir = emptyCache()
      for (let run = 0; run < 2; run++) {
        const { report } = await judged(folder, { cacheDir })
        expect(new Set(report.notEvaluated.map((gap) => gap.reason))).toEqual(new Set([reason]))
      }
    }
  })
})

it('segments are found again after objects were added and removed', () => {
  const cut = (digests: string[]) => {
    const segments: string[] = []
    let current: string[] = []
    for (const digest of digests) {
      current.push(digest)
      if (!endsSegment({ objects: current.length }, digest)) continue
      segments.push(current.join())
      current = []
    }
    return [...segments, current.join()]
  }
  const numbers = random(5)
  const digests = Array.from({ length: 5000 }, (_, i) => textDigest(String(i)))
  const before = new Set(cut(digests))
  expect(before.size).toBeGreaterThan(40)
  for (let round = 0; round < 50; round++) {
    const edited = [...digests]
    const at = numbers.below(edited.length)
    edited.splice(at, numbers.below(2), ...Array.from({ length: numbers.below(3) }, (_, i) => textDigest(`new ${round} ${i}`)))
    expect(cut(edited).filter((segment) => !before.has(segment)).length).toBeLessThanOrEqual(8)
  }
})
