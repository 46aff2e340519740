import type { Language } from '../../model.ts'

/** What is wrong with a lock file, and what would be right. */
export interface LockTexts {
  version(value: string): string
  imageForm(value: string): string
  otherName(value: string, right: string): string
  sameImage(name: string): string
  digestForm(at: string): string
  platformForm(value: string): string
  dateForm(value: string): string
  later(date: string, today: string): string
  empty: string
}

const en: LockTexts = {
  version: (value) => `schemaVersion is ${value}, but this policy-gate reads "1": update policy-gate, or write the file anew.`,
  imageForm: (value) => `image is ${value}: write registry, repository and tag in full, e.g. "docker.io/library/nginx:1.27".`,
  otherName: (value, right) => `image is ${value}, which nothing would match: write ${right}.`,
  sameImage: (name) => `${name} is listed twice: remove one of the entries.`,
  digestForm: (at) => `${at} must be "sha256:" and 64 hexadecimal digits: \`policy-gate images --lock\` writes them.`,
  platformForm: (value) => `${value} is no platform: write it as "linux/amd64" or "linux/arm/v7".`,
  dateForm: (value) => `resolvedAt is ${value}, which is no day: write it as "2026-01-31".`,
  later: (date, today) => `resolvedAt is ${date}, but today is ${today}: run \`policy-gate images --lock\`.`,
  empty: 'The file is empty: remove it, or run `policy-gate images --lock`.',
}

const ko: LockTexts = {
  version: (value) => `schemaVersion: ${value} 버전은 읽을 수 없습니다("1"만 가능). policy-gate를 업데이트하거나 파일을 새로 만드세요.`,
  imageForm: (value) => `image: ${value}은(는) 쓸 수 없습니다. 레지스트리, 저장소, 태그를 모두 쓰세요. 예: "docker.io/library/nginx:1.27".`,
  otherName: (value, right) => `image: ${value}은(는) 어떤 이미지와도 일치하지 않습니다. ${right}(으)로 쓰세요.`,
  sameImage: (name) => `${name} 항목이 두 번 있습니다. 하나를 삭제하세요.`,
  digestForm: (at) => `${at}: "sha256:"과 16진수 64자리여야 합니다. \`policy-gate images --lock\` 명령이 기록합니다.`,
  platformForm: (value) => `${value}은(는) 플랫폼이 아닙니다. "linux/amd64"나 "linux/arm/v7" 형식으로 쓰세요.`,
  dateForm: (value) => `resolvedAt: ${value}은(는) 날짜가 아닙니다. "2026-01-31" 형식으로 쓰세요.`,
  later: (date, today) => `resolvedAt이 ${date}이지만 오늘은 ${today}입니다. \`policy-gate images --lock\`을 실행하세요.`,
  empty: '파일이 비어 있습니다. 삭제하거나 `policy-gate images --lock`을 실행하세요.',
}

export const lockTexts: Record<Language, LockTexts> = { en, ko }
