import { isBlocking } from '../blocking.ts'
import { type ChangeReport, type Finding, type NotEvaluated, type Report, type Severity, severities } from '../model.ts'
import { compareBySeverity, type FindingGroup, groupFindings } from './grouping.ts'
import { imageCause } from './image-overview.ts'

export type CountKind = 'new' | 'unchanged' | 'open' | 'fixed' | 'waived' | 'baseline'

export interface CountRow {
  kind: CountKind
  counts: Record<Severity, number>
  total: number
}

/** Findings of the same units, one group for each rule and place: what three overlays have in common stands once. */
export interface UnitSection {
  /** Sorted, never empty. */
  units: string[]
  /** Worst first. */
  groups: FindingGroup[]
  counts: Record<Severity, number>
  findings: number
}

/** Findings of one rule. */
export interface RuleTally {
  ruleId: string
  /** The worst. */
  severity: Severity
  findings: number
}

function countsOf(findings: Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 }
  for (const { severity } of findings) counts[severity]++
  return counts
}

export function totalOf(counts: Record<Severity, number>): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0)
}

/** Open findings, and of a comparison those that the change adds and those that the base has too. */
export function openFindings(report: Pick<Report, 'findings'>): { open: Finding[]; added: Finding[]; unchanged: Finding[] } {
  const open = report.findings.filter(({ status }) => status === 'open')
  const added = open.filter(({ baselineState }) => baselineState === 'new')
  return { open, added, unchanged: open.filter(({ baselineState }) => baselineState !== 'new') }
}

/** The change, where the state before could be judged too; only then new and old findings can be told apart. */
export function comparison({ change }: Report): ChangeReport | undefined {
  return change?.problem === undefined ? change : undefined
}

/** Rows of the table of counts: open always, or new, unchanged and fixed of a comparison; waived and baseline where there are any. */
export function countRows(report: Report): CountRow[] {
  const row = (kind: CountKind, findings: Finding[]): CountRow => ({ kind, counts: countsOf(findings), total: findings.length })
  const { open, added, unchanged } = openFindings(report)
  const change = comparison(report)
  const main = change === undefined ? [row('open', open)] : [row('new', added), row('unchanged', unchanged), row('fixed', change.fixed)]
  const aside = (['waived', 'baseline'] as const).map((kind) =>
    row(
      kind,
      report.findings.filter(({ status }) => status === kind),
    ),
  )
  return [...main, ...aside.filter(({ total }) => total > 0)]
}

function compareCounts(a: Record<Severity, number>, b: Record<Severity, number>): number {
  for (const severity of severities) if (a[severity] !== b[severity]) return b[severity] - a[severity]
  return 0
}

/** Findings by the units that have them, worst first: by the number of critical findings, then of high ones, and so on. */
export function unitSections(findings: Finding[]): UnitSection[] {
  const byUnits = Map.groupBy(groupFindings(findings), ({ units }) => JSON.stringify(units))
  return [...byUnits.values()]
    .map((groups): UnitSection => {
      const members = groups.flatMap((group) => group.findings)
      return { units: groups[0]!.units, groups: groups.sort(compareBySeverity), counts: countsOf(members), findings: members.length }
    })
    .sort((a, b) => compareCounts(a.counts, b.counts) || (JSON.stringify(a.units) < JSON.stringify(b.units) ? -1 : 1))
}

/** Rules with findings, worst first, then those with most. */
export function ruleTallies(findings: Finding[]): RuleTally[] {
  const rank = (severity: Severity): number => severities.indexOf(severity)
  return [...Map.groupBy(findings, ({ ruleId }) => ruleId)]
    .map(([ruleId, members]) => ({
      ruleId,
      severity: members.reduce((worst, { severity }) => (rank(severity) < rank(worst) ? severity : worst), members[0]!.severity),
      findings: members.length,
    }))
    .sort((a, b) => rank(a.severity) - rank(b.severity) || b.findings - a.findings || (a.ruleId < b.ruleId ? -1 : 1))
}

/** Counts of findings for each unit that has any, worst first; one in an image counts for every unit that runs it. */
export function unitTallies(findings: Finding[]): { unit: string; counts: Record<Severity, number>; findings: number }[] {
  const byUnit = new Map<string, Finding[]>()
  for (const finding of findings) {
    for (const unit of unitsOf(finding)) {
      const members = byUnit.get(unit)
      if (members === undefined) byUnit.set(unit, [finding])
      else members.push(finding)
    }
  }
  return [...byUnit]
    .map(([unit, members]) => ({ unit, counts: countsOf(members), findings: members.length }))
    .sort((a, b) => compareCounts(a.counts, b.counts) || (a.unit < b.unit ? -1 : 1))
}

/** The units that a finding is about: all that run an image. */
export function unitsOf({ unit, image }: Finding): string[] {
  return [...new Set([unit, ...(image?.uses ?? []).map((use) => use.unit)])]
}

/** Entries not evaluated that have one cause: those that may keep the gate from passing, and those that are only counted. */
export function notEvaluatedGroups(report: Report): { blocking: NotEvaluated[][]; counted: NotEvaluated[][] } {
  const problems = new Map(
    (report.images?.images ?? []).flatMap((image) => (image.problem === undefined ? [] : [[image.problem, imageCause(image)!]])),
  )
  const groups = [...Map.groupBy(report.notEvaluated, (entry) => causeOf(entry, problems)).values()]
  return { blocking: groups.filter(([first]) => isBlocking(first!)), counted: groups.filter(([first]) => !isBlocking(first!)) }
}

export function sizeOf(groups: unknown[][]): number {
  return groups.reduce((sum, group) => sum + group.length, 0)
}

/**
 * Entries with one cause: one line generates many Applications, one template fails with every values set, one registry has many images.
 * @param problems causes by what is said of an image
 */
function causeOf({ file, line, reason, ruleId, unit, message }: NotEvaluated, problems: Map<string, string>): string {
  if (reason === 'image-not-scanned') {
    // what uses the image stands before
    for (let at = message.indexOf(': '); at >= 0; at = message.indexOf(': ', at + 2)) {
      const cause = problems.get(message.slice(at + 2))
      if (cause !== undefined) return JSON.stringify([reason, cause])
    }
  }
  const generated = reason === 'remote-source' && line !== undefined
  return JSON.stringify([file || unit, line, reason, ruleId, generated ? '' : message])
}
