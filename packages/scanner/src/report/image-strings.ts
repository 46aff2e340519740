import type { ImageReport, Language } from '../model.ts'

/** The words of all reports about images. */
export interface ImageStrings {
  images: string
  image: string
  /** What was found in them. */
  found: string
  check: string
  package: string
  installed: string
  fixed: string
  noFix: string
  /** Probability of exploitation in the next 30 days. */
  epss: string
  /** Known to be exploited. */
  exploited: string
  yes: string
  status: Record<ImageReport['status'], string>
  why: string
  runs: string
  vulnerabilities: string
  notAffected: string
  alreadyFixed: string
  /** In a list: what a VEX document calls not affected or fixed. */
  vex: string
  counts(scanned: number, unchanged: number, left: number): string
  scanner(name: string, version: string): string
  database(updatedAt: string): string
  noScanner: string
  epssDate(date: string | undefined): string
  kevDate(date: string | undefined): string
  mode: Record<'changed' | 'all', string>
  files(list: string): string
  more(count: number): string
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const en: ImageStrings = {
  images: 'Images',
  image: 'Image',
  found: 'Findings in images',
  check: 'Check',
  package: 'Package',
  installed: 'Installed',
  fixed: 'Fixed in',
  noFix: 'no fix',
  epss: 'EPSS',
  exploited: 'KEV',
  yes: 'yes',
  status: { scanned: 'scanned', unchanged: 'unchanged', 'not-scanned': 'not scanned' },
  why: 'Why',
  runs: 'Run by',
  vulnerabilities: 'Vulnerabilities',
  notAffected: 'not affected (VEX)',
  alreadyFixed: 'fixed (VEX)',
  vex: 'Not affected according to VEX documents',
  counts: (scanned, unchanged, left) => `${plural(scanned, 'image')} scanned, ${unchanged} unchanged, ${left} not scanned.`,
  scanner: (name, version) => `Scanner: ${name} ${version}.`,
  database: (updatedAt) => `Vulnerability database of ${updatedAt}.`,
  noScanner: 'No image had to be scanned.',
  epssDate: (date) => (date === undefined ? 'Not looked up in EPSS.' : `EPSS of ${date}.`),
  kevDate: (date) => (date === undefined ? 'Not looked up in CISA KEV.' : `CISA KEV of ${date}.`),
  mode: { changed: 'Only images that the base does not run were scanned.', all: 'All images were to be scanned.' },
  files: (list) => `Files given to the scanner: ${list}.`,
  more: (count) => `and ${count} more`,
}

const ko: ImageStrings = {
  images: '이미지',
  image: '이미지',
  found: '이미지 검출 항목',
  check: '점검 항목',
  package: '패키지',
  installed: '설치된 버전',
  fixed: '수정 버전',
  noFix: '수정 버전 없음',
  epss: 'EPSS',
  exploited: 'KEV',
  yes: '예',
  status: { scanned: '스캔함', unchanged: '변경 없음', 'not-scanned': '스캔하지 못함' },
  why: '이유',
  runs: '실행하는 오브젝트',
  vulnerabilities: '취약점',
  notAffected: '영향 없음(VEX)',
  alreadyFixed: '수정됨(VEX)',
  vex: 'VEX 문서에 따라 영향이 없는 항목',
  counts: (scanned, unchanged, left) => `이미지: 스캔 ${scanned}개, 변경 없음 ${unchanged}개, 스캔하지 못함 ${left}개.`,
  scanner: (name, version) => `스캐너: ${name} ${version}.`,
  database: (updatedAt) => `취약점 데이터베이스: ${updatedAt}.`,
  noScanner: '스캔할 이미지가 없었습니다.',
  epssDate: (date) => (date === undefined ? 'EPSS는 조회하지 않았습니다.' : `EPSS 기준일: ${date}.`),
  kevDate: (date) => (date === undefined ? 'CISA KEV는 조회하지 않았습니다.' : `CISA KEV 기준일: ${date}.`),
  mode: { changed: '기준 커밋에서 실행하지 않는 이미지만 스캔했습니다.', all: '모든 이미지를 스캔 대상으로 했습니다.' },
  files: (list) => `스캐너로 검사한 파일: ${list}.`,
  more: (count) => `외 ${count}개`,
}

export const imageStrings: Record<Language, ImageStrings> = { en, ko }
