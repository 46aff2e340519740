import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repository } from '../../scan/repository.ts'
import { registry } from '../registry/harness.ts'
import { makeImage, makeIndex } from '../support/image-maker.ts'
import type { Registry } from '../support/registry-server.ts'
import { listed } from './command.ts'

const made = (text: string, architecture = 'amd64') => makeImage({ layers: [{ 'app.txt': text }], platform: { os: 'linux', architecture } })

function pods(host: string, tags: string[]): string {
  return repository({
    '.policy-gate/config.yaml': `images: {registries: [{name: "${host}", plainHttp: true}]}\n`,
    'pod.yaml': tags
      .map((tag) => `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: "${host}/shop/web${tag}"}]}\n`)
      .join('---\n'),
  })
}

async function serving(): Promise<{ server: Registry; digest: string }> {
  const server = await registry()
  return { server, digest: server.push('shop/web', makeIndex([made('a'), made('a', 'arm64')]), '1') }
}

const env = { GITHUB_ACTOR: 'ann', HOME: '/nonexistent' }
const now = ['--now', '2026-01-31T00:00:00Z']

test('without a flag nothing is asked', async () => {
  const { server } = await serving()
  await listed([], { cwd: pods(server.host, [':1']), env })
  expect(server.requests).toEqual([])
})

test('resolve: the digests of tags, by platform', async () => {
  const { server, digest } = await serving()
  const cwd = pods(server.host, [':1'])
  const { out, code } = await listed(['--resolve', '-f', 'json'], { cwd, env })
  expect(code).toBe(0)
  expect(JSON.parse(out).images[0].resolved).toEqual([
    { platform: 'linux/amd64', digest, manifest: expect.stringMatching(/^sha256:/), size: expect.any(Number) },
  ])
  expect((await listed(['--resolve'], { cwd, env })).out).toContain(`/shop/web:1 (${digest.slice(0, 19)}…)`)
})

test('several platforms of the configuration: all are resolved and locked, in the list, the lock file and the BOM', async () => {
  const { server, digest } = await serving()
  const cwd = pods(server.host, [':1'])
  const config = join(cwd, '.policy-gate/config.yaml')
  writeFileSync(config, readFileSync(config, 'utf8').replace('{registries', '{platforms: [linux/arm64, linux/amd64], registries'))
  const [image] = JSON.parse((await listed(['--resolve', '-f', 'json'], { cwd, env })).out).images
  expect(image.resolved.map((one: { platform: string; digest: string }) => [one.platform, one.digest])).toEqual([
    ['linux/amd64', digest],
    ['linux/arm64', digest],
  ])
  const { components } = JSON.parse((await listed(['--resolve', '-f', 'cyclonedx', ...now], { cwd, env })).out)
  expect(components.flatMap(({ purl }: { purl?: string }) => purl?.match(/arch=[^&]+/)?.[0] ?? []).sort()).toEqual([
    'arch=amd64',
    'arch=arm64',
  ])
  await listed(['--lock', ...now], { cwd, env })
  const locked = readFileSync(join(cwd, '.policy-gate/images.lock.yaml'), 'utf8')
  expect([...locked.matchAll(/linux\/\w+/g)].map(([platform]) => platform)).toEqual(['linux/amd64', 'linux/arm64'])
  expect((await listed(['--check-lock'], { cwd, env })).out).toContain('1 tag checked: 0 moved, 0 without an entry')
})

test('resolve: an image that is not there is said so, and is no pass', async () => {
  const { server } = await serving()
  const { out, code } = await listed(['--resolve'], { cwd: pods(server.host, [':1', ':gone']), env })
  expect(code).toBe(3)
  expect(out).toContain('Nothing is known of 1 image:\n  pod.yaml:')
})

test('lock, check, a tag that moves, lock again', async () => {
  const { server, digest } = await serving()
  const cwd = pods(server.host, [':1', `@${digest}`])
  expect(await listed(['--check-lock'], { cwd, env })).toEqual({
    out: `${server.host}/shop/web:1 has no entry in the lock file: run \`policy-gate images --lock\`.\n1 tag checked: 0 moved, 1 without an entry, 0 unknown.\n`,
    code: 1,
  })
  expect(await listed(['--lock', ...now], { cwd, env })).toEqual({
    out: '.policy-gate/images.lock.yaml: 1 image, 1 new, 0 changed.\n',
    code: 0,
  })
  const text = readFileSync(join(cwd, '.policy-gate/images.lock.yaml'), 'utf8')
  expect(text).toContain(digest)
  expect(text).toContain('2026-01-31')
  expect(text).toContain('ann')
  expect(await listed(['--check-lock'], { cwd, env })).toEqual({
    out: '1 tag checked: 0 moved, 0 without an entry, 0 unknown.\n',
    code: 0,
  })

  const moved = server.push('shop/web', makeIndex([made('b'), made('b', 'arm64')]), '1')
  const { out, code } = await listed(['--check-lock'], { cwd, env })
  expect(code).toBe(1)
  expect(out).toContain(`/shop/web:1 has moved from ${digest} to ${moved}: `)
  const listing = JSON.parse((await listed(['--resolve', '-f', 'json'], { cwd, env })).out)
  expect(listing.images[0].moved).toEqual({ from: digest, to: moved })
  expect(await listed(['--lock', '--now', '2026-02-28T00:00:00Z'], { cwd, env })).toMatchObject({
    out: '.policy-gate/images.lock.yaml: 1 image, 0 new, 1 changed.\n',
  })
  expect(await listed(['--check-lock'], { cwd, env })).toMatchObject({ code: 0 })
})

test('a registry that does not answer is no pass', async () => {
  const { server } = await serving()
  const cwd = pods(server.host, [':1'])
  await listed(['--lock', ...now], { cwd, env })
  server.fault('/manifests/1', { status: 404 })
  const { out, code } = await listed(['--check-lock'], { cwd, env })
  expect(code).toBe(3)
  expect(out).toContain('0 moved, 0 without an entry, 1 unknown.')
})

test('a list of a part of the repository keeps the entries of the rest; what nobody knows is named', async () => {
  const { server, digest } = await serving()
  server.push('shop/web', made('c'), '2')
  const cwd = pods(server.host, [':1', ':2'])
  await listed(['--lock', ...now], { cwd, env })
  const pod = (image: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: "${image}"}]}\n`
  writeFileSync(join(cwd, 'pod.yaml'), pod(`${server.host}/shop/web:1`))
  writeFileSync(join(cwd, 'late.yaml'), pod('late:${TAG}'))
  const part = await listed(['--lock', 'late.yaml'], { cwd, env })
  expect(part.out).toContain('.policy-gate/images.lock.yaml: 2 images, 0 new, 0 changed.\n\nNothing is known of 1 image:\n  late.yaml:4: ')
  expect(part.code).toBe(0)
  const whole = await listed(['--lock'], { cwd, env })
  expect(whole.out).toContain('.policy-gate/images.lock.yaml: 1 image, 0 new, 0 changed.')
  server.fault('/manifests/1', { status: 404 })
  const gone = await listed(['--lock'], { cwd, env })
  expect(gone).toMatchObject({ code: 3, out: expect.stringContaining('Nothing is known of 2 images:') })
  expect(readFileSync(join(cwd, '.policy-gate/images.lock.yaml'), 'utf8')).toContain(digest)
})

test('offline: only what is locked and kept; nothing is asked', async () => {
  const { server } = await serving()
  const cwd = pods(server.host, [':1'])
  server.requests.length = 0
  const { out, code } = await listed(['--resolve', '--offline'], { cwd, env })
  expect(code).toBe(3)
  expect(out).toContain('.policy-gate/images.lock.yaml has no digest for it')
  expect(server.requests).toEqual([])
})

test('the lock file names who looked', async () => {
  const { server } = await serving()
  const cwd = pods(server.host, [':1'])
  await expect(listed(['--lock', ...now], { cwd, env: { HOME: '/nonexistent' } })).rejects.toThrow('Nobody is named who locks the images')
  expect(existsSync(join(cwd, '.policy-gate/images.lock.yaml'))).toBe(false)
})
