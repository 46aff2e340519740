import { type Finding, type NotEvaluated, type Summary, severities } from '../model.ts'

/** The numbers of a report. */
export function summarize(scan: {
  files: number
  units: number
  objects: number
  exempted: number
  findings: Finding[]
  notEvaluated: NotEvaluated[]
}): Summary {
  const open = scan.findings.filter(({ status }) => status === 'open')
  return {
    files: scan.files,
    units: scan.units,
    objects: scan.objects,
    exempted: scan.exempted,
    findings: Object.fromEntries(
      severities.map((severity) => [severity, open.filter((finding) => finding.severity === severity).length]),
    ) as Summary['findings'],
    waived: scan.findings.filter(({ status }) => status === 'waived').length,
    baseline: scan.findings.filter(({ status }) => status === 'baseline').length,
    notEvaluated: scan.notEvaluated.length,
  }
}
