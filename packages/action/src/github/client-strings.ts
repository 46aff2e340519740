import type { Language } from '../../../scanner/src/model.ts'

/** What the client says in the log. */
export interface ClientStrings {
  cutOff: string
  limit(of: { kind: 'primary' | 'secondary'; request: string; seconds: number; wait: boolean }): string
  trouble(of: { request: string; problem: string; seconds: number; wait: boolean }): string
}

const en: ClientStrings = {
  cutOff: 'the answer was cut off',
  limit: ({ kind, request, seconds, wait }) =>
    `${kind === 'primary' ? 'The rate limit' : 'A secondary rate limit'} of GitHub is reached (${request}): ` +
    (wait ? `waiting ${seconds} s.` : `not waiting ${seconds} s for it.`),
  trouble: ({ request, problem, seconds, wait }) =>
    `GitHub did not answer ${request} as it should (${problem}): ${wait ? `trying again in ${seconds} s.` : 'not trying again.'}`,
}

const ko: ClientStrings = {
  cutOff: '응답이 중간에 끊겼습니다',
  limit: ({ kind, request, seconds, wait }) =>
    `GitHub의 ${kind === 'primary' ? '요청 한도' : '보조 요청 한도'}에 도달했습니다 (${request}). ` +
    (wait ? `${seconds}초 기다립니다.` : `${seconds}초는 기다리지 않습니다.`),
  trouble: ({ request, problem, seconds, wait }) =>
    `GitHub가 ${request} 요청에 제대로 응답하지 않았습니다 (${problem}). ` +
    (wait ? `${seconds}초 뒤에 다시 시도합니다.` : '다시 시도하지 않습니다.'),
}

export const clientStrings: Record<Language, ClientStrings> = { en, ko }
