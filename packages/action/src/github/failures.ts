import type { Language } from '../../../scanner/src/model.ts'
import { truncate, visible } from '../../../scanner/src/sanitize.ts'
import type { Notice, Published } from '../model.ts'
import { permissions, type Surface, wording } from './wording.ts'

/** Why a request failed, as far as the answer tells. */
export type Cause =
  | 'not-permitted'
  | 'token-rejected'
  | 'locked'
  | 'code-scanning-off'
  | 'rate-limited'
  | 'too-large'
  | 'rejected'
  | 'unreachable'
  | 'failed'

/** What is read of an error: Octokit's `RequestError`, or whatever else was thrown. */
interface Failure {
  status?: number
  message: string
  response?: { headers?: Record<string, string | number | undefined> }
}

/** Texts of servers and proxies are cut to this, in UTF-16 units. */
const longestDetail = 300

/** What an error thrown by the client means. GitHub answers 404 in place of 403 where even the existence is a secret. */
export function causeOf(error: unknown): Cause {
  const { status, message, response } = failureOf(error)
  if (status === 429 || response?.headers?.['x-ratelimit-remaining'] === '0' || /\bsecondary rate\b/i.test(message)) return 'rate-limited'
  if (status === 403 && /\blocked\b/i.test(message)) return 'locked'
  if (status === 403 && /advanced security|code security|code scanning is not enabled/i.test(message)) return 'code-scanning-off'
  if (status === 401) return 'token-rejected'
  if (status === 403 || status === 404) return 'not-permitted'
  if (status === 413) return 'too-large'
  if (status !== undefined && status >= 400 && status < 500) return 'rejected'
  return response === undefined ? 'unreachable' : 'failed'
}

/** True where GitHub may have done what it was asked for although the answer is a failure, or where a second try can help. */
export function isPassing(error: unknown): boolean {
  const cause = causeOf(error)
  return cause === 'unreachable' || cause === 'failed'
}

/** One sentence that says what is not shown, why, and what to do; the code is `<surface>-<cause>`. */
export function failureNotice(error: unknown, surface: Surface, language: Language): Notice {
  const text = wording[language]
  const cause = causeOf(error)
  const name = text.surface[surface]
  // Octokit puts the address of GitHub's documentation behind GitHub's words
  const detail = truncate(visible(failureOf(error).message.replace(/ - https?:\S+$/, '')), longestDetail)
  const message: Record<Cause, string> = {
    'not-permitted': text.notPermitted({ surface: name, permission: permissions[surface], detail }),
    'token-rejected': text.tokenRejected,
    locked: text.locked,
    'code-scanning-off': text.codeScanningOff,
    'rate-limited': text.rateLimited(name),
    'too-large': text.tooLarge(name),
    rejected: text.rejected(name, detail),
    unreachable: text.unreachable(name, detail),
    failed: text.failed(name, detail),
  }
  const code = cause === 'token-rejected' ? cause : `${surface}-${cause}`
  return { level: 'warning', code, message: message[cause] }
}

export function failed(error: unknown, surface: Surface, language: Language): Published {
  return { state: 'failed', notices: [failureNotice(error, surface, language)] }
}

function failureOf(error: unknown): Failure {
  return error instanceof Error ? (error as Error & Failure) : { message: String(error) }
}
