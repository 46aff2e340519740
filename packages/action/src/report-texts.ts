import type { Report, ReportContext } from '../../scanner/src/model.ts'
import { reporters, sarifReporter } from '../../scanner/src/report/index.ts'

/** SARIF of the run under its category, which alerts belong to. */
export function sarifOf(report: Report, context: ReportContext, category: string): string {
  return sarifReporter({ category })(report, context)
}

export function jsonOf(report: Report, context: ReportContext): string {
  return reporters.json(report, context)
}

export function htmlOf(report: Report, context: ReportContext): string {
  return (reporters as Partial<typeof reporters> & { html?: typeof reporters.json }).html!(report, context)
}
