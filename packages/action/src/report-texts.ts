import { htmlReporter } from '../../scanner/src/report/html/reporter.ts'
import { jsonReporter } from '../../scanner/src/report/json.ts'
import { sarifReporter } from '../../scanner/src/report/sarif.ts'
import type { SurfaceOptions } from '../../scanner/src/report/surface.ts'
import { sourceLinks } from './links.ts'
import type { Publication } from './model.ts'
import type { ReportFormat } from './report-files.ts'

/** Notices whose whole content these reports have in their section about the gate. */
const inSection = ['gate-change', 'broken-after-merge']

/** What Markdown and HTML say beside the report: the gate's name, its mode, what people should know, and where files are shown. */
export function surfaceOptions(publication: Publication): SurfaceOptions {
  const { judgement, inputs } = publication
  const notices = judgement.notices.filter(({ code }) => !inSection.includes(code))
  return { sourceLink: sourceLinks(publication), name: inputs.category, mode: inputs.mode, notices }
}

/** The text of a report that is written to a file. */
export function reportText(format: ReportFormat, publication: Publication): string {
  const { judgement, context, inputs } = publication
  const reporters = {
    sarif: () => sarifReporter({ category: inputs.category }),
    json: () => jsonReporter,
    html: () => htmlReporter(surfaceOptions(publication)),
  }
  return reporters[format]()(judgement.report, context)
}
