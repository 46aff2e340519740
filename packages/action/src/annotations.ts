import type { Report, ReportContext } from '../../scanner/src/model.ts'
import { annotationReporter } from '../../scanner/src/report/github.ts'
import type { AnnotationLevel } from './writer.ts'

/**
 * Lines of workflow commands that annotate the files of the change, worst first; the writer refuses anything else.
 * @param room how many of each level the runner would still keep
 */
export function annotationLines(report: Report, context: ReportContext, room: Record<AnnotationLevel, number>): string[] {
  return annotationReporter(room)(report, context)
    .split('\n')
    .filter((line) => line !== '')
}
