import { blockingReasons, type Language, type Report } from '../model.ts'
import { painter } from '../report/paint.ts'
import { strings } from '../report/strings.ts'
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

const nothing: Record<Language, string> = {
  en: 'No change has an effect on anything deployed.',
  ko: '배포되는 것에 영향을 주는 변경이 없습니다.',
}

/** The line that stands for a report where nothing was to be judged; undefined where something was, or could not be. */
export function nothingAffected({ report, affected, config }: CheckResult, options: { colour: boolean }): string | undefined {
  if (affected === 'all' || affected.size > 0 || report.verdict !== 'pass' || report.notEvaluated.length > 0) return undefined
  return `${painter(options.colour).verdict('pass', strings[config.language].verdict.pass)}  ${nothing[config.language]}\n`
}
