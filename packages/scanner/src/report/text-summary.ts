import { type Report, severities } from '../model.ts'
import { visible } from '../sanitize.ts'
import type { Paint } from './paint.ts'
import type { Strings } from './strings.ts'
import type { SurfaceStrings } from './surface-strings.ts'
import { changeLines } from './text-change.ts'
import { displayWidth } from './width.ts'

/** Two lines: severities and the total as headings, the numbers of open findings right-aligned under them. */
function countTable(report: Report, words: Strings, paint: Paint): string[] {
  const counts = severities.map((severity) => report.summary.findings[severity])
  const headings = [...severities.map((severity) => words.severity[severity]), words.total]
  const numbers = [...counts, counts.reduce((sum, count) => sum + count, 0)].map(String)
  const pad = (text: string, column: number): string => {
    const width = Math.max(displayWidth(headings[column]!), numbers[column]!.length)
    const padded = ' '.repeat(width - displayWidth(text)) + text
    const severity = severities[column]
    if (severity === undefined) return paint.bold(padded)
    return counts[column]! > 0 ? paint.severity(severity, padded) : paint.dim(padded)
  }
  return [headings, numbers].map((row) => `  ${row.map(pad).join('  ')}`)
}

/** The end of the text report: counts, what was checked and what was set aside, the verdict and its reasons. */
export function summaryLines(
  report: Report,
  { words, surface, paint }: { words: Strings; surface: SurfaceStrings; paint: Paint },
): string[] {
  const open = Object.values(report.summary.findings).some((count) => count > 0)
  const setAside = words.setAside(report.summary)
  const gone = report.baseline?.gone ?? 0
  const rest = setAside.length > 0 ? `${setAside.join(', ')}.` : words.everythingEvaluated
  return [
    ...(open ? [...countTable(report, words, paint), ''] : [words.noFindings]),
    `${words.checked(report.summary, report.tool.policies.rules)} ${rest}`,
    ...changeLines(report, { words, surface }),
    ...(gone > 0 ? [words.baselineGone(gone)] : []),
    `${paint.verdict(report.verdict, words.verdict[report.verdict])}  policy-gate ${visible(report.tool.version)}`,
    ...report.reasons.map((reason) => `  ${visible(reason.code)}: ${visible(reason.message)}`),
  ]
}
