import { expect, test } from 'vitest'
import { alpine, type Blob, blobOf, descriptorOf, makeImage, makeIndex } from '../support/image-maker.ts'
import type { Registry, RegistryOptions } from '../support/registry-server.ts'
import { amd64, failureOf, open, plain, reference, registry } from './harness.ts'

const image = makeImage({ layers: [alpine({ musl: '1.2.4-r2' })] })
const ociManifest = 'application/vnd.oci.image.manifest.v1+json'

async function count(server: Registry) {
  const registries = open(plain(server.host))
  return registries.attachments(await registries.resolve(reference(`${server.host}/shop:1`), amd64))
}

async function shop(options: RegistryOptions = {}): Promise<Registry> {
  const server = await registry(options)
  server.push('shop', makeIndex([image]), '1')
  return server
}

function manifestOf(layers: { type: string; annotations?: Record<string, string> }[]): Blob {
  const empty = blobOf('{}', 'application/vnd.oci.empty.v1+json')
  const listed = layers.map(({ type, annotations }) => ({ ...descriptorOf(empty), mediaType: type, annotations }))
  return blobOf({ schemaVersion: 2, mediaType: ociManifest, config: descriptorOf(empty), layers: listed }, ociManifest)
}

const tagOf = (digest: string, end: string) => `${digest.replace(':', '-')}${end}`

test('nothing', async () => {
  expect(await count(await shop())).toEqual({ signatures: 0, sboms: 0 })
  expect(await count(await shop({ referrers: false }))).toEqual({ signatures: 0, sboms: 0 })
})

test('referrers of the manifest and of the index', async () => {
  const server = await shop()
  const index = makeIndex([image]).index.digest
  server.attach('shop', image.manifest.digest, 'application/spdx+json')
  server.attach('shop', image.manifest.digest, 'application/vnd.cyclonedx+json')
  server.attach('shop', index, 'application/vnd.dev.cosign.artifact.sig.v1+json')
  server.attach('shop', index, 'application/vnd.cncf.notary.signature')
  server.attach('shop', index, 'application/vnd.example.notes')
  expect(await count(server)).toEqual({ signatures: 2, sboms: 2 })
})

test('the tag in place of referrers', async () => {
  const server = await shop({ referrers: false })
  const bundle = { ...descriptorOf(manifestOf([])), artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json' }
  const list = [
    { ...bundle, annotations: { 'dev.sigstore.bundle.content': 'message-signature' } },
    {
      ...bundle,
      annotations: {
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType': 'https://cyclonedx.org/bom',
      },
    },
    { ...bundle, annotations: { 'dev.sigstore.bundle.predicateType': 'https://slsa.dev/provenance/v1' } },
  ]
  const type = 'application/vnd.oci.image.index.v1+json'
  server.pushManifest('shop', blobOf({ schemaVersion: 2, mediaType: type, manifests: list }, type), {
    tags: [tagOf(image.manifest.digest, '')],
  })
  expect(await count(server)).toEqual({ signatures: 1, sboms: 1 })
})

test('the tags of cosign', async () => {
  const server = await shop()
  const index = makeIndex([image]).index.digest
  const simple = 'application/vnd.dev.cosign.simplesigning.v1+json'
  server.pushManifest('shop', manifestOf([{ type: simple }, { type: simple }]), { tags: [tagOf(index, '.sig')] })
  const dsse = 'application/vnd.dsse.envelope.v1+json'
  const attested = manifestOf([
    { type: dsse, annotations: { predicateType: 'https://spdx.dev/Document' } },
    { type: dsse, annotations: { predicateType: 'https://slsa.dev/provenance/v0.2' } },
  ])
  server.pushManifest('shop', attested, { tags: [tagOf(image.manifest.digest, '.att')] })
  server.pushManifest('shop', manifestOf([{ type: 'text/spdx' }]), { tags: [tagOf(image.manifest.digest, '.sbom')] })
  expect(await count(server)).toEqual({ signatures: 2, sboms: 2 })
})

test('what BuildKit puts into the index', async () => {
  const server = await registry()
  const statement = manifestOf([
    { type: 'application/vnd.in-toto+json', annotations: { 'in-toto.io/predicate-type': 'https://spdx.dev/Document' } },
    { type: 'application/vnd.in-toto+json', annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v1' } },
  ])
  const type = 'application/vnd.oci.image.index.v1+json'
  const entry = (subject: string) => ({
    ...descriptorOf(statement),
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': subject },
  })
  const index = blobOf(
    {
      schemaVersion: 2,
      mediaType: type,
      manifests: [{ ...descriptorOf(image.manifest), platform: amd64 }, entry(image.manifest.digest), entry(image.config.digest)],
    },
    type,
  )
  server.push('shop', image)
  server.pushManifest('shop', statement)
  server.pushManifest('shop', index, { tags: ['1'] })
  expect(await count(server)).toEqual({ signatures: 0, sboms: 1 })
})

test('a registry that fails has not said that there is nothing', async () => {
  const server = await shop()
  server.fault('.sig', { status: 500 })
  expect(await failureOf(count(server))).toMatchObject({ code: 'unreachable' })
  server.mend()
  server.fault('/referrers/', { body: '<html>' })
  expect(await failureOf(count(server))).toMatchObject({ code: 'invalid', message: expect.stringContaining('no JSON') })
})
