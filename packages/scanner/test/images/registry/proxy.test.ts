import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { proxyOf } from '../../../src/images/registry/proxy.ts'
import { selfSigned } from '../support/certificate.ts'
import { alpine, makeImage } from '../support/image-maker.ts'
import type { RegistryOptions } from '../support/registry-server.ts'
import { amd64, failureOf, open, plain, reference, registry } from './harness.ts'

const image = makeImage({ layers: [alpine({ musl: '1.2.4-r2' })] })
const trusted = getCACertificates()
const closings: (() => void)[] = []
afterEach(() => {
  setDefaultCACertificates(trusted)
  for (const close of closings.splice(0)) close()
})

/** A proxy that leads every host to one registry, and writes down who was wanted. */
async function proxy(target: string, options: { status?: number } = {}) {
  const seen: { host: string | undefined; login: string | undefined }[] = []
  const server = createServer((_, response) => response.writeHead(400).end())
  server.on('connect', (request, socket) => {
    seen.push({ host: request.url, login: request.headers['proxy-authorization'] })
    socket.on('error', () => {})
    if (options.status !== undefined) return socket.end(`HTTP/1.1 ${options.status} No\r\n\r\n`)
    const [host, port] = target.split(':')
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closings.push(() => server.close())
  return { seen, host: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function secure(options: RegistryOptions = {}, hosts?: string[]) {
  const tls = selfSigned(hosts)
  const server = await registry({ ...options, tls })
  server.push('shop', image, '1')
  return { server, tls }
}

test('a registry behind a proxy; TLS is with the registry', async () => {
  const { server, tls } = await secure()
  const { host, seen } = await proxy(server.host)
  const environment = { HTTPS_PROXY: `http://ann:p%40ss@${host}` }
  const named = reference('registry.example/shop:1')
  const untrusted = await failureOf(open([], { environment }).resolve(named, amd64))
  expect(untrusted.message).toContain('has a certificate that is not trusted')
  setDefaultCACertificates([...trusted, tls.cert])
  expect((await open([], { environment }).resolve(named, amd64)).manifest).toBe(image.manifest.digest)
  expect(seen.at(-1)).toEqual({ host: 'registry.example:443', login: `Basic ${Buffer.from('ann:p@ss').toString('base64')}` })
  expect(server.requests.every(({ headers }) => headers['proxy-authorization'] === undefined)).toBe(true)
})

/** The names of the field lead to a registry of the test. */
async function known(hosts: string[], options: RegistryOptions, environment: Record<string, string>) {
  const { server, tls } = await secure(options, hosts)
  const { host, seen } = await proxy(server.host)
  setDefaultCACertificates([...trusted, tls.cert])
  return { server, seen, registries: open([], { environment: { ...environment, HTTPS_PROXY: `http://${host}` } }) }
}

test('Docker Hub is asked at the host of its interface', async () => {
  const { server, seen, registries } = await known(['registry-1.docker.io'], {}, {})
  server.push('library/nginx', image, '1.27')
  expect(await registries.resolve(reference('nginx:1.27'), amd64)).toMatchObject({ registry: 'docker.io', repository: 'library/nginx' })
  expect(new Set(seen.map(({ host }) => host))).toEqual(new Set(['registry-1.docker.io:443']))
})

test('GITHUB_TOKEN goes to the registry of GitHub; an expired one does not keep public images from being read', async () => {
  const users = { ann: 'ghs_1' }
  const auth = { type: 'token', users, public: ['open/web'], realm: 'https://ghcr.io/token' } as const
  const of = (GITHUB_TOKEN: string) =>
    known(['ghcr.io'], { auth: { ...auth, public: [...auth.public] } }, { GITHUB_TOKEN, GITHUB_ACTOR: 'ann' })
  const good = await of('ghs_1')
  good.server.push('team/shop', image, '1')
  expect((await good.registries.resolve(reference('ghcr.io/team/shop:1'), amd64)).manifest).toBe(image.manifest.digest)
  const expired = await of('ghs_0')
  for (const name of ['open/web', 'team/shop']) expired.server.push(name, image, '1')
  expect((await expired.registries.resolve(reference('ghcr.io/open/web:1'), amd64)).manifest).toBe(image.manifest.digest)
  expect(expired.registries.notes()).toEqual([
    'ghcr.io refuses the credential of GITHUB_TOKEN for open/web; it was asked without one, as anybody may.',
  ])
  const failure = await failureOf(expired.registries.resolve(reference('ghcr.io/team/shop:1'), amd64))
  expect(failure).toMatchObject({ code: 'unauthorized', message: expect.stringContaining('refuses the credential of GITHUB_TOKEN') })
  expect(failure.message).not.toContain('ghs_0')
})

test('a registry of the internet cannot send us to one that is only configured for its own sake', async () => {
  const { server, tls } = await secure()
  const { host } = await proxy(server.host)
  setDefaultCACertificates([...trusted, tls.cert])
  const own = await registry()
  own.push('shop', image, '1')
  server.fault('/manifests/', { status: 307, headers: { Location: `http://${own.host}/v2/shop/manifests/1` } })
  const registries = open(plain(own.host), { environment: { HTTPS_PROXY: `http://${host}` } })
  expect(await failureOf(registries.resolve(reference('registry.example/shop:1'), amd64))).toMatchObject({ code: 'invalid' })
  expect(own.requests).toEqual([])
})

test.each(['127.0.0.1:5000', 'localhost:5000', '169.254.169.254'])('a proxy is no way to %s', async (registryHost) => {
  const { server } = await secure()
  const { host, seen } = await proxy(server.host)
  const failure = await failureOf(
    open([], { environment: { HTTPS_PROXY: `http://${host}` } }).resolve(reference(`${registryHost}/shop:1`), amd64),
  )
  expect(failure).toMatchObject({ code: 'unreachable', message: expect.stringContaining('an address of this machine') })
  expect(seen).toEqual([])
})

test('a proxy that refuses, and one that is not there', async () => {
  const { host } = await proxy('127.0.0.1:1', { status: 403 })
  const named = reference('registry.example/shop:1')
  const refused = await failureOf(open([], { environment: { https_proxy: `http://${host}` } }).resolve(named, amd64))
  expect(refused).toMatchObject({
    code: 'unreachable',
    message:
      'registry.example/shop:1: the registry registry.example cannot be reached through the proxy, which answers with 403: check HTTPS_PROXY, or name the registry in NO_PROXY.',
  })
  const gone = await failureOf(open([], { environment: { HTTPS_PROXY: 'http://127.0.0.1:1' } }).resolve(named, amd64))
  expect(gone).toMatchObject({ code: 'unreachable', message: expect.stringContaining('(ECONNREFUSED)') })
})

test.each([
  ['', true],
  ['registry.example', false],
  ['example', false],
  ['.example', false],
  ['*.example', false],
  ['other.example, .EXAMPLE', false],
  ['*', false],
  ['registry.example:443', false],
  ['registry.example:5000', true],
  ['try.example', true],
  ['registry.example.org', true],
])('NO_PROXY=%j', (NO_PROXY, isProxied) => {
  const known = proxyOf({ HTTPS_PROXY: 'http://proxy.example:3128', NO_PROXY })!
  expect(known.isFor(new URL('https://registry.example/v2/'))).toBe(isProxied)
  expect(known.isFor(new URL('http://registry.example/v2/'))).toBe(false)
})

test('other proxies are refused', () => {
  expect(proxyOf({})).toBeUndefined()
  for (const HTTPS_PROXY of ['proxy.example', 'socks5://proxy.example', 'https://proxy.example'])
    expect(() => proxyOf({ HTTPS_PROXY })).toThrow(/only proxies at http:/)
})
