import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { alpine, digestOf, dockerArchive, makeImage, makeIndex, npmPackages, writeLayout } from './image-maker.ts'
import { type Registry, startRegistry } from './registry-server.ts'

const opened: Registry[] = []
const folders: string[] = []
afterEach(async () => {
  for (const registry of opened.splice(0)) await registry.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const description = { layers: [alpine({ musl: '1.2.4-r2' }), npmPackages({ lodash: '4.17.11' })], user: '1000' }

test('images are the same each time, and tar reads their layers', () => {
  const image = makeImage(description)
  expect(makeImage(description)).toEqual(image)
  expect(image.diffIds).toEqual(image.layers.map(({ bytes }) => digestOf(gunzipSync(bytes))))
  const folder = mkdtempSync(join(tmpdir(), 'image-'))
  folders.push(folder)
  writeFileSync(join(folder, 'image.tar'), dockerArchive(image, ['registry.example/shop:1']))
  execFileSync('tar', ['xf', 'image.tar'], { cwd: folder })
  const [{ Layers, Config }] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  execFileSync('tar', ['xf', join(folder, Layers[1])], { cwd: folder })
  expect(JSON.parse(readFileSync(join(folder, 'app/node_modules/lodash/package.json'), 'utf8')).version).toBe('4.17.11')
  expect(readFileSync(join(folder, Config))).toEqual(image.config.bytes)
  writeLayout(image, join(folder, 'layout'))
  expect(readdirSync(join(folder, 'layout/blobs/sha256'))).toHaveLength(4)
})

test('the registry serves by tag and digest, ranges, referrers, tags', async () => {
  const registry = await startRegistry()
  opened.push(registry)
  const image = makeImage(description)
  const digest = registry.push('shop/web', makeIndex([image], { attestations: true }), '1', 'latest')
  registry.attach('shop/web', image.manifest.digest, 'application/spdx+json')
  const base = `http://${registry.host}/v2/shop/web`
  const index = await fetch(`${base}/manifests/latest`)
  expect(index.headers.get('docker-content-digest')).toBe(digest)
  expect(index.headers.get('content-type')).toBe('application/vnd.oci.image.index.v1+json')
  expect(((await index.json()) as { manifests: unknown[] }).manifests).toHaveLength(2)
  const head = await fetch(`${base}/manifests/${image.manifest.digest}`, { method: 'HEAD' })
  expect(head.headers.get('content-length')).toBe(String(image.manifest.bytes.length))
  const rest = await fetch(`${base}/blobs/${image.config.digest}`, { headers: { range: 'bytes=10-' } })
  expect([rest.status, await rest.text()]).toEqual([206, image.config.bytes.subarray(10).toString()])
  expect(await (await fetch(`${base}/tags/list`)).json()).toEqual({ name: 'shop/web', tags: ['1', 'latest'] })
  const referrers = (await (await fetch(`${base}/referrers/${image.manifest.digest}`)).json()) as { manifests: object[] }
  expect(referrers.manifests).toMatchObject([{ artifactType: 'application/spdx+json' }])
  expect((await fetch(`${base}/manifests/none`)).status).toBe(404)
  expect(registry.count('/manifests/')).toBe(3)
})

test('faults: status, number of times, cut-off, endless', async () => {
  const registry = await startRegistry()
  opened.push(registry)
  const image = makeImage(description)
  registry.push('shop/web', image, '1')
  const blob = `http://${registry.host}/v2/shop/web/blobs/${image.layers[0]!.digest}`
  registry.fault('/blobs/', { status: 429, headers: { 'Retry-After': '1' }, times: 1 })
  const limited = await fetch(blob)
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1'])
  expect((await fetch(blob)).status).toBe(200)
  registry.fault('/blobs/', { cutAfter: 20 })
  await expect(fetch(blob).then((answer) => answer.arrayBuffer())).rejects.toThrow()
  registry.mend()
  registry.fault('/blobs/', { endless: true })
  const { body } = await fetch(blob)
  const reader = body!.getReader()
  let seen = 0
  while (seen < 1_000_000) seen += (await reader.read()).value!.length
  await reader.cancel()
})

test('tokens of the realm are for the repositories that were asked for', async () => {
  const registry = await startRegistry({ auth: { type: 'token', users: { ann: 'secret' }, public: ['open/web'] } })
  opened.push(registry)
  const image = makeImage(description)
  registry.push('open/web', image, '1')
  registry.push('shop/web', image, '1')
  const get = (repository: string, token: string) =>
    fetch(`http://${registry.host}/v2/${repository}/manifests/1`, { headers: { authorization: `Bearer ${token}` } })
  const ask = async (repository: string, headers: Record<string, string> = {}) =>
    (
      (await (
        await fetch(`http://${registry.host}/token?service=registry.test&scope=repository:${repository}:pull`, { headers })
      ).json()) as {
        token: string
      }
    ).token
  const refused = await fetch(`http://${registry.host}/v2/shop/web/manifests/1`)
  expect(refused.headers.get('www-authenticate')).toContain('scope="repository:shop/web:pull"')
  expect((await get('open/web', await ask('open/web'))).status).toBe(200)
  expect((await get('shop/web', await ask('shop/web'))).status).toBe(401)
  expect((await get('shop/web', await ask('open/web'))).status).toBe(401)
  const authorization = `Basic ${Buffer.from('ann:secret').toString('base64')}`
  expect((await get('shop/web', await ask('shop/web', { authorization }))).status).toBe(200)
})
