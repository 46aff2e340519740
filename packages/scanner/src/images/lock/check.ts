import type { ImageReference } from '../reference.ts'
import { ImageError } from '../registry/error.ts'
import type { Registries } from '../registry/registries.ts'
import { type Lock, lockedName } from './lock.ts'

/** What has become of a locked tag. */
export type LockState =
  | { image: string; state: 'same'; digest: string }
  | { image: string; state: 'moved'; from: string; to: string }
  /** The file has no entry, so nobody has said what the tag should mean. */
  | { image: string; state: 'missing' }
  /** The registry did not say; the sentence tells why. */
  | { image: string; state: 'unknown'; code: ImageError['code']; message: string }

type Named = Exclude<ImageReference, { unresolved: true }>

/**
 * Asks registries, without pulling, whether tags still mean what the lock file says. References with a digest are left out: they cannot move.
 * Sorted by image, each once.
 * @throws errors that are none of a registry
 */
export async function checkLock(images: Named[], { lock, registries }: { lock: Lock; registries: Registries }): Promise<LockState[]> {
  const tagged = new Map(images.filter(({ digest }) => digest === undefined).map((image) => [lockedName(image), image]))
  const sorted = [...tagged].sort(([a], [b]) => (a < b ? -1 : 1))
  return await Promise.all(
    sorted.map(async ([image, reference]): Promise<LockState> => {
      const from = lock.digestOf(reference)
      if (from === undefined) return { image, state: 'missing' }
      try {
        const to = await registries.digest(reference)
        return to === from ? { image, state: 'same', digest: to } : { image, state: 'moved', from, to }
      } catch (error) {
        if (!(error instanceof ImageError)) throw error
        return { image, state: 'unknown', code: error.code, message: error.message }
      }
    }),
  )
}
