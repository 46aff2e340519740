import { type Finding, type Severity, severities } from '../model.ts'

/** By file, line and column, then rule and unit: the order of every report. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.location.file, b.location.file) ||
    a.location.startLine - b.location.startLine ||
    a.location.startColumn - b.location.startColumn ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.check ?? '', b.check ?? '') ||
    compareText(a.unit, b.unit) ||
    compareText(a.fingerprint, b.fingerprint)
  )
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The first of some severities in the order of `severities`; `info` of none. */
export function worstOf(list: Severity[]): Severity {
  return severities.find((severity) => list.includes(severity)) ?? 'info'
}
