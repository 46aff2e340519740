import { createHash } from 'node:crypto'
import type { RegistryClient } from './client.ts'
import { ImageError } from './error.ts'
import { wrongAnswer } from './failure.ts'
import type { RegistryLimits } from './limits.ts'
import { accept, type Index, isDigest, type Manifest, ManifestError, readManifest } from './manifest.ts'
import { discard, readBody } from './transport.ts'

/** An image in its repository, as it is asked for. */
export interface ImagePlace {
  client: RegistryClient
  repository: string
  /** As messages name it. */
  image: string
  limits: RegistryLimits
  /** Manifests of the run, by repository and digest: each is asked for once, since registries count that. */
  manifests: Map<string, FetchedManifest>
  signal?: AbortSignal | undefined
}

export interface FetchedManifest {
  digest: string
  bytes: Buffer
  content: Manifest | Index
}

/** Bytes; those of images have a few thousand. */
const largestKept = 256 * 1024

/** `sha256:<hex>` of bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/**
 * Gets a manifest or an index and proves its digest.
 * @param reference tag or digest
 * @param options.size bytes that it must have, by the index that names it
 * @throws ImageError
 */
export async function fetchManifest(place: ImagePlace, reference: string, options: { size?: number } = {}): Promise<FetchedManifest> {
  const { client, repository, image, limits, manifests, signal } = place
  const known = manifests.get(`${repository}@${reference}`)
  if (known !== undefined) return known
  const { bytes, contentType, digest } = await client.request({
    image,
    repository,
    signal,
    path: `manifests/${reference}`,
    headers: () => ({ Accept: accept }),
    read: async (answer) => {
      const read = await readBody(answer, limits.manifest)
      const told = answer.headers['docker-content-digest']
      const own = digestOf(read)
      if ((isDigest(reference) && own !== reference) || (typeof told === 'string' && isDigest(told) && told !== own))
        throw wrongAnswer('answers with a manifest that does not have its digest')
      return { bytes: read, contentType: answer.headers['content-type'], digest: own }
    },
  })
  if (options.size !== undefined && options.size !== bytes.length)
    throw invalid(place, `has a manifest with ${bytes.length} bytes where ${options.size} were announced`)
  const fetched = { digest, bytes, content: understand(place, () => readManifest(bytes, { contentType, limits })) }
  if (bytes.length <= largestKept) manifests.set(`${repository}@${digest}`, fetched)
  return fetched
}

/**
 * Asks what a tag leads to now, without counting as a pull where that is limited.
 * @returns undefined when there is no such tag
 * @throws ImageError
 */
export async function fetchDigest(place: ImagePlace, reference: string): Promise<string | undefined> {
  const { client, repository, image, signal } = place
  const told = await client.request({
    image,
    repository,
    signal,
    path: `manifests/${reference}`,
    method: 'HEAD',
    headers: () => ({ Accept: accept }),
    expected: [404],
    read: async (answer) => {
      await discard(answer)
      return answer.status === 404 ? 'none' : answer.headers['docker-content-digest']
    },
  })
  if (told === 'none') return undefined
  return typeof told === 'string' && isDigest(told) ? told : (await fetchManifest(place, reference)).digest
}

/**
 * Gets a small blob into memory and proves its digest.
 * @param options.limit bytes
 * @throws ImageError
 */
export async function fetchBlob(
  place: ImagePlace,
  { digest, size }: { digest: string; size: number },
  { limit }: { limit: number },
): Promise<Buffer> {
  const { client, repository, image, signal } = place
  if (size > limit) throw new ImageError('too-large', `${image}: its configuration has ${size} bytes, but at most ${limit} are read.`)
  return client.request({
    image,
    repository,
    signal,
    path: `blobs/${digest}`,
    read: async (answer) => {
      const bytes = await readBody(answer, size)
      if (digestOf(bytes) !== digest) throw wrongAnswer('answers with other bytes than the digest says')
      return bytes
    },
  })
}

/** Reads content; what is wrong with it becomes a sentence about the image. @throws ImageError (invalid) */
export function understand<T>(place: ImagePlace, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof ManifestError) throw invalid(place, error.message)
    throw error
  }
}

/** A fault of the content that a registry has. */
export function invalid({ image, client }: ImagePlace, what: string): ImageError {
  const remedy = 'name an image, or push it again as one (OCI, or Docker schema 2)'
  return new ImageError('invalid', `${image}: the registry ${client.place.name} ${what}: ${remedy}.`)
}
