import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { reachOf } from '../../../src/images/registry/address.ts'
import { alpine, makeImage } from '../support/image-maker.ts'
import { amd64, failureOf, folder, open, plain, reference, registry } from './harness.ts'

const image = makeImage({ layers: [alpine({ musl: '1.2.4-r2' })] })
const encoded = Buffer.from('ann:secret').toString('base64')

const closings: (() => void)[] = []
afterEach(() => {
  for (const close of closings.splice(0)) close()
})

/** Another server, which remembers who asked it. */
async function elsewhere(answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end('{}')) {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closings.push(() => server.close())
  return { seen, host: `127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function signedIn(host: string): { environment: Record<string, string> } {
  const HOME = folder()
  const { mkdirSync, writeFileSync } = process.getBuiltinModule('node:fs')
  mkdirSync(join(HOME, '.docker'))
  writeFileSync(join(HOME, '.docker/config.json'), JSON.stringify({ auths: { [host]: { auth: encoded } } }))
  return { environment: { HOME } }
}

test.each([
  ['8.8.8.8', 'public'],
  ['2606:4700::1111', 'public'],
  ['10.1.2.3', 'private'],
  ['172.31.255.255', 'private'],
  ['172.32.0.0', 'public'],
  ['192.168.0.1', 'private'],
  ['100.64.0.1', 'private'],
  ['127.0.0.1', 'private'],
  ['::1', 'private'],
  ['0:0:0:0:0:0:0:1', 'private'],
  ['fd12::1', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['::ffff:7f00:1', 'private'],
  ['64:ff9b::a00:1', 'private'],
  ['64:ff9b::808:808', 'public'],
  ['2002:7f00:1::1', 'private'],
  ['169.254.169.254', 'never'],
  ['::ffff:169.254.169.254', 'never'],
  ['64:ff9b::a9fe:a9fe', 'never'],
  ['100.100.100.200', 'never'],
  ['fd00:ec2::254', 'never'],
  ['fe80::1', 'never'],
  ['0.0.0.0', 'never'],
  ['::', 'never'],
  ['224.0.0.1', 'never'],
  ['255.255.255.255', 'never'],
  ['no address', 'never'],
])('%s is %s', (address, reach) => {
  expect(reachOf(address)).toBe(reach)
})

test.each(['127.0.0.1:5000', 'localhost:5000', 'localhost', '[::1]:5000', '10.0.0.1', '0x7f.1:5000', '2130706433.:80', '169.254.169.254'])(
  '%s is not asked',
  async (host) => {
    const found = { reference: `${host}/shop:1`, registry: host, repository: 'shop', tag: '1' }
    const failure = await failureOf(open([]).resolve(found, amd64))
    expect(failure.code).toBe('unreachable')
    expect(failure.message).toMatch(/an address of this machine or of a private network: name the registry in images\.registries/)
  },
)

test('a name is judged by the address that is connected to', async () => {
  const server = await registry()
  server.push('shop', image, '1')
  const port = server.host.split(':')[1]
  const named = reference(`localhost:${port}/shop:1`)
  expect(await failureOf(open([{ name: 'localhost' }]).resolve(named, amd64))).toMatchObject({ code: 'unreachable' })
  expect(await failureOf(open(plain('localhost:1')).resolve(named, amd64))).toMatchObject({ code: 'unreachable' })
  expect(server.requests).toEqual([])
  expect((await open(plain(`localhost:${port}`)).resolve(named, amd64)).manifest).toBe(image.manifest.digest)
})

test('addresses that hand out the credentials of a machine are not asked even when they are configured', async () => {
  const failure = await failureOf(open(plain('169.254.169.254')).resolve(reference('169.254.169.254/latest/meta-data:1'), amd64))
  expect(failure.code).toBe('unreachable')
})

test.each([
  'http://127.0.0.1:PORT/x',
  'https://127.0.0.1:PORT/x',
  'http://169.254.169.254/latest/meta-data',
  '//localhost:PORT/x',
  'file:///etc/passwd',
  'http://ann:secret@OWN/x',
  'https://[::ffff:127.0.0.1]:PORT/x',
])('a redirect to %s is not followed', async (target) => {
  const other = await elsewhere()
  const server = await registry()
  server.push('shop', image, '1')
  const Location = target.replace('PORT', other.host.split(':')[1]!).replace('OWN', server.host)
  server.fault('/manifests/', { status: 307, headers: { Location } })
  const failure = await failureOf(open(plain(server.host)).resolve(reference(`${server.host}/shop:1`), amd64))
  expect(['invalid', 'unreachable']).toContain(failure.code)
  expect(failure.message).toContain(`${server.host}/shop:1: the registry ${server.host} `)
  expect(other.seen).toEqual([])
  expect(server.requests).toHaveLength(1)
})

test('redirects end', async () => {
  const server = await registry()
  server.push('shop', image, '1')
  server.fault('/manifests/', { status: 302, headers: { Location: '/v2/shop/manifests/1' } })
  const failure = await failureOf(open(plain(server.host)).resolve(reference(`${server.host}/shop:1`), amd64))
  expect(failure).toMatchObject({ code: 'invalid', message: expect.stringContaining('redirects more than 5 times') })
  expect(server.requests).toHaveLength(6)
})

test('blobs that lie elsewhere are got without the credential of the registry', async () => {
  const storage = await registry()
  storage.push('shop', image, '1')
  const server = await registry({ auth: { type: 'basic', users: { ann: 'secret' } } })
  server.push('shop', image, '1')
  server.fault('/blobs/', { status: 307, headers: { Location: `http://${storage.host}/v2/shop/blobs/${image.config.digest}` } })
  const registries = open(plain(server.host, storage.host), signedIn(server.host))
  const found = await registries.resolve(reference(`${server.host}/shop:1`), amd64)
  expect(found.config.layers).toEqual(image.diffIds)
  expect(storage.requests).toHaveLength(1)
  expect(storage.requests[0]!.headers.authorization).toBeUndefined()
  // and with it, as long as it is the same host
  server.mend()
  server.fault('/manifests/1', { status: 307, headers: { Location: `/v2/shop/manifests/${image.manifest.digest}` } })
  await open(plain(server.host), signedIn(server.host)).resolve(reference(`${server.host}/shop:1`), amd64)
  expect(server.requests.at(-2)!.headers.authorization).toBe(`Basic ${encoded}`)
})

test.each([
  'http://127.0.0.1:PORT/token',
  'https://127.0.0.1:PORT/token',
  'http://localhost:PORT/token',
  'http://169.254.169.254/token',
  'http://registry.example/token',
  'nothing',
  '',
])('a credential is not sent to the token service %s', async (realm) => {
  const other = await elsewhere((_, response) => response.end(JSON.stringify({ token: 'x' })))
  const announced = realm.replace('PORT', other.host.split(':')[1]!)
  const server = await registry({ auth: { type: 'token', users: { ann: 'secret' }, realm: announced } })
  server.push('shop', image, '1')
  const failure = await failureOf(open(plain(server.host), signedIn(server.host)).resolve(reference(`${server.host}/shop:1`), amd64))
  expect(['invalid', 'unreachable']).toContain(failure.code)
  expect(other.seen).toEqual([])
})

test('a token service does not choose what is asked for, nor who gets the identity token', async () => {
  const other = await elsewhere()
  const server = await registry({
    auth: { type: 'token', users: { ann: 'secret' }, challenge: 'Bearer realm="http://OWN/token",scope="repository:secret:push,delete"' },
  })
  server.push('shop', image, '1')
  const challenge = `Bearer realm="http://${server.host}/token",service="s&scope=registry:catalog:*",scope="repository:secret:push,delete"`
  server.fault('/manifests/', { status: 401, headers: { 'WWW-Authenticate': challenge }, times: 1 })
  await open(plain(server.host), signedIn(server.host)).resolve(reference(`${server.host}/shop:1`), amd64)
  const asked = new URL(server.requests[1]!.path, 'http://x').searchParams
  expect(asked.getAll('scope')).toEqual(['repository:shop:pull'])
  expect(asked.get('service')).toBe('s&scope=registry:catalog:*')
  server.fault('/token', { status: 307, headers: { Location: `http://${other.host}/` } })
  const HOME = folder()
  const { mkdirSync, writeFileSync } = process.getBuiltinModule('node:fs')
  mkdirSync(join(HOME, '.docker'))
  writeFileSync(join(HOME, '.docker/config.json'), JSON.stringify({ auths: { [server.host]: { identitytoken: 'identity-1' } } }))
  server.fault('/manifests/', { status: 401, headers: { 'WWW-Authenticate': challenge } })
  const registries = open(plain(server.host, other.host), { environment: { HOME } })
  const failure = await failureOf(registries.resolve(reference(`${server.host}/shop:1`), amd64))
  expect(failure.message).toContain('sends a credential on to another place')
  expect(other.seen).toEqual([])
})

test.each(['a\r\nX: y', '', 'tok en', '\u00e9'])('a token that is none: %j', async (token) => {
  const server = await registry({ auth: { type: 'token', users: {} } })
  server.push('shop', image, '1')
  server.fault('/token', { status: 200, body: JSON.stringify({ token }) })
  const failure = await failureOf(open(plain(server.host)).resolve(reference(`${server.host}/shop:1`), amd64))
  expect(failure).toMatchObject({ code: 'invalid', message: expect.stringContaining('a token service that gives none') })
})

test.each(['http://x', 'x/y', 'a b', 'x@y', '', '[::1', 'x:123456'])('%j is no registry of the configuration', (name) => {
  expect(() => open([{ name }])).toThrow(/images\.registries: .* is no host/)
  expect(() => open([{ name: 'registry.example', mirror: name }])).toThrow(/is no host/)
})
