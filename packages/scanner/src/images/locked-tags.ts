import type { ImageSettings } from '../config/config.ts'
import type { SettingsPlace } from '../config/settings.ts'
import { rootReader } from '../govern/sources.ts'
import type { Language } from '../model.ts'
import { readLock } from './lock/read.ts'
import type { ImageFacts } from './model.ts'
import type { LockedTags } from './resolver.ts'

/** The lock file as far as it is used. */
export interface UsedLock {
  mode: NonNullable<ImageSettings['lock']>
  tags: LockedTags | undefined
  /** True for an image that a digest or an entry says exactly. */
  isLocked: (image: ImageFacts) => boolean
}

/**
 * Reads the lock file of the settings.
 * @param options.mode default: `check` where there is a lock file
 * @throws UserError (2) listing every problem of the file
 */
export async function readLockedTags(
  place: SettingsPlace,
  { mode, ...options }: { mode: ImageSettings['lock']; language: Language; today: string },
): Promise<UsedLock> {
  const tags = mode === 'none' ? undefined : await readLock(rootReader(place.root, place.sources), options)
  const isPinned = ({ reference }: ImageFacts): boolean => reference.includes('@')
  return {
    mode: mode ?? (tags === undefined ? 'none' : 'check'),
    tags,
    isLocked: (image) => isPinned(image) || tags?.digestOf(image) !== undefined,
  }
}
