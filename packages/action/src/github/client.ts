import { setTimeout } from 'node:timers/promises'
import { defaults, GitHub as Octokit } from '@actions/github/lib/utils'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import type { Language } from '../../../scanner/src/model.ts'
import { version } from '../../../scanner/src/version.ts'
import type { Log } from '../model.ts'
import { clientStrings } from './client-strings.ts'
import { newPatience } from './patience.ts'
import { named, retries, watchTroubles } from './troubles.ts'

/** GitHub's REST API: `github.rest.<group>.<operation>()` and `github.paginate()`, with limits kept and failures tried again. */
export type GitHub = InstanceType<typeof Octokit> & {
  /** Waits, without using up the patience of the run. */
  sleep(seconds: number): Promise<void>
}

/** What every request asks for: GitHub Enterprise Server knows this version since 3.9 and stays compatible to it. */
const apiVersion = '2022-11-28'

/** No single request takes longer, in milliseconds. */
const requestTimeout = 30_000

export interface ClientOptions {
  /** Empty: there is no client, so that nothing is ever asked without a token. */
  token: string
  /** `Environment.apiUrl`: of github.com or of the GitHub Enterprise Server that the runner belongs to, without a slash at the end. */
  apiUrl: string
  log: Log
  language?: Language
  /** For tests: how many milliseconds a second of waiting takes, and after how many a request is given up. */
  second?: number
  timeout?: number
}

/**
 * Opens the REST API with the retry and throttling plugins of Octokit. Waiting is bounded for a request and for the run (patience.ts), and
 * the log says why it waits. Proxies are taken from the environment as all of GitHub's own actions do. Requests fail with `RequestError` of
 * Octokit; failures.ts says what one means.
 * @returns undefined without a token
 */
export function openGitHub(options: ClientOptions): GitHub | undefined {
  const { token, apiUrl, log, language = 'en', second = 1000, timeout = requestTimeout } = options
  if (token === '') return undefined
  const text = clientStrings[language]
  const patience = newPatience()
  const waitForLimit =
    (kind: 'primary' | 'secondary') => (after: number, request: { method: string; url: string }, _: unknown, tried: number) => {
      const wait = tried < retries && patience.spend(after)
      log.info(text.limit({ kind, request: named(request), seconds: after, wait }))
      return wait
    }
  const sleep = (seconds: number): Promise<void> => setTimeout(seconds * second)
  const Client = Octokit.plugin(() => ({ sleep }), watchTroubles({ log, text, patience, second, timeout }), retry, throttling)
  const octokitLog = { debug: log.debug, info: log.debug, warn: log.debug, error: log.debug }
  return new Client({
    auth: token,
    baseUrl: apiUrl,
    userAgent: `policy-gate/${version}`,
    log: octokitLog,
    request: { fetch: guardedFetch(apiUrl, timeout), log: octokitLog },
    retry: { retries, doNotRetry: [400, 401, 403, 404, 409, 410, 413, 422, 429, 451], retryAfterBaseValue: second },
    throttle: {
      onRateLimit: waitForLimit('primary'),
      onSecondaryRateLimit: waitForLimit('secondary'),
      retryAfterBaseValue: second,
      ...(second < 1000 && unspaced),
    },
  }) as GitHub
}

type Fetch = (url: string, options: RequestInit) => Promise<Response>

/** Fetch through the proxy of the environment that asks GitHub's API and nothing else: links to next pages come with answers. */
function guardedFetch(apiUrl: string, timeout: number): Fetch {
  const graphql = `${apiUrl.replace(/\/api\/v3$/, '/api')}/graphql`
  const viaProxy = defaults.request?.fetch as Fetch
  return async (url, options) => {
    if (!url.startsWith(`${apiUrl}/`) && url !== graphql) throw new Error(`${url} is not below ${apiUrl}`)
    const headers = { ...(options.headers as Record<string, string>), 'x-github-api-version': apiVersion }
    return viaProxy(url, { ...options, headers, signal: AbortSignal.timeout(timeout) })
  }
}

/** In place of the plugin's groups, which space requests that write by 1 to 3 s: tests would take minutes. */
const anyGroup = {
  key: () => ({ schedule: (_: object, work: (...args: unknown[]) => unknown, ...args: unknown[]) => work(...args) }),
}
const unspaced: Record<string, never> = { write: anyGroup, notifications: anyGroup } as unknown as Record<string, never>
