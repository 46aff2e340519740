import type { Report, ReportContext } from '../../scanner/src/model.ts'
import { githubReporter } from '../../scanner/src/report/github.ts'

/** Lines of workflow commands that annotate the files of the change, worst first; the writer refuses anything else. */
export function annotationLines(report: Report, context: ReportContext): string[] {
  return githubReporter(report, context)
    .split('\n')
    .filter((line) => line !== '')
}
