import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, expect, test, vi } from 'vitest'
import { selfSigned } from '../support/certificate.ts'
import { alpine, makeImage } from '../support/image-maker.ts'
import { amd64, failureOf, open, plain, reference, registry } from './harness.ts'

const image = makeImage({ layers: [alpine({ musl: '1.2.4-r2' })] })
const trusted = getCACertificates()
afterEach(() => {
  setDefaultCACertificates(trusted)
  vi.unstubAllEnvs()
})

test('a certificate must be trusted, whatever the environment says', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  const server = await registry({ tls: selfSigned() })
  server.push('shop', image, '1')
  const failure = await failureOf(open([{ name: server.host }]).resolve(reference(`${server.host}/shop:1`), amd64))
  expect(failure.code).toBe('unreachable')
  expect(failure.message).toMatch(/has a certificate that is not trusted \([A-Z_]+\): give its authority in NODE_EXTRA_CA_CERTS\.$/)
  expect(server.requests).toEqual([])
})

test('TLS with a registry of a private network that the configuration names', async () => {
  const tls = selfSigned()
  setDefaultCACertificates([...trusted, tls.cert])
  const server = await registry({ tls })
  server.push('shop', image, '1')
  const named = reference(`${server.host}/shop:1`)
  expect((await open([{ name: server.host }]).resolve(named, amd64)).manifest).toBe(image.manifest.digest)
  // without the entry it is an address of this machine
  expect((await failureOf(open([]).resolve(named, amd64))).message).toContain('an address of this machine')
})

test('there is no way from TLS to none', async () => {
  const tls = selfSigned()
  setDefaultCACertificates([...trusted, tls.cert])
  const server = await registry({ tls })
  const bare = await registry()
  for (const one of [server, bare]) one.push('shop', image, '1')
  server.fault('/manifests/1', { status: 307, headers: { Location: `http://${bare.host}/v2/shop/manifests/1` } })
  const named = reference(`${server.host}/shop:1`)
  expect(await failureOf(open([{ name: server.host }]).resolve(named, amd64))).toMatchObject({ code: 'invalid' })
  expect(bare.requests).toEqual([])
  // unless the configuration names the other one as such
  expect((await open([{ name: server.host }, ...plain(bare.host)]).resolve(named, amd64)).manifest).toBe(image.manifest.digest)
})
