import { expect, test } from 'vitest'
import { alpine, type Blob, blobOf, descriptorOf, digestOf, makeImage, makeIndex, npmPackages } from '../support/image-maker.ts'
import { amd64, failureOf, open, plain, reference, registry } from './harness.ts'

const layers = [alpine({ musl: '1.2.4-r2' }), npmPackages({ lodash: '4.17.11' })]
const image = makeImage({ layers, user: '1000', labels: { 'org.opencontainers.image.source': 'shop' } })
const arm64 = makeImage({ layers, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } })
const arm6 = makeImage({ layers, platform: { os: 'linux', architecture: 'arm', variant: 'v6' } })

test('an image without an index: digest, configuration, size', async () => {
  const server = await registry()
  const digest = server.push('team/shop', image, '1')
  const found = await open(plain(server.host)).resolve(reference(`${server.host}/team/shop:1`), amd64)
  expect(found).toEqual({
    registry: server.host,
    repository: 'team/shop',
    tag: '1',
    digest,
    manifest: digest,
    platform: amd64,
    size: image.layers.reduce((sum, { bytes }) => sum + bytes.length, 0),
    config: {
      ...amd64,
      created: '2026-01-01T00:00:00Z',
      user: '1000',
      labels: { 'org.opencontainers.image.source': 'shop' },
      layers: image.diffIds,
    },
  })
})

test.each(['oci', 'docker'] as const)('an index in the format of %s: the platform is chosen, attestations are not', async (format) => {
  const server = await registry()
  const made = [image, arm64, arm6].map(({ platform }) => makeImage({ layers, platform, format }))
  const digest = server.push('shop', makeIndex(made, { format, attestations: true }), 'latest')
  const registries = open(plain(server.host))
  const resolve = (architecture: string, variant?: string) =>
    registries.resolve(reference(`${server.host}/shop`), { os: 'linux', architecture, ...(variant === undefined ? {} : { variant }) })
  expect(await resolve('amd64')).toMatchObject({ digest, manifest: made[0]!.manifest.digest, tag: 'latest' })
  expect(await resolve('arm64')).toMatchObject({ digest, manifest: made[1]!.manifest.digest, platform: { architecture: 'arm64' } })
  expect(await resolve('arm', 'v7')).toMatchObject({ manifest: made[2]!.manifest.digest, platform: { architecture: 'arm', variant: 'v6' } })
  const missing = await failureOf(resolve('s390x'))
  expect(missing).toEqual({
    code: 'not-found',
    message: `${server.host}/shop: the registry ${server.host} has no image for linux/s390x there, only for linux/amd64, linux/arm/v6, linux/arm64: choose an image for that platform, or name the platform of the nodes (nodeSelector, images.platforms).`,
  })
})

test.each([
  ['of which one is compressed in another way', amd64, { annotations: { 'io.github.containers.compression.zstd': 'true' } }],
  [
    'of which one names its variant',
    { os: 'linux', architecture: 'arm64' },
    { platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
  ],
])('two images for one platform, %s: runtimes do not agree on one', async (_name, platform, second) => {
  const server = await registry()
  const made = makeIndex([image, makeImage({ layers: [alpine({ musl: '1.2.4-r2' })] })])
  const content = JSON.parse(made.index.bytes.toString())
  content.manifests = content.manifests.map((entry: object, index: number) => ({ ...entry, platform, ...(index === 1 ? second : {}) }))
  server.push('shop', { ...made, index: blobOf(content, made.index.mediaType) }, '1')
  const failure = await failureOf(open(plain(server.host)).resolve(reference(`${server.host}/shop:1`), platform))
  expect(failure).toMatchObject({
    code: 'invalid',
    message: expect.stringContaining(`several images for linux/${platform.architecture} there`),
  })
})

test('an image that calls itself an attestation is an image, as runtimes take it', async () => {
  const server = await registry()
  const clean = makeImage({ layers: [alpine({ musl: '1.2.4-r2' })] })
  const made = makeIndex([image, clean])
  const content = JSON.parse(made.index.bytes.toString())
  delete content.manifests[1].platform
  content.manifests[0].annotations = { 'vnd.docker.reference.type': 'attestation-manifest' }
  server.push('shop', { ...made, index: blobOf(content, made.index.mediaType) }, '1')
  const found = await open(plain(server.host)).resolve(reference(`${server.host}/shop:1`), amd64)
  expect(found.manifest).toBe(image.manifest.digest)
})

test('an image without an index is taken for any platform, and tells what it is for', async () => {
  const server = await registry()
  server.push('shop', arm64, '1')
  const found = await open(plain(server.host)).resolve(reference(`${server.host}/shop:1`), amd64)
  expect(found.platform).toEqual({ os: 'linux', architecture: 'arm64' })
  expect(found.config).toMatchObject({ architecture: 'arm64', variant: 'v8' })
})

test('the digest counts, not the tag beside it', async () => {
  const server = await registry()
  const old = server.push('shop', image, '1')
  server.push('shop', arm64, '1')
  const found = await open(plain(server.host)).resolve(reference(`${server.host}/shop:1@${old}`), amd64)
  expect(found).toMatchObject({ tag: '1', digest: old, manifest: old })
  expect(server.count('/manifests/1')).toBe(0)
})

test('each image is asked for once, also when it is named twice at the same time', async () => {
  const server = await registry()
  server.push('shop', makeIndex([image, arm64]), '1')
  const registries = open(plain(server.host))
  const named = reference(`${server.host}/shop:1`)
  const [first, second] = await Promise.all([registries.resolve(named, amd64), registries.resolve(named, amd64)])
  expect(second).toBe(first)
  expect(server.count('/manifests/')).toBe(2)
})

test('the digest of a tag without pulling', async () => {
  const server = await registry()
  const digest = server.push('shop', image, '1')
  const registries = open(plain(server.host))
  expect(await registries.digest(reference(`${server.host}/shop:1`))).toBe(digest)
  expect(server.requests.map(({ method }) => method)).toEqual(['HEAD'])
  expect(await failureOf(registries.digest(reference(`${server.host}/shop:2`)))).toMatchObject({ code: 'not-found' })
})

test('an index in an index, and an entry that says nothing of its platform', async () => {
  const server = await registry()
  const inner = makeIndex([arm64, image]).index
  const outer = indexOf([descriptorOf(inner)])
  server.push('shop', makeIndex([arm64, image]))
  server.pushManifest('shop', inner)
  server.pushManifest('shop', outer, { tags: ['nested'] })
  server.pushManifest('shop', indexOf([descriptorOf(arm64.manifest)]), { tags: ['untold'] })
  const registries = open(plain(server.host))
  expect((await registries.resolve(reference(`${server.host}/shop:nested`), amd64)).manifest).toBe(image.manifest.digest)
  const wanted = { os: 'linux', architecture: 'arm64' }
  expect((await registries.resolve(reference(`${server.host}/shop:untold`), wanted)).manifest).toBe(arm64.manifest.digest)
  expect((await failureOf(registries.resolve(reference(`${server.host}/shop:untold`), amd64))).code).toBe('not-found')
})

function indexOf(manifests: object[]): Blob {
  const mediaType = 'application/vnd.oci.image.index.v1+json'
  return blobOf({ schemaVersion: 2, mediaType, manifests }, mediaType)
}

test('what is for no platform is not offered', async () => {
  const server = await registry()
  const unknown = { ...descriptorOf(image.manifest), platform: { os: 'unknown', architecture: 'unknown' } }
  server.pushManifest('shop', indexOf([unknown]), { tags: ['1'] })
  const failure = await failureOf(open(plain(server.host)).resolve(reference(`${server.host}/shop:1`), amd64))
  expect(failure.message).toContain('only for no platform at all')
})

test('indexes in each other end', async () => {
  const server = await registry()
  let index = makeIndex([image]).index
  for (let depth = 0; depth < 5; depth++) {
    server.pushManifest('shop', index, { tags: ['deep'] })
    index = indexOf([descriptorOf(index)])
  }
  server.push('shop', image)
  const failure = await failureOf(open(plain(server.host)).resolve(reference(`${server.host}/shop:deep`), amd64))
  expect(failure).toEqual({
    code: 'invalid',
    message: `${server.host}/shop:deep: the registry ${server.host} has more than 3 indexes in each other: name an image, or push it again as one (OCI, or Docker schema 2).`,
  })
})

const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const other = (change: object, type = manifestType): Blob =>
  blobOf({ ...(JSON.parse(image.manifest.bytes.toString()) as object), ...change }, type)

test.each<{ name: string; manifest: Blob; message: RegExp }>([
  {
    name: 'schema 1',
    manifest: blobOf({ schemaVersion: 1, fsLayers: [] }, 'application/vnd.docker.distribution.manifest.v1+prettyjws'),
    message: /old format \(schema 1\)/,
  },
  {
    name: 'a chart',
    manifest: other({ config: { ...descriptorOf(image.config), mediaType: 'application/vnd.cncf.helm.config.v1+json' } }),
    message: /an artifact there \(application\/vnd\.cncf\.helm\.config\.v1\+json\)/,
  },
  {
    name: 'another type than the header says',
    manifest: other({}, 'application/vnd.oci.image.index.v1+json'),
    message: /but the content says/,
  },
  { name: 'manifest and index at once', manifest: other({ manifests: [] }), message: /an index at the same time/ },
  { name: 'no JSON', manifest: blobOf('<html>', manifestType), message: /no JSON object/ },
  {
    name: 'a web page',
    manifest: other({ mediaType: 'text/html' }, 'text/html'),
    message: /text\/html there, which is no container image/,
  },
  { name: 'no layers', manifest: other({ layers: undefined }), message: /without the list of its parts/ },
  { name: 'a layer that is hidden', manifest: other({ layers: [] }), message: /0 layers, but its configuration names 2/ },
  {
    name: 'SHA-512',
    manifest: other({ config: { ...descriptorOf(image.config), digest: `sha512:${'a'.repeat(128)}` } }),
    message: /SHA-256/,
  },
  {
    name: 'a path as digest',
    manifest: other({ config: { ...descriptorOf(image.config), digest: 'sha256:../../x' } }),
    message: /SHA-256/,
  },
  { name: 'a negative size', manifest: other({ config: { ...descriptorOf(image.config), size: -1 } }), message: /without its size/ },
  { name: 'too many layers', manifest: other({ layers: Array(600).fill(descriptorOf(image.config)) }), message: /more than 512 parts/ },
])('refuses $name', async ({ manifest, message }) => {
  const server = await registry()
  server.push('shop', image)
  server.pushManifest('shop', manifest, { tags: ['1'] })
  const failure = await failureOf(open(plain(server.host)).resolve(reference(`${server.host}/shop:1`), amd64))
  expect(failure.code).toBe('invalid')
  expect(failure.message).toMatch(message)
})

test('bytes that do not have their digest', async () => {
  const server = await registry()
  const digest = server.push('shop', image, '1')
  const registries = () => open(plain(server.host))
  server.fault(`/manifests/${digest}`, { body: arm64.manifest.bytes, headers: { 'Docker-Content-Digest': arm64.manifest.digest } })
  expect(await failureOf(registries().resolve(reference(`${server.host}/shop@${digest}`), amd64))).toMatchObject({ code: 'invalid' })
  server.mend()
  server.fault('/manifests/1', { headers: { 'Docker-Content-Digest': digestOf(Buffer.from('other')) } })
  const told = await failureOf(registries().resolve(reference(`${server.host}/shop:1`), amd64))
  expect(told.message).toContain('does not have its digest')
  server.mend()
  server.fault('/blobs/', { body: Buffer.alloc(image.config.bytes.length, ' ') })
  const config = await failureOf(registries().resolve(reference(`${server.host}/shop:1`), amd64))
  expect(config).toMatchObject({ code: 'invalid', message: expect.stringContaining('other bytes than the digest says') })
})

test('an index cannot hide how large its manifest is', async () => {
  const server = await registry()
  server.push('shop', image)
  server.pushManifest('shop', indexOf([{ ...descriptorOf(image.manifest), size: 10, platform: amd64 }]), { tags: ['1'] })
  const failure = await failureOf(open(plain(server.host)).resolve(reference(`${server.host}/shop:1`), amd64))
  expect(failure.message).toMatch(/has a manifest with \d+ bytes where 10 were announced/)
})

test('references that lead nowhere are not asked for', async () => {
  const registries = open([])
  const code = async (text: string) => (await failureOf(registries.resolve(reference(text), amd64))).code
  expect(await code('registry.example/shop:{{ tag }}')).toBe('unresolved')
  expect(await code('registry.example/Shop:1')).toBe('invalid-reference')
  expect(await code(`registry.example/shop@sha512:${'a'.repeat(128)}`)).toBe('invalid-reference')
  const climbing = { reference: 'x', registry: 'registry.example', repository: 'a/../../v2', tag: '1' }
  expect(await failureOf(registries.resolve(climbing, amd64))).toMatchObject({ code: 'invalid-reference' })
})

test('offline nothing is asked', async () => {
  const server = await registry()
  server.push('shop', image, '1')
  const registries = open(plain(server.host), { offline: true })
  const named = reference(`${server.host}/shop:1`)
  expect(await failureOf(registries.resolve(named, amd64))).toMatchObject({ code: 'offline' })
  expect(await failureOf(registries.digest(named))).toMatchObject({ code: 'offline' })
  expect(server.requests).toEqual([])
})
