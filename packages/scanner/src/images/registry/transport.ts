import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import type { RegistrySettings } from '../../config/config.ts'
import { version } from '../../version.ts'
import { checkLiteral, guardedLookup } from './address.ts'
import { RequestFailure, wrongAnswer } from './failure.ts'
import type { RegistryLimits } from './limits.ts'
import type { HttpProxy } from './proxy.ts'
import { configuredHost, type RegistryPlace, urlHost } from './settings.ts'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: Readable
}

export interface TransportRequest {
  method?: 'GET' | 'HEAD' | 'POST'
  headers?: Record<string, string>
  body?: string
  /** Ends the request, and the reading of its answer. */
  signal: AbortSignal
}

/** HTTP for one registry, with its rules of whom it may send us to. */
export interface Transport {
  /**
   * Sends a request and follows redirects; what names the user is not sent to another host.
   * @throws RequestFailure, or errors of the network
   */
  send(url: URL, request: TransportRequest): Promise<Answer>
  close(): void
}

export interface TransportOptions {
  registries: RegistrySettings[]
  limits: RegistryLimits
  proxy?: HttpProxy | undefined
}

/**
 * Opens connections by TLS only, and only into the internet. A registry that the configuration names may be in a private network and, where
 * it says so, without TLS; it may send us to others that the configuration names, since nobody but its writer chooses those.
 * Redirects, token services and names that resolve to another address are all under this rule.
 */
export function openTransport(place: RegistryPlace, options: TransportOptions): Transport {
  const { registries, limits, proxy } = options
  const agents = {
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: 2 * limits.parallel }),
    'http:': new HttpAgent({ keepAlive: true, maxSockets: 2 * limits.parallel }),
  }

  /** Gives whether a private address is allowed. */
  function check(url: URL): { isPrivateAllowed: boolean } {
    const own = url.host === urlHost(place) ? place : undefined
    const known = own ?? (place.isConfigured ? configuredHost(url.host, registries) : undefined)
    const isPlain = url.protocol === 'http:' && known?.scheme === 'http'
    if ((url.protocol !== 'https:' && !isPlain) || url.username !== '' || url.password !== '')
      throw new RequestFailure({
        code: 'invalid',
        what: `sends us to ${url.protocol}//${url.host}, which is not asked`,
        remedy: 'only https is, and what images.registries names with plainHttp',
      })
    const isPrivateAllowed = known?.isConfigured ?? false
    checkLiteral(url.hostname, { isPrivateAllowed })
    return { isPrivateAllowed }
  }

  /** A connection that is kept for the next request, or a new one through the proxy. */
  async function way(url: URL, to: { isPrivateAllowed: boolean; signal: AbortSignal }): Promise<RequestOptions> {
    if (proxy?.isFor(url) !== true) return { agent: agents[url.protocol as keyof typeof agents], lookup: guardedLookup(to) }
    const socket = await proxy.connect(url, { ...to, idle: limits.idle })
    return { createConnection: () => socket }
  }

  async function send(url: URL, request: TransportRequest, redirects = 0): Promise<Answer> {
    const { isPrivateAllowed } = check(url)
    const { method = 'GET', headers = {}, body, signal } = request
    const answer = await exchange(url, body, {
      method,
      signal,
      ...(await way(url, { isPrivateAllowed, signal })),
      timeout: limits.idle,
      headers: { 'User-Agent': `policy-gate/${version}`, 'Accept-Encoding': 'identity', ...headers },
    })
    const { location } = answer.headers
    if (![301, 302, 303, 307, 308].includes(answer.status)) return answer
    answer.body.destroy()
    if (method === 'POST') throw wrongAnswer('sends a credential on to another place')
    if (location === undefined || !URL.canParse(location, url)) throw wrongAnswer('redirects without saying where to')
    if (redirects >= limits.redirects) throw wrongAnswer(`redirects more than ${limits.redirects} times`)
    const next = new URL(location, url)
    const { Authorization: _, ...others } = headers
    return send(next, { ...request, headers: next.origin === url.origin ? headers : others }, redirects + 1)
  }

  return {
    send: (url, request) => send(url, request),
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

function exchange(url: URL, body: string | undefined, options: RequestOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const tls = { rejectUnauthorized: true }
    const request = url.protocol === 'https:' ? httpsRequest(url, { ...options, ...tls }) : httpRequest(url, options)
    request.on('error', reject)
    request.on('timeout', () => request.destroy(late()))
    request.on('response', (message) => resolve({ status: message.statusCode ?? 0, headers: message.headers, body: message }))
    request.end(body)
  })
}

/** No byte, or not all of them, in time. */
export function late(): RequestFailure {
  return new RequestFailure({
    code: 'unreachable',
    what: 'does not answer in time',
    remedy: 'check the network, or try again later',
    isTemporary: true,
    isConnection: true,
  })
}

/** Reads a whole body. @throws RequestFailure (too-large) above the limit, in bytes */
export async function readBody({ headers, body }: Answer, limit: number): Promise<Buffer> {
  const tooLarge = () => {
    body.destroy()
    return new RequestFailure({
      code: 'too-large',
      what: `answers with more than ${limit} bytes`,
      remedy: 'no such answer of a registry is as large',
    })
  }
  if (Number(headers['content-length'] ?? 0) > limit) throw tooLarge()
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > limit) throw tooLarge()
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** Reads what nobody wants, so that the connection can be used again, unless it is much. */
export async function discard(answer: Answer): Promise<void> {
  await readBody(answer, 16_384).catch(() => answer.body.destroy())
}
