import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Comparison, compareWith } from '../../src/changes/comparison.ts'
import { compareFindingSets } from '../../src/changes/findings.ts'
import { comparedReport } from '../../src/changes/report.ts'
import { type ScanResult, scan } from '../../src/scan.ts'
import { type History, history } from '../git/history.ts'
import '../scan/judge.ts'
import { repository } from '../scan/repository.ts'
import { edit } from './edits.ts'
import { random } from './random.ts'
import { shop, url } from './shop.ts'

const histories = Number(process.env.POLICY_GATE_HISTORIES ?? 2)
const firstSeed = Number(process.env.POLICY_GATE_SEED ?? 7)

/** A repository whose last edits are committed, staged or only in the working tree, and a checkout of the commit they began from. */
function generated(seed: number): { history: History; earlier: string; log: string[] } {
  const numbers = random(seed)
  const log: string[] = []
  const edits = (count: number) => {
    for (let i = 0; i < count; i++) log.push(edit(made.folder, numbers))
  }
  const made = history(repository(shop))
  made.git('remote', 'add', 'origin', url)
  made.commit({})
  edits(numbers.below(4))
  log.push('--')
  made.commit({})
  const earlier = join(repository(), 'earlier')
  made.git('worktree', 'add', '-q', '--detach', earlier)
  made.git('checkout', '-q', '-b', 'change')
  edits(1 + numbers.below(2))
  if (numbers.below(2) === 0) made.commit({})
  edits(numbers.below(2))
  return { history: made, earlier, log }
}

/** Everything that a scan says of one unit. */
function judged({ report, manifests }: ScanResult, unit: string) {
  return {
    unit: report.units.find(({ id }) => id === unit),
    findings: report.findings.filter((finding) => finding.unit === unit),
    notEvaluated: report.notEvaluated.filter((entry) => entry.unit === unit),
    objects: manifests.filter((manifest) => manifest.unit === unit).map(({ object }) => object),
  }
}

/** As judged, without what says where a finding stands. */
function judgedLoosely(result: ScanResult, unit: string) {
  const { findings, ...rest } = judged(result, unit)
  return { ...rest, findings: findings.map(({ fingerprint }) => fingerprint).sort() }
}

function expectRestriction(comparison: Comparison, full: { head: ScanResult; base: ScanResult }): { affected: number; of: number } {
  const { head, base, affected, removed } = comparison
  const units = full.head.report.units.map(({ id }) => id)
  const isAffected = (id: string) => affected === 'all' || affected.has(id)
  for (const id of units) {
    if (isAffected(id)) expect(judged(head, id)).toEqual(judged(full.head, id))
    // what is not judged again is as it was
    else expect(judgedLoosely(full.head, id)).toEqual(judgedLoosely(full.base, id))
  }
  expect(head.report.units.map(({ id }) => id)).toEqual(units.filter(isAffected))
  expect(head.report.notEvaluated).toEqual(full.head.report.notEvaluated.filter(({ unit }) => unit === '' || isAffected(unit)))
  const gone = removed.map(({ id }) => id)
  for (const id of full.base.report.units.map((unit) => unit.id)) {
    if (!units.includes(id) && full.base.report.units.some((unit) => unit.id === id))
      expect([...gone, ...(affected === 'all' ? [id] : [...affected.keys()])]).toContain(id)
    if (isAffected(id) || gone.includes(id)) expect(judged(base!, id)).toEqual(judged(full.base, id))
  }
  const changes = compareFindingSets(base?.report.findings ?? [], head.report.findings)
  const all = compareFindingSets(full.base.report.findings, full.head.report.findings)
  expect({ new: changes.new, fixed: changes.fixed }).toEqual({ new: all.new, fixed: all.fixed })
  return { affected: units.filter(isAffected).length, of: units.length }
}

/** Judging everything marks findings as two full scans do; with newOnly what was open before is held, and nothing that is new. */
function expectMarks(comparison: Comparison, full: { head: ScanResult; base: ScanResult }): void {
  const { findings, change, units } = comparedReport(comparison)
  const all = compareFindingSets(full.base.report.findings, full.head.report.findings)
  const marked = (state: string) => findings.filter(({ baselineState }) => baselineState === state).map(({ fingerprint }) => fingerprint)
  expect(units).toEqual(full.head.report.units)
  expect(marked('new').sort()).toEqual(all.new.map(({ fingerprint }) => fingerprint).sort())
  expect(marked('unchanged').sort()).toEqual(all.unchanged.map(({ fingerprint }) => fingerprint).sort())
  const here = new Set(units.map(({ id }) => id))
  const mended = all.fixed.filter(({ unit }) => here.has(unit)).map(({ fingerprint }) => fingerprint)
  expect(mended).toEqual(expect.arrayContaining(change!.fixed.map(({ fingerprint }) => fingerprint)))
  const isAffected = (id: string) => comparison.affected === 'all' || comparison.affected.has(id)
  for (const { baselineState, status, unit } of findings) {
    if (baselineState === 'new') expect(status).toBe('open')
    else if (!isAffected(unit)) expect(status).toBe('baseline')
  }
}

it(`a scan of what a change affects says what the full scan says of it (${histories} histories)`, {
  timeout: 120_000 + histories * 20_000,
}, async () => {
  const counts: { affected: number; of: number }[] = []
  for (let seed = firstSeed; seed < firstSeed + histories; seed++) {
    const { history: made, earlier, log } = generated(seed)
    const [head, base] = await Promise.all([scan({ cwd: made.folder }), scan({ cwd: earlier })])
    const comparison = await compareWith('main', { cwd: made.folder })
    try {
      counts.push(expectRestriction(comparison, { head, base }))
      expectMarks(await compareWith('main', { cwd: made.folder, judge: 'all', newOnly: true }), { head, base })
    } catch (error) {
      throw new Error(`seed ${seed} (${log.join('; ')}): ${(error as Error).message}`, { cause: error })
    }
  }
  // neither everything nor nothing in most of them, or the test would say little
  const partly = counts.filter(({ affected, of }) => affected > 0 && affected < of)
  if (process.env.POLICY_GATE_HISTORIES) console.log(counts.map(({ affected, of }) => `${affected}/${of}`).join(' '))
  expect(partly.length).toBeGreaterThanOrEqual(Math.max(1, Math.floor(counts.length / 3)))
})
