import type { GitHub as Octokit } from '@actions/github/lib/utils'
import type { Log } from '../model.ts'
import type { ClientStrings } from './client-strings.ts'
import type { Patience } from './patience.ts'

/** What the client has to know about waiting; `second` and `timeout` are milliseconds. */
export interface Troubles {
  log: Log
  text: ClientStrings
  patience: Patience
  second: number
  timeout: number
}

/** How often a request is tried again. */
export const retries = 3

interface FailedRequest extends Error {
  status?: number
  response?: { headers: Record<string, string | undefined> }
}

interface Options {
  method: string
  url: string
  request: { retryCount?: number; retries?: number }
}

/**
 * A plugin that has to come before those for retrying and throttling, so that they see what it makes of a failure:
 * - an answer that was cut off is a failure (Octokit gives an empty text with status 200);
 * - a limit without GitHub's words, as proxies and GitHub Enterprise Server send it, is recognised by its status or `retry-after`;
 * - a server's or network's failure is tried again only while the run has patience, and the log says why it waits.
 */
export function watchTroubles(troubles: Troubles): (octokit: Pick<InstanceType<typeof Octokit>, 'hook'>) => void {
  return ({ hook }) => {
    hook.after('request', (response, options) => {
      const type = response.headers['content-type'] ?? ''
      if (!type.includes('json') || typeof response.data !== 'string') return
      throw Object.assign(new Error(troubles.text.cutOff), { status: 502, request: options, response })
    })
    hook.error('request', (error, options) => {
      recogniseLimit(error as FailedRequest)
      boundRetries(error as FailedRequest, options as unknown as Options, troubles)
      throw error
    })
  }
}

/** A request as the log has it: `GET /repos/cloudmart/shop/issues/1/comments`; Octokit gives the whole address to some hooks, a template to others. */
export function named({ method, url }: { method: string; url: string }): string {
  return `${method} ${URL.canParse(url) ? new URL(url).pathname : url}`
}

/** The throttling plugin knows a limit by these words, or by `x-ratelimit-remaining: 0`. */
function recogniseLimit(error: FailedRequest): void {
  const headers = error.response?.headers
  if (headers === undefined || headers['x-ratelimit-remaining'] === '0' || /\bsecondary rate\b/i.test(error.message)) return
  if (error.status === 429 || (error.status === 403 && headers['retry-after'] !== undefined)) error.message += ' (secondary rate limit)'
}

/** The retry plugin waits 1, 4 and 9 seconds, unless the options of the request say not to try again. */
function boundRetries(error: FailedRequest, options: Options, { log, text, patience, second, timeout }: Troubles): void {
  if ((error.status ?? 0) < 500) return
  const tried = options.request.retryCount ?? 0
  const allowed = options.request.retries ?? retries
  if (error.cause instanceof Error && error.cause.name === 'TimeoutError') patience.lose(timeout / second)
  if (tried >= allowed) return
  const seconds = (tried + 1) ** 2
  const wait = patience.spend(seconds)
  if (!wait) options.request.retries = 0
  log.info(text.trouble({ request: named(options), problem: error.message, seconds, wait }))
}
