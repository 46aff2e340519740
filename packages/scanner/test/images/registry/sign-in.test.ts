import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RegistriesOptions } from '../../../src/images/registry/registries.ts'
import { alpine, makeImage } from '../support/image-maker.ts'
import type { Registry } from '../support/registry-server.ts'
import { amd64, failureOf, folder, open, plain, reference, registry } from './harness.ts'

const image = makeImage({ layers: [alpine({ musl: '1.2.4-r2' })] })
const users = { ann: 'pass:word' }
const encoded = (text: string) => Buffer.from(text).toString('base64')

async function shop(auth: Parameters<typeof registry>[0] = {}): Promise<Registry> {
  const server = await registry(auth)
  server.push('team/shop', image, '1')
  server.push('open/web', image, '1')
  return server
}

/** A Docker configuration of the test, and what makes it known. */
function docker(config: object): { environment: Record<string, string> } {
  const path = folder()
  writeFileSync(join(path, 'config.json'), JSON.stringify(config))
  return { environment: { DOCKER_CONFIG: path } }
}

function resolve(server: Registry, repository: string, options: Partial<RegistriesOptions> = {}) {
  const registries = open(plain(server.host), options)
  return { registries, found: registries.resolve(reference(`${server.host}/${repository}:1`), amd64) }
}

const authorizations = (server: Registry) => server.requests.flatMap(({ headers }) => headers.authorization ?? [])

test.each([
  { name: 'auth', entry: { auth: encoded('ann:pass:word') } },
  { name: 'username and password', entry: { username: 'ann', password: 'pass:word' } },
])('Basic, from $name', async ({ entry }) => {
  const server = await shop({ auth: { type: 'basic', users } })
  const { found } = resolve(server, 'team/shop', docker({ auths: { [server.host]: entry } }))
  expect((await found).manifest).toBe(image.manifest.digest)
  // once to learn that it is needed, then with every request
  expect(server.requests.map(({ status }) => status)).toEqual([401, 200, 200])
})

test('tokens: anybody for public images, the user for private ones, each for one repository', async () => {
  const server = await shop({ auth: { type: 'token', users, public: ['open/web'] } })
  const { registries, found } = resolve(server, 'open/web')
  await found
  const token = server.requests.filter(({ path }) => path.startsWith('/token'))
  expect(token.map(({ path }) => path)).toEqual(['/token?service=registry.test&scope=repository%3Aopen%2Fweb%3Apull'])
  expect(await failureOf(registries.resolve(reference(`${server.host}/team/shop:1`), amd64))).toEqual({
    code: 'unauthorized',
    message: `${server.host}/team/shop:1: the registry ${server.host} does not have it, or wants a credential (401): check the name, and sign in with \`docker login\` where the image is private.`,
  })
  const signed = resolve(server, 'team/shop', docker({ auths: { [`https://${server.host}/v2/`]: { auth: encoded('ann:pass:word') } } }))
  expect((await signed.found).manifest).toBe(image.manifest.digest)
  expect(signed.registries.notes()).toEqual([])
})

test('an identity token is exchanged by POST', async () => {
  const server = await shop({ auth: { type: 'token', users, identityTokens: { 'identity-1': 'ann' } } })
  const { found } = resolve(
    server,
    'team/shop',
    docker({ auths: { [server.host]: { auth: encoded('<token>:'), identitytoken: 'identity-1' } } }),
  )
  expect((await found).manifest).toBe(image.manifest.digest)
  expect(server.count('/token', 'POST')).toBe(1)
  expect(server.requests.every(({ path }) => !path.includes('identity-1'))).toBe(true)
})

test('a token of the registry is sent as it is', async () => {
  const server = await shop({ auth: { type: 'token', users } })
  const answer = (await (
    await fetch(`http://${server.host}/token?scope=repository:team/shop:pull`, {
      headers: { authorization: `Basic ${encoded('ann:pass:word')}` },
    })
  ).json()) as { token: string }
  const { found } = resolve(server, 'team/shop', docker({ auths: { [server.host]: { registrytoken: answer.token } } }))
  expect((await found).manifest).toBe(image.manifest.digest)
})

test.each(['token', 'basic'] as const)('a wrong credential does not keep public images from being read (%s)', async (type) => {
  const server = await shop({ auth: { type, users, public: ['open/web'] } })
  const expired = docker({ auths: { [server.host]: { auth: encoded('ann:expired') } } })
  if (type === 'token') {
    const { registries, found } = resolve(server, 'open/web', expired)
    expect((await found).manifest).toBe(image.manifest.digest)
    expect(registries.notes()).toEqual([
      `${server.host} refuses the credential of the Docker configuration for open/web; it was asked without one, as anybody may.`,
    ])
  }
  const failure = await failureOf(resolve(server, 'team/shop', expired).found)
  expect(failure.code).toBe('unauthorized')
  expect(failure.message).toContain('refuses the credential of the Docker configuration, and does not let in anybody without (401)')
  expect(failure.message).not.toContain('expired:')
})

test('a credential that is not allowed to pull what anybody may', async () => {
  const server = await shop({ auth: { type: 'token', users, public: ['open/web'] } })
  // asked how to sign in; then with the token of the user
  server.fault('/manifests/', { status: 403, times: 1 })
  server.fault('/manifests/', { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="http://${server.host}/token"` }, times: 1 })
  const { registries, found } = resolve(server, 'open/web', docker({ auths: { [server.host]: { auth: encoded('ann:pass:word') } } }))
  expect((await found).manifest).toBe(image.manifest.digest)
  expect(registries.notes()).toHaveLength(1)
})

test('a registry that does not say how to sign in is asked for that', async () => {
  const server = await shop({ auth: { type: 'token', users } })
  server.fault('/manifests/', { status: 403, times: 1 })
  const { found } = resolve(server, 'team/shop', docker({ auths: { [server.host]: { auth: encoded('ann:pass:word') } } }))
  expect((await found).manifest).toBe(image.manifest.digest)
  expect(server.count(/^\/v2\/$/)).toBe(1)
})

test('a token that has expired during the run is got anew', async () => {
  const server = await shop({ auth: { type: 'token', users, public: ['open/web'] } })
  const { registries, found } = resolve(server, 'open/web')
  const resolved = await found
  server.fault('/blobs/', { status: 401, headers: { 'WWW-Authenticate': `Bearer realm="http://${server.host}/token"` }, times: 1 })
  await registries.pull(resolved, join(folder(), 'layout'))
  expect(server.count('/token')).toBe(2)
})

test('credentials go only to the registry that they are for', async () => {
  const server = await shop({ auth: { type: 'basic', users } })
  const auth = { auth: encoded('ann:pass:word') }
  const port = server.host.split(':')[1]
  for (const key of [`other.example`, `127.0.0.1`, `${server.host}0`, `${server.host}/team2`, `a${server.host}`, `127.0.0.2:${port}`])
    expect((await failureOf(resolve(server, 'team/shop', docker({ auths: { [key]: auth } })).found)).code).toBe('unauthorized')
  expect(authorizations(server)).toEqual([])
  // the longest part of the repository counts, as Podman writes it
  const keys = { [server.host]: { auth: encoded('ann:other') }, [`${server.host}/team`]: auth }
  expect((await resolve(server, 'team/shop', docker({ auths: keys })).found).manifest).toBe(image.manifest.digest)
})

test('a mirror has credentials of its own', async () => {
  const server = await shop({ auth: { type: 'basic', users } })
  const settings = { registries: [{ name: 'registry.example', mirror: server.host, plainHttp: true }] }
  const named = reference('registry.example/team/shop:1')
  const upstream = open(settings.registries, docker({ auths: { 'registry.example': { auth: encoded('ann:pass:word') } } }))
  const failure = await failureOf(upstream.resolve(named, amd64))
  expect(failure.message).toContain(`the registry registry.example (asked at ${server.host}) `)
  expect(authorizations(server)).toEqual([])
  const own = open(settings.registries, docker({ auths: { [server.host]: { auth: encoded('ann:pass:word') } } }))
  expect(await own.resolve(named, amd64)).toMatchObject({ registry: 'registry.example', manifest: image.manifest.digest })
})

test('GITHUB_TOKEN is not for any other registry', async () => {
  const server = await shop({ auth: { type: 'basic', users: { token: 'ghs_1' } } })
  const environment = { GITHUB_TOKEN: 'ghs_1' }
  expect((await failureOf(resolve(server, 'team/shop', { environment }).found)).code).toBe('unauthorized')
  const mirrored = open([{ name: 'ghcr.io', mirror: server.host, plainHttp: true }], { environment })
  expect((await failureOf(mirrored.resolve(reference('ghcr.io/team/shop:1'), amd64))).code).toBe('unauthorized')
  expect(authorizations(server)).toEqual([])
})

/** A credential helper that writes down what it is given; `body` is its shell script. */
function helper(name: string, body: string, place = folder()): string {
  const file = join(place, `docker-credential-${name}`)
  writeFileSync(file, `#!/bin/sh\n${body}\n`)
  chmodSync(file, 0o755)
  return place
}

const answering = (log: string) => `
read registry
echo "$1 $registry \${GITHUB_TOKEN:-no token} \${AWS_REGION:-}" >> ${log}
echo '{"ServerURL":"","Username":"ann","Secret":"pass:word"}'`

test.runIf(process.platform !== 'win32')('a credential helper: asked once, without the tokens of other services', async () => {
  const server = await shop({ auth: { type: 'basic', users } })
  server.push('team/second', image, '1')
  const log = join(folder(), 'log')
  const { environment } = docker({ credHelpers: { [server.host]: 'shop' }, credsStore: 'other' })
  const PATH = `${helper('shop', answering(log))}:/usr/bin:/bin`
  const registries = open(plain(server.host), { environment: { ...environment, PATH, GITHUB_TOKEN: 'ghs_1', AWS_REGION: 'eu-1' } })
  for (const name of ['shop', 'second']) await registries.resolve(reference(`${server.host}/team/${name}:1`), amd64)
  const { readFileSync } = await import('node:fs')
  expect(readFileSync(log, 'utf8')).toBe(`get ${server.host} no token eu-1\n`)
})

test.runIf(process.platform !== 'win32')('a credential helper that knows nothing leaves it to the configuration', async () => {
  const server = await shop({ auth: { type: 'basic', users } })
  const { environment } = docker({ credsStore: 'shop', auths: { [server.host]: { auth: encoded('ann:pass:word') } } })
  const PATH = `${helper('shop', 'echo credentials not found in native keychain; exit 1')}:/bin`
  expect((await resolve(server, 'team/shop', { environment: { ...environment, PATH } }).found).manifest).toBe(image.manifest.digest)
})

test.runIf(process.platform !== 'win32').each([
  { name: 'fails', body: 'echo secret-1; exit 3', message: 'docker-credential-shop failed (exit code 3)' },
  { name: 'hangs', body: 'sleep 20', message: 'docker-credential-shop failed (exit code none, it was ended)' },
  { name: 'says too much', body: 'while true; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done', message: 'it was ended' },
  { name: 'says something else', body: 'echo secret-1', message: 'answered something else than a credential' },
])('a credential helper that $name', async ({ body, message }) => {
  const server = await shop({ auth: { type: 'basic', users } })
  const { environment } = docker({ credsStore: 'shop' })
  const options = { environment: { ...environment, PATH: `${helper('shop', body)}:/usr/bin:/bin` }, limits: { helper: 500 } }
  const failure = await failureOf(resolve(server, 'team/shop', options).found)
  expect(failure.code).toBe('unauthorized')
  expect(failure.message).toContain(message)
  expect(failure.message).not.toContain('secret-1')
})

test.runIf(process.platform !== 'win32')('no helper of the scanned folder is started, nor one with a path for a name', async () => {
  const server = await shop({ auth: { type: 'basic', users } })
  const root = folder()
  const log = join(folder(), 'log')
  helper('shop', answering(log), root)
  const outside = folder()
  const { symlinkSync, existsSync } = await import('node:fs')
  symlinkSync(join(root, 'docker-credential-shop'), join(outside, 'docker-credential-shop'))
  for (const name of ['shop', '../x/shop', 'a b']) {
    const { environment } = docker({ credsStore: name })
    const options = { root, environment: { ...environment, PATH: `${root}:${outside}:.:/usr/bin:/bin` } }
    expect((await failureOf(resolve(server, 'team/shop', options).found)).code).toBe('unauthorized')
  }
  expect(existsSync(log)).toBe(false)
})

test('a Docker configuration of the scanned folder is refused; so is one that is no JSON', async () => {
  const root = folder()
  mkdirSync(join(root, '.docker'))
  writeFileSync(join(root, '.docker/config.json'), '{"auths": {"x": {"auth": "c2VjcmV0OnNlY3JldA=="}}')
  const named = reference('registry.example/shop:1')
  const inside = await failureOf(open([], { root, environment: { DOCKER_CONFIG: join(root, '.docker') } }).resolve(named, amd64))
  expect(inside.message).toContain('a Docker configuration in the scanned folder')
  const broken = await failureOf(open([], { environment: { HOME: root } }).resolve(named, amd64))
  expect(broken.message).toContain('no valid JSON')
  expect(broken.message).not.toContain('c2Vj')
})
