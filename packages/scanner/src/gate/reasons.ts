import { fill } from '../govern/messages.ts'
import type { Json, JsonObject, Language } from '../model.ts'

/**
 * Sentences for the reasons of the gate policy, by code; `nothing-scanned` says `nothing` where files were to be scanned too. A user's own
 * gate may answer other codes with a `message` of its own.
 */
const sentences: Record<Language, Record<string, string>> = {
  en: {
    findings: '{count} open findings at or above {severity}.',
    'not-evaluated': '{count} files, units, objects or images could not be evaluated.',
    'not-evaluated-warning': '{count} files, units, objects or images could not be evaluated; the configuration counts that as a warning.',
    coverage: '{coverage} % of the files were read; at least {minimum} % are required.',
    'image-coverage': '{coverage} % of the images were scanned; at least {minimum} % are required.',
    nothing:
      'No file that could hold a Kubernetes object was found, so nothing was judged: check the paths. Terraform, CloudFormation and Dockerfiles are judged only with `--infrastructure` (`infrastructure.scan`).',
    'nothing-scanned':
      'No file that could hold a Kubernetes object was found, and no file was scanned, so nothing was judged: check the paths.',
    warnings: '{count} open findings of medium severity or higher that do not block.',
    'waiver-expired': '{count} waivers have expired and hold no longer: mend what they cover, or renew them.',
  },
  ko: {
    findings: '심각도 {severity} 이상의 미해결 검출 항목이 {count}개 있습니다.',
    'not-evaluated': '파일, 배포 단위, 오브젝트 또는 이미지 {count}개를 평가하지 못했습니다.',
    'not-evaluated-warning': '파일, 배포 단위, 오브젝트 또는 이미지 {count}개를 평가하지 못했습니다. 설정에 따라 경고로 처리합니다.',
    coverage: '파일의 {coverage} %만 읽었습니다. 최소 {minimum} %가 필요합니다.',
    'image-coverage': '이미지의 {coverage} %만 스캔했습니다. 최소 {minimum} %가 필요합니다.',
    nothing:
      'Kubernetes 오브젝트가 있을 만한 파일을 찾지 못해 아무것도 검사하지 않았습니다. 경로를 확인하세요. Terraform, CloudFormation, Dockerfile은 `--infrastructure`(`infrastructure.scan`)를 지정해야 검사합니다.',
    'nothing-scanned':
      'Kubernetes 오브젝트가 있을 만한 파일을 찾지 못했고 스캔한 파일도 없어 아무것도 검사하지 않았습니다. 경로를 확인하세요.',
    warnings: '심각도 중간(medium) 이상이지만 차단하지 않는 미해결 검출 항목이 {count}개 있습니다.',
    'waiver-expired': '만료된 예외 승인이 {count}건 있어 더 이상 적용되지 않습니다. 해당 항목을 조치하거나 예외 승인을 갱신하세요.',
  },
}

/** Codes of the built-in gate policy. */
export const reasonCodes: ReadonlySet<string> = new Set(Object.keys(sentences.en))

export function reasonMessage(code: string, params: JsonObject, language: Language): string {
  const sentence = sentences[language][code] ?? (typeof params.message === 'string' ? params.message : code)
  const text = fill(sentence, language === 'ko' ? { ...params, severity: severityName(params.severity) } : params)
  return params.count === 1 && language === 'en' ? singular(text) : text
}

const severities: Record<string, string> = { critical: '심각', high: '높음', medium: '중간', low: '낮음', info: '정보' }

/** The Korean name of a severity, with the word that stands in the configuration. */
function severityName(severity: Json | undefined): Json {
  const name = typeof severity === 'string' ? severities[severity] : undefined
  return name === undefined ? (severity ?? '') : `${name}(${String(severity)})`
}

function singular(text: string): string {
  return text
    .replace('open findings', 'open finding')
    .replace('files, units, objects or images', 'file, unit, object or image')
    .replace('that do not block', 'that does not block')
    .replace(
      'waivers have expired and hold no longer: mend what they cover, or renew them',
      'waiver has expired and holds no longer: mend what it covers, or renew it',
    )
}
