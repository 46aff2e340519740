import { isBlocking } from '../blocking.ts'
import type { Language, Report } from '../model.ts'
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
    notEvaluated: report.notEvaluated.filter(isBlocking),
    ...(applied === undefined ? {} : { waivers: applied }),
  }
}

const nothing: Record<Language, string> = {
  en: 'No change has an effect on anything deployed.',
  ko: '배포되는 것에 영향을 주는 변경이 없습니다.',
}

/** The line that stands for a report where nothing was to be judged; undefined where something was, or could not be. */
export function nothingAffected({ report, affected, config }: CheckResult, options: { colour: boolean }): string | undefined {
  if (affected === 'all' || affected.size > 0 || report.notEvaluated.length > 0) return undefined
  // a repository may have no manifests yet
  if (!report.reasons.every(({ code }) => code === 'nothing')) return undefined
  return `${painter(options.colour).verdict('pass', strings[config.language].verdict.pass)}  ${nothing[config.language]}\n`
}

const leftOut: Record<Language, (count: number) => string> = {
  en: (count) => `${count} not evaluated ${count === 1 ? 'does' : 'do'} not block: policy-gate scan says more.`,
  ko: (count) => `평가되지 않음 ${count}건은 커밋을 막지 않습니다. 자세한 내용: policy-gate scan`,
}

/** A line about gaps that are counted, and that the brief report does not name; undefined where there are none. */
export function notNamed({ report, config }: CheckResult): string | undefined {
  const count = report.notEvaluated.filter((gap) => !isBlocking(gap)).length
  return count === 0 ? undefined : `${leftOut[config.language](count)}\n`
}

const unscanned: Record<Language, { images: string; infrastructure: string }> = {
  en: { images: 'Images are not scanned here.', infrastructure: 'Terraform, CloudFormation and Dockerfiles are not scanned here.' },
  ko: {
    images: '여기서는 이미지를 스캔하지 않습니다.',
    infrastructure: '여기서는 Terraform, CloudFormation, Dockerfile을 스캔하지 않습니다.',
  },
}

/** A line about what the configuration turns on and a hook leaves to the whole scan; undefined where there is nothing. */
export function notScanned({ config }: CheckResult): string | undefined {
  const left = (['images', 'infrastructure'] as const).filter((what) => (config[what].scan ?? 'none') !== 'none')
  return left.length === 0 ? undefined : `${left.map((what) => unscanned[config.language][what]).join(' ')}\n`
}

const together: Record<Language, (count: number) => string> = {
  en: (count) => `Of ${count} more unit${count === 1 ? '' : 's'} in the same environment, only rules about several objects were asked.`,
  ko: (count) => `같은 환경의 다른 배포 단위 ${count}개는 여러 오브젝트를 함께 보는 규칙으로만 검사했습니다.`,
}

/** A line about units that were not judged by all rules; undefined where there are none. */
export function judgedTogether({ affected, config }: CheckResult): string | undefined {
  const count = affected === 'all' ? 0 : [...affected.values()].filter((reason) => reason === 'environment').length
  return count === 0 ? undefined : `${together[config.language](count)}\n`
}
