/** Container images made in memory: real archives, configurations, manifests and indexes, with the same bytes for the same description. */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Platform } from '../../../src/images/model.ts'
import { type Files, tar } from './tar.ts'

export type { Files } from './tar.ts'

/** Bytes as a registry keeps them. */
export interface Blob {
  digest: string
  mediaType: string
  bytes: Buffer
}

export interface ImageDescription {
  /** Files of each layer, from the lowest. */
  layers: Files[]
  /** Default: linux/amd64. */
  platform?: Platform
  /** Default: 2026-01-01T00:00:00Z. */
  created?: string
  user?: string
  labels?: Record<string, string>
  /** Commands of the history, one for each layer. */
  commands?: string[]
  /** Media types; default: `oci`. */
  format?: 'oci' | 'docker'
}

export interface MadeImage {
  manifest: Blob
  config: Blob
  layers: Blob[]
  /** Of the uncompressed layers. */
  diffIds: string[]
  platform: Platform
}

export interface MadeIndex {
  index: Blob
  images: MadeImage[]
}

const mediaTypes = {
  oci: {
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    index: 'application/vnd.oci.image.index.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
  docker: {
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
}

/** `sha256:<hex>` of bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** Wraps text or bytes as a registry would keep them; anything else as JSON. */
export function blobOf(content: unknown, mediaType: string): Blob {
  const bytes = Buffer.from(typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content))
  return { digest: digestOf(bytes), mediaType, bytes }
}

/** What a manifest says of a blob. */
export function descriptorOf({ digest, mediaType, bytes }: Blob): { mediaType: string; digest: string; size: number } {
  return { mediaType, digest, size: bytes.length }
}

/** Makes an image of one platform. */
export function makeImage(description: ImageDescription): MadeImage {
  const { platform = { os: 'linux', architecture: 'amd64' }, created = '2026-01-01T00:00:00Z', format = 'oci', user, labels } = description
  const types = mediaTypes[format]
  const archives = description.layers.map((files) => tar(files))
  const layers = archives.map((archive) => blobOf(gzipSync(archive), types.layer))
  const diffIds = archives.map(digestOf)
  const config = blobOf(
    {
      created,
      ...platform,
      config: { Cmd: ['/bin/sh'], ...(user === undefined ? {} : { User: user }), ...(labels === undefined ? {} : { Labels: labels }) },
      rootfs: { type: 'layers', diff_ids: diffIds },
      history: diffIds.map((_, i) => ({ created, created_by: description.commands?.[i] ?? `COPY layer-${i} / # buildkit` })),
    },
    types.config,
  )
  const manifest = blobOf(
    { schemaVersion: 2, mediaType: types.manifest, config: descriptorOf(config), layers: layers.map(descriptorOf) },
    types.manifest,
  )
  return { manifest, config, layers, diffIds, platform }
}

/** Makes an index of images; `attestations` adds what BuildKit puts beside each of them. */
export function makeIndex(images: MadeImage[], options: { format?: 'oci' | 'docker'; attestations?: boolean } = {}): MadeIndex {
  const mediaType = mediaTypes[options.format ?? 'oci'].index
  const manifests: object[] = images.map(({ manifest, platform }) => ({ ...descriptorOf(manifest), platform }))
  const attestations = options.attestations
    ? images.map(({ manifest }) => ({
        ...descriptorOf(blobOf({ attestation: manifest.digest }, mediaTypes.oci.manifest)),
        annotations: { 'vnd.docker.reference.digest': manifest.digest, 'vnd.docker.reference.type': 'attestation-manifest' },
        platform: { architecture: 'unknown', os: 'unknown' },
      }))
    : []
  return { index: blobOf({ schemaVersion: 2, mediaType, manifests: [...manifests, ...attestations] }, mediaType), images }
}

/**
 * Files of an Alpine system with packages of the given versions (`{ musl: '1.2.4-r2' }`), as apk's database lists them.
 * @param packages a version, or the version and the name of the source package
 */
export function alpine(packages: Record<string, string | { version: string; source: string }>, version = '3.19.1'): Files {
  const installed = Object.entries(packages).map(([name, value]) => {
    const { version, source } = typeof value === 'string' ? { version: value, source: name } : value
    return `P:${name}\nV:${version}\no:${source}\nA:x86_64\nL:MIT\n\n`
  })
  return {
    'etc/os-release': `NAME="Alpine Linux"\nID=alpine\nVERSION_ID=${version}\nPRETTY_NAME="Alpine Linux v${version}"\n`,
    'etc/alpine-release': `${version}\n`,
    'lib/apk/db/installed': installed.join(''),
  }
}

/** Files of installed npm packages: `{ lodash: '4.17.11' }`. */
export function npmPackages(packages: Record<string, string>, folder = 'app'): Files {
  return Object.fromEntries(
    Object.entries(packages).map(([name, version]) => [
      `${folder}/node_modules/${name}/package.json`,
      JSON.stringify({ name, version, license: 'MIT' }),
    ]),
  )
}

/** The archive that `docker save` writes. */
export function dockerArchive({ config, layers, diffIds }: MadeImage, tags: string[] = []): Buffer {
  const names = diffIds.map((id) => `${id.slice('sha256:'.length)}/layer.tar`)
  const configName = `${config.digest.slice('sha256:'.length)}.json`
  return tar({
    'manifest.json': JSON.stringify([{ Config: configName, RepoTags: tags, Layers: names }]),
    [configName]: config.bytes,
    ...Object.fromEntries(layers.map(({ bytes }, i) => [names[i], gunzipSync(bytes)])),
  })
}

/** Writes an OCI layout folder of one image. */
export function writeLayout({ manifest, config, layers }: MadeImage, folder: string): void {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true })
  for (const { digest, bytes } of [manifest, config, ...layers])
    writeFileSync(join(folder, 'blobs/sha256', digest.slice('sha256:'.length)), bytes)
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  const index = { schemaVersion: 2, mediaType: mediaTypes.oci.index, manifests: [descriptorOf(manifest)] }
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index))
}
