import { lookup } from 'node:dns/promises'
import { request } from 'node:http'
import type { Socket } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { UserError } from '../../model.ts'
import { checkFound } from './address.ts'
import { RequestFailure } from './failure.ts'
import type { Environment } from './settings.ts'

/** An HTTP proxy that TLS goes through; it resolves names and decides who may be reached. */
export interface HttpProxy {
  /** Whether a host is asked through it. */
  isFor(url: URL): boolean
  /**
   * Opens a connection to a host, with TLS up to the host itself.
   * @throws RequestFailure when the proxy refuses, errors of the network
   */
  connect(url: URL, options: { isPrivateAllowed: boolean; signal: AbortSignal; idle: number }): Promise<TLSSocket>
}

/**
 * The proxy that HTTPS_PROXY names, except for what NO_PROXY lists: hosts with or without port, `.example` for all below, `*`. What is asked
 * without TLS is in the own network and never goes through it.
 * @throws UserError (2) for a proxy that is not reached by plain HTTP
 */
export function proxyOf({ HTTPS_PROXY, https_proxy, NO_PROXY, no_proxy }: Environment): HttpProxy | undefined {
  const named = https_proxy || HTTPS_PROXY
  if (!named) return undefined
  if (!URL.canParse(named) || new URL(named).protocol !== 'http:')
    throw new UserError('HTTPS_PROXY: only proxies at http:// are known: write http://<host>:<port>.')
  const proxy = new URL(named)
  const exceptions = (no_proxy || NO_PROXY || '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
  return {
    isFor: (url) => url.protocol === 'https:' && !exceptions.some((entry) => isException(url, entry)),
    async connect(url, { isPrivateAllowed, signal, idle }) {
      await checkName(url.hostname, { isPrivateAllowed })
      const socket = await tunnel(proxy, url, { signal, idle })
      return connect({ socket, servername: url.hostname, rejectUnauthorized: true, ALPNProtocols: ['http/1.1'] })
    },
  }
}

function isException({ hostname, port }: URL, entry: string): boolean {
  const [, name = '', only] = /^\*?(.*?)(?::(\d+))?$/.exec(entry) ?? []
  if (only !== undefined && only !== (port || '443')) return false
  if (entry === '*') return true
  return hostname === name.replace(/^\./, '') || hostname.endsWith(name.startsWith('.') ? name : `.${name}`)
}

/** Where names of the internet are not known, as behind many proxies, nobody here can tell; where they are, private addresses are refused. */
async function checkName(hostname: string, options: { isPrivateAllowed: boolean }): Promise<void> {
  const found = await lookup(hostname, { all: true }).catch(() => [])
  if (found.length > 0) checkFound(found, options)
}

/** `CONNECT` (RFC 9110, section 9.3.6). */
function tunnel(proxy: URL, target: URL, { signal, idle }: { signal: AbortSignal; idle: number }): Promise<Socket> {
  const host = `${target.hostname}:${target.port || '443'}`
  const user = decodeURIComponent(proxy.username)
  const login = Buffer.from(`${user}:${decodeURIComponent(proxy.password)}`).toString('base64')
  return new Promise((resolve, reject) => {
    const asked = request({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || 80,
      method: 'CONNECT',
      path: host,
      signal,
      timeout: idle,
      agent: false,
      headers: { Host: host, ...(user === '' ? {} : { 'Proxy-Authorization': `Basic ${login}` }) },
    })
    const refused = (status: number | undefined) =>
      new RequestFailure({
        code: 'unreachable',
        what: `cannot be reached through the proxy, which answers with ${status}`,
        remedy: 'check HTTPS_PROXY, or name the registry in NO_PROXY',
        isTemporary: status !== undefined && status >= 500,
        isConnection: true,
      })
    asked.on('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return resolve(socket)
      socket.destroy()
      reject(refused(statusCode))
    })
    asked.on('response', ({ statusCode }) => {
      asked.destroy()
      reject(refused(statusCode))
    })
    asked.on('timeout', () => asked.destroy(refused(undefined)))
    asked.on('error', reject)
    asked.end()
  })
}
