import type { Language } from '../model.ts'
import { didYouMean, didYouMeanKo } from '../nearest.ts'

/** What is wrong with the form of a file that people write, and what would be right. `at` is the path of the value: `waivers[0].expiresAt`. */
export interface DocumentTexts {
  notMapping: string
  oneDocument: string
  unknownKey(at: string, key: string, known: string, near: string | undefined): string
  missing(at: string, key: string): string
  type(at: string, wanted: FormType[], given: string): string
  /** A number or a truth value where a text belongs, as YAML reads what is not quoted. */
  quote(given: string): string
  choice(at: string, value: string, allowed: string, near: string | undefined): string
  empty(at: string): string
  form(at: string, value: string, example: string): string
  tooLong(at: string, limit: number): string
  tooMany(at: string, limit: number): string
  twice(at: string): string
  range(at: string, value: string, limits: Limits): string
  whole(at: string, value: string): string
  other(at: string, value: string): string
}

export type FormType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null'

/** Bounds of a number, each included but `above`. */
export interface Limits {
  from?: number
  above?: number
  to?: number
}

const en: DocumentTexts = {
  notMapping: 'The file must be a mapping of keys to values.',
  oneDocument: 'The file must be one document: remove what follows.',
  unknownKey: (at, key, known, word) => `${key} is not a key of ${at}; the keys are ${known}.${didYouMean(word)}`,
  missing: (at, key) => `${at} has no ${key}: add it.`,
  type: (at, wanted, given) => `${at} is ${given}, but must be ${wanted.map((type) => types.en[type]).join(' or ')}.`,
  quote: (given) => ` Put it in quotes, e.g. "${given}".`,
  choice: (at, value, allowed, word) => `${at} is ${value}, but must be one of ${allowed}.${didYouMean(word)}`,
  empty: (at) => `${at} is empty: write something, or leave it out where it is optional.`,
  form: (at, value, example) => `${at} is ${value}: write it as ${example}.`,
  tooLong: (at, limit) => `${at} is longer than ${limit} characters: shorten it.`,
  tooMany: (at, limit) => `${at} has more than ${limit} items: divide it.`,
  twice: (at) => `${at} names something twice: remove one.`,
  range: (at, value, limits) => `${at} is ${value}, but must be ${rangeText(limits)}.`,
  whole: (at, value) => `${at} is ${value}, but must be a whole number.`,
  other: (at, value) => `${at} is ${value}, which cannot be used here.`,
}

const ko: DocumentTexts = {
  notMapping: '파일은 키와 값의 매핑이어야 합니다.',
  oneDocument: '파일에는 문서가 하나만 있어야 합니다. 뒤에 오는 문서를 삭제하세요.',
  unknownKey: (at, key, known, word) => `${at}: ${key}은(는) 없는 키입니다. 사용할 수 있는 키: ${known}.${didYouMeanKo(word)}`,
  missing: (at, key) => `${at}: ${key} 키가 없습니다. 추가하세요.`,
  type: (at, wanted, given) => `${at}: 값이 ${given}이지만 ${wanted.map((type) => types.ko[type]).join(' 또는 ')}이어야 합니다.`,
  quote: (given) => ` "${given}"처럼 따옴표로 묶으세요.`,
  choice: (at, value, allowed, word) => `${at}: 값이 ${value}이지만 다음 중 하나여야 합니다: ${allowed}.${didYouMeanKo(word)}`,
  empty: (at) => `${at}: 비어 있습니다. 값을 쓰거나, 선택 항목이면 삭제하세요.`,
  form: (at, value, example) => `${at}: 값이 ${value}입니다. ${example} 형식으로 쓰세요.`,
  tooLong: (at, limit) => `${at}: ${limit}자를 넘습니다. 줄이세요.`,
  tooMany: (at, limit) => `${at}: 항목이 ${limit}개를 넘습니다. 나누세요.`,
  twice: (at) => `${at}: 같은 항목이 두 번 있습니다. 하나를 삭제하세요.`,
  range: (at, value, limits) => `${at}: 값이 ${value}이지만 ${rangeTextKo(limits)} 합니다.`,
  whole: (at, value) => `${at}: 값이 ${value}이지만 정수여야 합니다.`,
  other: (at, value) => `${at}: 값 ${value}은(는) 여기에 쓸 수 없습니다.`,
}

const types: Record<Language, Record<FormType, string>> = {
  en: {
    string: 'a text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    array: 'a list (items begin with "- ")',
    object: 'a mapping of keys to values',
    null: 'empty',
  },
  ko: {
    string: '문자열',
    number: '숫자',
    integer: '정수',
    boolean: 'true 또는 false',
    array: '"- "로 시작하는 항목의 목록',
    object: '키와 값의 매핑',
    null: '빈 값',
  },
}

function rangeText({ from, above, to }: Limits): string {
  const lower = from === undefined ? (above === undefined ? undefined : `more than ${above}`) : `at least ${from}`
  return [lower, to === undefined ? undefined : `at most ${to}`].filter((part) => part !== undefined).join(' and ')
}

function rangeTextKo({ from, above, to }: Limits): string {
  if (to === undefined) return above === undefined ? `${from} 이상이어야` : `${above}보다 커야`
  const lower = above === undefined ? `${from} 이상 ` : `${above}보다 크고 `
  return `${above === undefined && from === undefined ? '' : lower}${to} 이하여야`
}

export const documentTexts: Record<Language, DocumentTexts> = { en, ko }
