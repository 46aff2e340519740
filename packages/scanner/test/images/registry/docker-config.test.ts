import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCredentials } from '../../../src/images/registry/credentials.ts'
import { helperKey, readDockerConfig, storedCredential } from '../../../src/images/registry/docker-config.ts'
import { retryAfter } from '../../../src/images/registry/failure.ts'
import { defaultLimits } from '../../../src/images/registry/limits.ts'
import { placeOf } from '../../../src/images/registry/settings.ts'
import { folder } from './harness.ts'

function config(content: object) {
  const DOCKER_CONFIG = folder()
  writeFileSync(join(DOCKER_CONFIG, 'config.json'), JSON.stringify(content))
  return readDockerConfig({ DOCKER_CONFIG }, {})!
}

const entry = (text: string) => ({ auth: Buffer.from(text).toString('base64') })

test.each(['https://index.docker.io/v1/', 'index.docker.io', 'docker.io', 'https://registry-1.docker.io/v2/'])(
  'Docker Hub is named %s',
  (key) => {
    const found = storedCredential(config({ auths: { [key]: entry('ann:1') } }), {
      host: 'registry-1.docker.io',
      repository: 'library/nginx',
    })
    expect(found).toEqual({ type: 'password', user: 'ann', password: '1' })
    expect(helperKey('registry-1.docker.io')).toBe('https://index.docker.io/v1/')
  },
)

test.each(['registry.example', 'https://registry.example', 'http://registry.example/v2/', 'Registry.Example/'])(
  'a registry is named %s',
  (key) => {
    const of = (host: string) => storedCredential(config({ auths: { [key]: entry('ann:1') } }), { host, repository: 'shop' })
    expect(of('registry.example')).toBeDefined()
    for (const other of ['registry.example:443', 'registry.example.evil', 'evil.registry.example', 'docker.io', 'registry'])
      expect(of(other)).toBeUndefined()
  },
)

test.each<[string, object, unknown]>([
  ['nothing', {}, undefined],
  ['an empty password', entry('ann:'), { type: 'password', user: 'ann', password: '' }],
  ['a password with colons and NUL', entry('ann:a:b\0\0'), { type: 'password', user: 'ann', password: 'a:b' }],
  ['no name', entry(':secret'), undefined],
  ['numbers', { username: 1, password: 2 }, undefined],
  ['an identity token', { ...entry('<token>:'), identitytoken: 'i' }, { type: 'identity', token: 'i' }],
])('%s', (_, written, expected) => {
  const found = storedCredential(config({ auths: { 'registry.example': written } }), { host: 'registry.example', repository: 'shop' })
  expect(found).toEqual(expected)
})

test('odd configurations hold nothing', () => {
  for (const content of [{ auths: [] }, { auths: { x: 'y' }, credHelpers: { x: 1 }, credsStore: 3 }, {}])
    expect(config(content)).toMatchObject({ auths: {}, helpers: {} })
})

test('GITHUB_TOKEN is for GitHub by TLS, and comes after what Docker knows', async () => {
  const environment = { GITHUB_TOKEN: 'ghs_1', GITHUB_ACTOR: 'ann' }
  const find = (registry: string, plainHttp: boolean, docker?: object) =>
    openCredentials({ config: docker === undefined ? undefined : config(docker), environment, limits: defaultLimits }).find(
      placeOf(registry, plainHttp ? [{ name: registry, plainHttp }] : []),
      'team/shop',
    )
  expect(await find('ghcr.io', false)).toEqual({
    credential: { type: 'password', user: 'ann', password: 'ghs_1' },
    source: 'GITHUB_TOKEN',
  })
  expect(await find('ghcr.io', true)).toBeUndefined()
  for (const other of ['docker.io', 'ghcr.io.evil.example', 'evil.example', 'ghcr.io:444', 'docker.pkg.github.com'])
    expect(await find(other, false)).toBeUndefined()
  expect(await find('ghcr.io', false, { auths: { 'ghcr.io': entry('bo:2') } })).toMatchObject({ source: 'the Docker configuration' })
})

test('Retry-After: seconds, a date, nothing else', () => {
  const now = Date.UTC(2026, 0, 1)
  expect(retryAfter('7', now)).toBe(7000)
  expect(retryAfter('Thu, 01 Jan 2026 00:00:09 GMT', now)).toBe(9000)
  expect(retryAfter('Thu, 01 Jan 2025 00:00:09 GMT', now)).toBe(0)
  for (const odd of ['', '-1x', 'soon', undefined]) expect(retryAfter(odd, now)).toBeUndefined()
})
