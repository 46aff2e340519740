import { type Finding, type NotEvaluated, type Report, type Severity, severities, type Unit, type Verdict } from '../model.ts'
import { unitsOf } from '../report/overview.ts'
import type { ScanResult } from '../scan.ts'
import type { AffectedReason } from './affected.ts'
import type { Comparison } from './comparison.ts'
import { type BaselineState, compareFindingSets, withBaselineState } from './findings.ts'
import type { ObjectChange } from './objects.ts'
import { type UnitChange, unitChanges } from './units.ts'

/** The result of `policy-gate diff`. */
export interface DiffReport {
  schemaVersion: '1'
  tool: { name: 'policy-gate'; version: string }
  /** What was compared with: the ref that was named, and the commit where it and the checked out one parted. */
  base: { ref: string; commit: string }
  /** `fail` when a new finding is as severe as the gate refuses, `error` when something could not be judged after the change. */
  verdict: Verdict
  /** Lowest severity of a new finding that fails. */
  failOn: Severity | 'none'
  summary: {
    /** Units that were judged again. */
    affected: number
    units: Record<UnitChange['change'], number>
    objects: Record<ObjectChange['change'], number>
    findings: { new: Record<Severity, number>; fixed: number; unchanged: number }
  }
  units: DiffUnit[]
  /** What was not judged after the change, of all that is affected. */
  notEvaluated: NotEvaluated[]
}

export interface DiffUnit extends Unit {
  change: UnitChange['change']
  /** Why it was judged again; absent for one that is gone, and where the configuration or policies have changed. */
  reason?: AffectedReason
  objects: ObjectChange[]
  /** New and fixed (`absent`) ones. */
  findings: (Finding & { baselineState: BaselineState })[]
  /** What was not judged before the change, and counts as missing in the comparison. */
  notEvaluatedBefore: NotEvaluated[]
}

/** @param options.failOn lowest severity of a new finding that fails */
export function diffReport(comparison: Comparison & { ref: string }, options: { failOn: Severity | 'none' }): DiffReport {
  const { head, affected, ref, commit } = comparison
  const changes = unitChanges(comparison)
  const open = changes.flatMap(({ findings }) => findings.new).filter(({ status }) => status === 'open')
  const count = <T>(items: T[], test: (item: T) => boolean): number => items.filter(test).length
  const objects = changes.flatMap((change) => change.objects)
  const isReason = (id: string) => (affected === 'all' ? undefined : affected.get(id))
  return {
    schemaVersion: '1',
    tool: { name: 'policy-gate', version: head.report.tool.version },
    base: { ref, commit },
    verdict: verdictOf(head, open, options.failOn),
    failOn: options.failOn,
    summary: {
      affected: affected === 'all' ? head.report.units.length : affected.size,
      units: {
        added: count(changes, ({ change }) => change === 'added'),
        removed: count(changes, ({ change }) => change === 'removed'),
        changed: count(changes, ({ change }) => change === 'changed'),
      },
      objects: {
        added: count(objects, ({ change }) => change === 'added'),
        removed: count(objects, ({ change }) => change === 'removed'),
        changed: count(objects, ({ change }) => change === 'changed'),
      },
      findings: {
        new: Object.fromEntries(
          severities.map((severity) => [severity, count(open, (finding) => finding.severity === severity)]),
        ) as Record<Severity, number>,
        fixed: changes.reduce((sum, { findings }) => sum + findings.fixed.length, 0),
        unchanged: head.report.findings.length - changes.reduce((sum, { findings }) => sum + findings.new.length, 0),
      },
    },
    units: changes.map(({ unit, change, objects: own, findings, notEvaluated }) => {
      const reason = isReason(unit.id)
      return {
        ...unit,
        change,
        ...(reason === undefined ? {} : { reason }),
        objects: own,
        findings: withBaselineState({ ...findings, unchanged: [] }, { absent: true }),
        notEvaluatedBefore: notEvaluated.before,
      }
    }),
    notEvaluated: head.report.notEvaluated,
  }
}

/** Whether a finding of this severity fails. */
export function isAtOrAbove(severity: Severity, failOn: Severity | 'none'): boolean {
  return failOn !== 'none' && severities.indexOf(severity) <= severities.indexOf(failOn)
}

/** The gate's own verdict is about all findings; this one is about what the change adds, and no milder about what could not be judged. */
function verdictOf({ report }: ScanResult, open: Finding[], failOn: Severity | 'none'): Verdict {
  if (report.verdict === 'error') return 'error'
  if (open.some(({ severity }) => isAtOrAbove(severity, failOn))) return 'fail'
  return open.some(({ severity }) => isAtOrAbove(severity, 'medium')) ? 'warn' : 'pass'
}

/** The report of the scan after a change: findings marked `new` or `unchanged`, and those that are fixed, unless nothing is known of before. */
export function comparedReport({ commit, head, base, problem, affected }: Comparison): ScanResult['report'] {
  if (problem !== undefined) return { ...head.report, change: { base: commit, fixed: [], problem: problem.message } }
  const changes = compareFindingSets(base?.report.findings ?? [], head.report.findings)
  // of the earlier state only what the change can have an effect on was judged; what is no object was compared by its files
  const isNew = (finding: Finding): boolean => affected === 'all' || isFile(finding) || unitsOf(finding).every((unit) => affected.has(unit))
  const marked = {
    ...changes,
    new: changes.new.filter(isNew),
    unchanged: [...changes.unchanged, ...changes.new.filter((finding) => !isNew(finding))],
  }
  const fixed = base === undefined ? [] : changes.fixed.filter(isFixed(head.report, base.report))
  return { ...head.report, findings: withBaselineState(marked, { absent: false }), change: { base: commit, fixed } }
}

/** True for a finding that was open and is gone from a unit that was judged as far as before: a new gap mends nothing. */
function isFixed(head: Report, base: Report): (finding: Finding) => boolean {
  const key = ({ file, unit, reason, ruleId, message }: NotEvaluated) => JSON.stringify([file, unit, reason, ruleId, message])
  const known = new Set(base.notEvaluated.map(key))
  const gaps = head.notEvaluated.filter((gap) => !known.has(key(gap)))
  const units = new Set(head.units.map(({ id }) => id))
  return (finding) => {
    const own = unitsOf(finding)
    const concerns = (gap: NotEvaluated): boolean =>
      (gap.unit === '' || isFile(finding) ? gap.file === finding.location.file : own.includes(gap.unit)) &&
      (gap.ruleId === undefined || gap.ruleId === finding.ruleId)
    return finding.status === 'open' && (isFile(finding) || own.some((unit) => units.has(unit))) && !gaps.some(concerns)
  }
}

/** True for a finding in a file that holds no Kubernetes object. */
function isFile({ ref }: Finding): boolean {
  return ref.apiVersion === ''
}
