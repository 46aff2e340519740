import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ResolvedImage } from '../../../src/images/model.ts'
import type { Registries, RegistriesOptions } from '../../../src/images/registry/registries.ts'
import { alpine, blobOf, descriptorOf, digestOf, type MadeImage, makeImage, makeIndex } from '../support/image-maker.ts'
import type { Fault, Registry, RegistryOptions } from '../support/registry-server.ts'
import { amd64, failureOf, folder, open, plain, reference, registry } from './harness.ts'

/** Bytes that gzip cannot make smaller, the same in each run. */
function noise(size: number): Buffer {
  let state = 1
  const next = () => {
    state = (state * 48271) % 2147483647
    return state & 255
  }
  return Buffer.from(Uint8Array.from({ length: size }, next))
}

const base = alpine({ musl: '1.2.4-r2' })
const image = makeImage({ layers: [base, { 'app/data': noise(300_000) }] })
const other = makeImage({ layers: [base, { 'app/other': 'x' }] })

interface Pulled {
  server: Registry
  registries: Registries
  resolved: ResolvedImage
  place: string
}

async function pulled(made: MadeImage, options: Partial<RegistriesOptions> & { server?: RegistryOptions } = {}): Promise<Pulled> {
  const server = await registry(options.server)
  server.push('shop', makeIndex([made]), '1')
  const registries = open(plain(server.host), options)
  const resolved = await registries.resolve(reference(`${server.host}/shop:1`), amd64)
  return { server, registries, resolved, place: folder() }
}

test('an OCI layout with one manifest and the bytes of all digests', async () => {
  const { registries, resolved, place, server } = await pulled(image)
  const manifests = server.count('/manifests/')
  await registries.pull(resolved, join(place, 'layout'))
  const read = (path: string) => JSON.parse(readFileSync(join(place, 'layout', path), 'utf8'))
  expect(read('oci-layout')).toEqual({ imageLayoutVersion: '1.0.0' })
  expect(read('index.json')).toEqual({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [{ ...descriptorOf(image.manifest), platform: amd64 }],
  })
  const names = readdirSync(join(place, 'layout/blobs/sha256'))
  expect(names.sort()).toEqual([image.manifest, image.config, ...image.layers].map(({ digest }) => digest.slice(7)).sort())
  for (const name of names) expect(digestOf(readFileSync(join(place, 'layout/blobs/sha256', name)))).toBe(`sha256:${name}`)
  expect(readdirSync(place)).toEqual(['layout'])
  // pulls are counted by manifests
  expect(server.count('/manifests/')).toBe(manifests)
})

test('layers are got once for all images of a run, and stay when the store is closed', async () => {
  const { server, registries, resolved, place } = await pulled(image)
  server.push('other', other, '1')
  const second = await registries.resolve(reference(`${server.host}/other:1`), amd64)
  mkdirSync(join(place, 'b'))
  await Promise.all([registries.pull(resolved, join(place, 'a')), registries.pull(second, join(place, 'b'))])
  const shared = `blobs/sha256/${image.layers[0]!.digest.slice(7)}`
  expect(server.count(image.layers[0]!.digest)).toBe(1)
  expect(statSync(join(place, 'a', shared)).ino).toBe(statSync(join(place, 'b', shared)).ino)
  registries.close()
  expect(digestOf(readFileSync(join(place, 'a', shared)))).toBe(image.layers[0]!.digest)
})

test('what is kept for other images stays below its limit', async () => {
  const { server, registries, resolved, place } = await pulled(image, { limits: { shared: 1000 } })
  await registries.pull(resolved, join(place, 'a'))
  await registries.pull(resolved, join(place, 'b'))
  expect(server.count(image.layers[1]!.digest)).toBe(2)
  expect(readdirSync(join(place, 'a/blobs/sha256'))).toHaveLength(4)
})

test('a transfer that breaks off is continued where it ended', async () => {
  const { server, registries, resolved, place } = await pulled(image)
  const layer = image.layers[1]!
  server.fault(layer.digest, { cutAfter: 100_000, times: 2 })
  await registries.pull(resolved, join(place, 'layout'))
  expect(digestOf(readFileSync(join(place, 'layout/blobs/sha256', layer.digest.slice(7))))).toBe(layer.digest)
  const ranges = server.requests.filter(({ path }) => path.includes(layer.digest)).map(({ headers }) => headers.range)
  expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/), expect.stringMatching(/^bytes=\d+-$/)])
})

test('what gets on may break off more often than what does not', async () => {
  const large = makeImage({ layers: [{ data: noise(6 * 2 ** 20) }] })
  const { server, registries, resolved, place } = await pulled(large, { limits: { attempts: 2 } })
  const layer = large.layers[0]!
  server.fault(layer.digest, { cutAfter: 1.25 * 2 ** 20, times: 4 })
  await registries.pull(resolved, join(place, 'layout'))
  expect(server.count(layer.digest)).toBe(5)
})

test.each<{ name: string; server?: RegistryOptions; second?: Fault }>([
  { name: 'that knows no ranges', server: { ranges: false } },
  { name: 'that answers with another range', second: { headers: { 'Content-Range': 'bytes 0-9/10' }, body: '0123456789' } },
  { name: 'that refuses the range', second: { status: 416 } },
])('a transfer from a registry $name begins anew', async ({ server: options, second }) => {
  const { server, registries, resolved, place } = await pulled(image, options === undefined ? {} : { server: options })
  const layer = image.layers[1]!
  if (second !== undefined) server.fault(layer.digest, { ...second, times: 1 })
  server.fault(layer.digest, { cutAfter: 100_000, times: 1 })
  await registries.pull(resolved, join(place, 'layout'))
  expect(digestOf(readFileSync(join(place, 'layout/blobs/sha256', layer.digest.slice(7))))).toBe(layer.digest)
})

test.each<{ name: string; fault: Fault; code: string; message: RegExp }>([
  {
    name: 'other bytes',
    fault: { body: Buffer.alloc(image.layers[1]!.bytes.length) },
    code: 'invalid',
    message: /other bytes than the digest/,
  },
  { name: 'more bytes', fault: { body: Buffer.alloc(400_000) }, code: 'invalid', message: /more than the \d+ bytes of a layer/ },
  { name: 'no end', fault: { endless: true }, code: 'invalid', message: /more than the \d+ bytes of a layer/ },
  { name: 'fewer bytes', fault: { body: Buffer.alloc(10) }, code: 'unreachable', message: /broken off the transfer/ },
  { name: 'no layer', fault: { status: 404 }, code: 'not-found', message: /\(404\)/ },
  { name: 'a break each time', fault: { cutAfter: 10 }, code: 'unreachable', message: /broken off the transfer/ },
  { name: 'silence', fault: { delay: 9000 }, code: 'unreachable', message: /does not answer in time/ },
])('$name: nothing is left', async ({ fault, code, message }) => {
  const temporary = folder()
  const { server, registries, resolved, place } = await pulled(image, { temporary, limits: { idle: 100 } })
  server.fault(image.layers[1]!.digest, fault)
  const failure = await failureOf(registries.pull(resolved, join(place, 'layout')))
  expect(failure.code).toBe(code)
  expect(failure.message).toMatch(message)
  expect(failure.message).toMatch(new RegExp(`^${server.host}/shop:1: the registry ${server.host} `))
  expect(readdirSync(place)).toEqual([])
  const [store] = readdirSync(temporary)
  expect(readdirSync(join(temporary, store ?? '')).filter((name) => name.endsWith('.part'))).toEqual([])
  registries.close()
  expect(readdirSync(temporary)).toEqual([])
})

test('a deadline ends it at once, for this image only', async () => {
  const { server, registries, resolved, place } = await pulled(image, { limits: { idle: 5000 } })
  server.fault(image.layers[1]!.digest, { delay: 3000, times: 1 })
  const reason = new Error('too late')
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), 100)
  const start = performance.now()
  const first = registries.pull(resolved, join(place, 'a'), { signal: controller.signal })
  const second = registries.pull(resolved, join(place, 'b'))
  await expect(first).rejects.toBe(reason)
  expect(performance.now() - start).toBeLessThan(1500)
  await second
  expect(readdirSync(place)).toEqual(['b'])
  await expect(registries.pull(resolved, join(place, 'c'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})

test('an image that is too large is not got at all', async () => {
  const server = await registry()
  server.push('shop', image, '1')
  const registries = open(plain(server.host), { settings: { maximumSize: 0.1 } })
  const resolved = await registries.resolve(reference(`${server.host}/shop:1`), amd64)
  const place = folder()
  const failure = await failureOf(registries.pull(resolved, join(place, 'layout')))
  expect(failure).toMatchObject({ code: 'too-large', message: expect.stringContaining('raise images.maximumSize') })
  expect(server.count(image.layers[1]!.digest)).toBe(0)
})

test.each([
  'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
  'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
  'application/vnd.oci.image.layer.v1.tar+gzip+encrypted',
  'text/html',
])('a layer of type %s is refused', async (mediaType) => {
  const manifest = JSON.parse(image.manifest.bytes.toString()) as { layers: { mediaType: string; urls?: string[] }[] }
  Object.assign(manifest.layers[0]!, { mediaType, urls: ['http://169.254.169.254/'] })
  const server = await registry()
  server.push('shop', image)
  server.pushManifest('shop', blobOf(manifest, image.manifest.mediaType), { tags: ['1'] })
  const registries = open(plain(server.host))
  const resolved = await registries.resolve(reference(`${server.host}/shop:1`), amd64)
  const place = folder()
  const failure = await failureOf(registries.pull(resolved, join(place, 'layout')))
  expect(failure).toMatchObject({ code: 'incomplete', message: expect.stringContaining(mediaType) })
  expect(readdirSync(place)).toEqual([])
})

test('a folder with something in it is not touched', async () => {
  const { registries, resolved, place } = await pulled(image)
  mkdirSync(join(place, 'layout/mine'), { recursive: true })
  await expect(registries.pull(resolved, join(place, 'layout'))).rejects.toThrow()
  expect(existsSync(join(place, 'layout/mine'))).toBe(true)
  expect(readdirSync(place)).toEqual(['layout'])
})
