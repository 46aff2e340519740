import { isJsonObject, listOf, textAt } from '../../json.ts'
import type { Json, JsonObject } from '../../model.ts'
import type { ImageConfig, Platform } from '../model.ts'
import type { RegistryLimits } from './limits.ts'

/** What a manifest says of something else. */
export interface Descriptor {
  mediaType: string
  digest: string
  /** Bytes. */
  size: number
  platform?: Platform
  artifactType?: string
  annotations: Record<string, string>
}

export interface Manifest {
  type: 'manifest'
  mediaType: string
  config: Descriptor
  layers: Descriptor[]
}

export interface Index {
  type: 'index'
  mediaType: string
  entries: Descriptor[]
}

/** Content that is no image, or not one that can be read: the end of a sentence about the registry. */
export class ManifestError extends Error {}

const indexTypes = ['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json']
const manifestTypes = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json']
const configTypes = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json']
const schema1 = /^application\/vnd\.docker\.distribution\.manifest\.v1\+(json|prettyjws)$/

/** `Accept` for manifests and indexes. */
export const accept = [...manifestTypes, ...indexTypes].join(', ')

/**
 * Reads a manifest or an index (OCI image-spec; Docker image manifest v2, schema 2).
 * @param options.contentType of the answer; what the content says of itself must not contradict it
 * @throws ManifestError
 */
export function readManifest(bytes: Uint8Array, options: { contentType: string | undefined; limits: RegistryLimits }): Manifest | Index {
  const { limits } = options
  const value = readJson(bytes)
  const told = options.contentType?.split(';')[0]?.trim().toLowerCase()
  const known = [...indexTypes, ...manifestTypes]
  const own = textAt(value, ['mediaType'])
  if (value.schemaVersion === 1 || schema1.test(own ?? told ?? ''))
    throw new ManifestError('has it only in the old format (schema 1), which runtimes no longer pull')
  if (own !== undefined && told !== undefined && known.includes(told) && own !== told)
    throw new ManifestError(`calls it ${told}, but the content says ${own}`)
  const mediaType = own ?? (told !== undefined && known.includes(told) ? told : undefined) ?? guess(value)
  const isIndex = indexTypes.includes(mediaType)
  if (!isIndex && !manifestTypes.includes(mediaType))
    throw new ManifestError(`has ${mediaType.slice(0, 100)} there, which is no container image`)
  // content that can be taken for both means something else to everyone who reads it
  if (isIndex ? 'config' in value || 'layers' in value : 'manifests' in value)
    throw new ManifestError('has a manifest that is an index at the same time')
  if (isIndex) return { type: 'index', mediaType, entries: descriptors(value.manifests, limits.entries) }
  const config = descriptorOf(value.config)
  if (!configTypes.includes(config.mediaType))
    throw new ManifestError(`has an artifact there (${config.mediaType.slice(0, 100)}), which is no container image`)
  return { type: 'manifest', mediaType, config, layers: descriptors(value.layers, limits.layers) }
}

function guess(value: JsonObject): string {
  return Array.isArray(value.manifests) ? indexTypes[0]! : manifestTypes[0]!
}

function readJson(bytes: Uint8Array): JsonObject {
  try {
    const value: Json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (isJsonObject(value)) return value
  } catch {
    // told below
  }
  throw new ManifestError('answers with something that is no JSON object')
}

function descriptors(value: Json | undefined, most: number): Descriptor[] {
  if (!Array.isArray(value)) throw new ManifestError('has a manifest without the list of its parts')
  if (value.length > most) throw new ManifestError(`has a manifest with more than ${most} parts`)
  return value.map(descriptorOf)
}

/** Reads what a manifest says of something else. @throws ManifestError */
export function descriptorOf(value: Json | undefined): Descriptor {
  const object = isJsonObject(value) ? value : {}
  const { size } = object
  const digest = textAt(object, ['digest'])
  const artifactType = textAt(object, ['artifactType'])
  if (digest === undefined || !isDigest(digest)) throw new ManifestError('has a manifest with a part without a SHA-256 digest')
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw new ManifestError('has a manifest with a part without its size')
  const platform = platformOf(object.platform)
  return {
    mediaType: textAt(object, ['mediaType']) ?? '',
    digest,
    size,
    ...(platform === undefined ? {} : { platform }),
    ...(artifactType === undefined ? {} : { artifactType }),
    annotations: textsOf(object.annotations),
  }
}

/** True for `sha256:<64 hex digits>`: the one algorithm that registries must have and that all of them use. */
export function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text)
}

function platformOf(value: Json | undefined): Platform | undefined {
  const [os, architecture, variant] = ['os', 'architecture', 'variant'].map((key) => textAt(value, [key]) || undefined)
  return os === undefined || architecture === undefined ? undefined : { os, architecture, ...(variant === undefined ? {} : { variant }) }
}

function textsOf(value: Json | undefined): Record<string, string> {
  const texts = Object.entries(isJsonObject(value) ? value : {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(texts)
}

/**
 * Reads the configuration of an image (OCI image-spec, config.md).
 * @throws ManifestError when it does not name its layers
 */
export function readConfig(bytes: Uint8Array): ImageConfig {
  const value = readJson(bytes)
  const text = (...path: string[]) => textAt(value, path) || undefined
  const layers = listOf(isJsonObject(value.rootfs) ? value.rootfs.diff_ids : undefined).filter((id) => typeof id === 'string')
  if (!layers.every(isDigest)) throw new ManifestError('has a configuration that names layers without SHA-256 digests')
  const written = isJsonObject(value.config) ? textsOf(value.config.Labels) : {}
  const fields = {
    os: text('os'),
    architecture: text('architecture'),
    variant: text('variant'),
    created: text('created'),
    user: text('config', 'User'),
    ...(Object.keys(written).length === 0 ? {} : { labels: written }),
  }
  return { ...(Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined)) as Partial<ImageConfig>), layers }
}
