import type { Language } from '../model.ts'
import { didYouMean, didYouMeanKo } from '../nearest.ts'

/** What is wrong in a configuration beside its form. */
export interface ConfigTexts {
  notMapping: string
  oneDocument: string
  name: string
  noRule(id: string, near: string | undefined): string
  noParameter(id: string, name: string, known: string[], near: string | undefined): string
  /** What a parameter is for, behind the sentence that refuses its value. */
  about(id: string, description: string): string
  imagePath(at: string, value: string, problem: string): string
  imageExclude(at: string, value: string): string
}

const en: ConfigTexts = {
  notMapping: 'The configuration must be a mapping of keys to values.',
  oneDocument: 'The configuration must be one document: remove what follows.',
  name: 'the configuration',
  noRule: (id, near) => `There is no rule ${id}: \`policy-gate rules\` lists them.${didYouMean(near)}`,
  noParameter: (id, name, known, near) =>
    known.length === 0
      ? `${name} is not a parameter of ${id}, which has none: remove params.`
      : `${name} is not a parameter of ${id}; its parameters are ${known.join(', ')}.${didYouMean(near)}`,
  about: (_id, description) => ` ${description}`,
  imagePath: (at, value, problem) => `${at} is ${value}: ${problem}`,
  imageExclude: (at, value) =>
    `${at} is ${value}, but must be a registry and a repository without tag and digest, with *, ** and ? as the only wildcards: "registry.example/tools/*". Write one entry for each in place of braces.`,
}

const ko: ConfigTexts = {
  notMapping: '설정은 키와 값의 매핑이어야 합니다.',
  oneDocument: '설정 파일에는 문서가 하나만 있어야 합니다. 뒤에 오는 문서를 삭제하세요.',
  name: '설정',
  noRule: (id, near) => `${id} 규칙이 없습니다. \`policy-gate rules\`로 목록을 볼 수 있습니다.${didYouMeanKo(near)}`,
  noParameter: (id, name, known, near) =>
    known.length === 0
      ? `${id} 규칙에는 파라미터가 없습니다. params를 삭제하세요.`
      : `${name}은(는) ${id} 규칙의 파라미터가 아닙니다. 사용할 수 있는 파라미터: ${known.join(', ')}.${didYouMeanKo(near)}`,
  about: (id) => ` 설명: \`policy-gate explain ${id}\``,
  imagePath: (at, value, problem) => `${at}: 값이 ${value}입니다: ${problem}`,
  imageExclude: (at, value) =>
    `${at}: 값이 ${value}입니다. 태그와 다이제스트 없이 레지스트리와 저장소를 쓰고, 와일드카드는 *, **, ?만 쓸 수 있습니다: "registry.example/tools/*". 중괄호 대신 항목을 나누어 쓰세요.`,
}

export const configTexts: Record<Language, ConfigTexts> = { en, ko }
