import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ResolvedImage } from '../model.ts'
import type { BlobStore } from './blobs.ts'
import { fetchManifest, type ImagePlace, invalid } from './content.ts'
import { ImageError } from './error.ts'
import type { Descriptor } from './manifest.ts'

export interface PullRequest {
  place: ImagePlace
  image: ResolvedImage
  /** Absolute; not there yet, or empty. */
  folder: string
  blobs: BlobStore
  /** Bytes, compressed. */
  maximumSize: number
  parallel: number
}

const layerTypes = [
  /^application\/vnd\.oci\.image\.layer\.v1\.tar(\+gzip|\+zstd)?$/,
  /^application\/vnd\.docker\.image\.rootfs\.diff\.tar(\.gzip|\.zstd)?$/,
]

/**
 * Writes an image as an OCI layout: `oci-layout`, `index.json` with this one manifest, and all blobs, each with the bytes that its digest
 * says. The folder appears when it is complete.
 * @throws ImageError; the reason of the signal
 */
export async function pullImage({ place, image, folder, blobs, maximumSize, parallel }: PullRequest): Promise<void> {
  const { bytes, content, digest } = await fetchManifest(place, image.manifest)
  if (content.type === 'index') throw invalid(place, 'has an index where the manifest of a platform is wanted')
  for (const layer of content.layers) checkLayer(place, layer)
  const size = content.layers.reduce((sum, layer) => sum + layer.size, 0)
  if (size > maximumSize)
    throw new ImageError(
      'too-large',
      `${place.image}: its layers have ${mebibytes(size)} MiB, but at most ${mebibytes(maximumSize)} are got: raise images.maximumSize if it is meant to be as large.`,
    )
  const partial = `${folder}.partial`
  try {
    const target = join(partial, 'blobs', 'sha256')
    mkdirSync(target, { recursive: true })
    const wanted = [...new Map([content.config, ...content.layers].map((blob) => [blob.digest, blob])).values()]
    await each(wanted, parallel, (blob) => blobs.put(place, blob, join(target, hex(blob.digest))))
    writeFileSync(join(target, hex(digest)), bytes)
    writeFileSync(join(partial, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
    const descriptor = { mediaType: content.mediaType, digest, size: bytes.length, platform: image.platform }
    const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [descriptor] }
    writeFileSync(join(partial, 'index.json'), JSON.stringify(index))
    if (existsSync(folder)) rmdirSync(folder)
    renameSync(partial, folder)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    throw diskError(error, place) ?? error
  }
}

function checkLayer(place: ImagePlace, { mediaType }: Descriptor): void {
  if (/foreign|nondistributable/.test(mediaType))
    throw new ImageError(
      'incomplete',
      `${place.image}: it has a layer that its registry may not give away (${mediaType.slice(0, 100)}), as base images of Windows have: it cannot be scanned as a whole.`,
    )
  if (!layerTypes.some((type) => type.test(mediaType)))
    throw new ImageError(
      'incomplete',
      `${place.image}: it has a layer of an unknown type (${mediaType.slice(0, 100)}): it cannot be scanned as a whole.`,
    )
}

/** All at once, at most so many; after a failure waits for what is under way, so that nothing is written behind its back. */
async function each<T>(items: T[], parallel: number, action: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  let isBroken = false
  const worker = async () => {
    for (const item of left) {
      if (isBroken) return
      try {
        await action(item)
      } catch (error) {
        isBroken = true
        throw error
      }
    }
  }
  const results = await Promise.allSettled(Array.from({ length: Math.min(parallel, items.length) }, worker))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

function diskError(error: unknown, { image }: ImagePlace): ImageError | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (syscall === undefined || !['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EMFILE', 'EFBIG', 'EIO'].includes(code ?? '')) return undefined
  return new ImageError(
    'incomplete',
    `${image}: its layers cannot be written (${code}): make room in the folder of temporary files (TMPDIR).`,
    {
      cause: error,
    },
  )
}

function hex(digest: string): string {
  return digest.slice('sha256:'.length)
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20)
}
