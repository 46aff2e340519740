import { blockingReasons, type Report } from '../model.ts'
import type { CheckResult } from './check.ts'

/**
 * What of a report a developer needs who wants to commit: findings, what blocks, counts and the verdict. What is only counted as not
 * evaluated, and waivers of what was not judged, are left to the whole scan.
 */
export function briefReport({ report }: CheckResult): Report {
  const { waivers, ...rest } = report
  const applied = waivers?.filter(({ status }) => status === 'expired')
  return {
    ...rest,
    notEvaluated: report.notEvaluated.filter(({ reason }) => (blockingReasons as readonly string[]).includes(reason)),
    ...(applied === undefined ? {} : { waivers: applied }),
  }
}
