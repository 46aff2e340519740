import { createHash, type Hash } from 'node:crypto'
import { copyFileSync, linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { errorOf } from './client.ts'
import type { ImagePlace } from './content.ts'
import { wrongAnswer } from './failure.ts'
import type { RegistryLimits } from './limits.ts'
import type { Answer } from './transport.ts'

/** Layers of the images of a run, each got once. */
export interface BlobStore {
  /**
   * Puts a blob under a path, which must be on the same disk for nothing to be copied.
   * @throws ImageError; the reason of the signal; errors of the file system
   */
  put(place: ImagePlace, blob: { digest: string; size: number }, target: string): Promise<void>
  /** Removes what is kept; files that were put stay. */
  close(): void
}

/**
 * Opens a store in a new folder below an existing one. Blobs are shared as hard links, so that what is removed from the store, the oldest
 * first when it grows too large, stays where it was put.
 */
export function openBlobs(options: { parent: string; limits: RegistryLimits }): BlobStore {
  const { limits } = options
  let folder: string | undefined
  const kept = new Map<string, number>()
  const running = new Map<string, Promise<void>>()
  const fileOf = (digest: string) => join(folder!, digest.slice('sha256:'.length))

  async function get(place: ImagePlace, blob: { digest: string; size: number }): Promise<void> {
    const own = download(place, blob, fileOf(blob.digest)).finally(() => running.delete(blob.digest))
    running.set(blob.digest, own)
    await own
    kept.set(blob.digest, blob.size)
  }

  function makeRoom(): void {
    let sum = [...kept.values()].reduce((total, size) => total + size, 0)
    for (const [digest, size] of kept) {
      if (sum <= limits.shared) return
      rmSync(fileOf(digest), { force: true })
      kept.delete(digest)
      sum -= size
    }
  }

  return {
    async put(place, blob, target) {
      if (folder === undefined) {
        mkdirSync(options.parent, { recursive: true })
        folder = mkdtempSync(join(options.parent, 'layers-'))
      }
      while (!kept.has(blob.digest)) {
        place.signal?.throwIfAborted()
        const other = running.get(blob.digest)
        if (other === undefined) await get(place, blob)
        // another image's failure, perhaps its deadline, is not ours
        else await Promise.race([other.catch(() => {}), aborted(place.signal)])
      }
      share(fileOf(blob.digest), target)
      makeRoom()
    },
    close() {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
      kept.clear()
      folder = undefined
    },
  }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
}

function share(source: string, target: string): void {
  try {
    linkSync(source, target)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'EXDEV' && code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EMLINK') throw error
    copyFileSync(source, target)
  }
}

/** What has come of a blob so far. */
interface Partial {
  handle: FileHandle
  hash: Hash
  bytes: number
}

/** Writes a blob into a file that gets its name when size and digest are right; nothing is left of one that could not be had. */
async function download(place: ImagePlace, { digest, size }: { digest: string; size: number }, file: string): Promise<void> {
  const part = `${file}.part`
  const handle = await open(part, 'wx', 0o600)
  const partial: Partial = { handle, hash: createHash('sha256'), bytes: 0 }
  try {
    const { client, repository, image, signal } = place
    await client.request({
      image,
      repository,
      signal,
      path: `blobs/${digest}`,
      isLong: true,
      expected: [416],
      headers: (): Record<string, string> => (partial.bytes > 0 ? { Range: `bytes=${partial.bytes}-` } : {}),
      progress: () => partial.bytes,
      read: (answer) => append(answer, partial, size),
    })
    if (partial.bytes !== size || `sha256:${partial.hash.digest('hex')}` !== digest) throw wrongBytes(place)
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  } finally {
    await handle.close()
  }
}

function wrongBytes(place: ImagePlace): Error {
  return errorOf(wrongAnswer('answers with other bytes than the digest of a layer says'), place.image, place.client.place)
}

/** Continues where the last answer ended, or begins anew when the registry does not know how to. */
async function append(answer: Answer, partial: Partial, size: number): Promise<void> {
  const continues = answer.status === 206 && answer.headers['content-range']?.startsWith(`bytes ${partial.bytes}-`)
  if (!continues) {
    partial.bytes = 0
    partial.hash = createHash('sha256')
    await partial.handle.truncate(0)
    // a part that was not asked for, or refused although it was: from the start, by another attempt
    if (answer.status !== 200) throw Object.assign(new Error('range'), { code: 'ECONNRESET' })
  }
  for await (const piece of answer.body as AsyncIterable<Buffer>) {
    if (partial.bytes + piece.length > size) {
      answer.body.destroy()
      throw wrongAnswer(`answers with more than the ${size} bytes of a layer`)
    }
    await partial.handle.write(piece, 0, piece.length, partial.bytes)
    partial.hash.update(piece)
    partial.bytes += piece.length
  }
  if (partial.bytes < size) throw Object.assign(new Error('short'), { code: 'ECONNRESET' })
}
