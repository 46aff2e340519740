import type { ImageSettings } from '../config/config.ts'
import { type SettingsPlace, settingsFolder } from '../config/settings.ts'
import { rootReader } from '../govern/sources.ts'
import { UserError } from '../model.ts'
import type { ImageFacts } from './model.ts'
import type { LockedTags } from './resolver.ts'

export const lockFile = `${settingsFolder}/images.lock.yaml`

/** The lock file as far as it is used. */
export interface UsedLock {
  mode: NonNullable<ImageSettings['lock']>
  tags: LockedTags | undefined
  /** True for an image that a digest or an entry says exactly. */
  isLocked: (image: ImageFacts) => boolean
}

/**
 * Reads the lock file of the settings.
 * @param mode default: `check` where there is a lock file
 * @throws UserError (2) listing every problem of the file
 */
export function readLockedTags(place: SettingsPlace, mode: ImageSettings['lock']): UsedLock {
  const isLocked = ({ digest }: ImageFacts): boolean => digest !== undefined
  const text = mode === 'none' ? undefined : rootReader(place.root, place.sources).text(lockFile)
  if (text === undefined) return { mode: mode ?? 'none', tags: undefined, isLocked }
  throw new UserError(`${lockFile}: lock files are not read yet.`)
}
