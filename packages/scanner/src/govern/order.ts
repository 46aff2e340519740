import { type Finding, type Severity, severities } from '../model.ts'
import { compareText } from '../order.ts'

/** By file, line and column, the worst first. */
export function compareByPlace(a: Pick<Finding, 'location' | 'severity'>, b: Pick<Finding, 'location' | 'severity'>): number {
  return (
    compareText(a.location.file, b.location.file) ||
    a.location.startLine - b.location.startLine ||
    a.location.startColumn - b.location.startColumn ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity)
  )
}

/** By place, then rule and unit: the order of every report. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareByPlace(a, b) ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.check ?? '', b.check ?? '') ||
    compareText(a.unit, b.unit) ||
    compareText(a.fingerprint, b.fingerprint)
  )
}

/** The first of some severities in the order of `severities`; `info` of none. */
export function worstOf(list: Severity[]): Severity {
  return severities.find((severity) => list.includes(severity)) ?? 'info'
}
