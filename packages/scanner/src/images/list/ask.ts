import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImageSettings } from '../../config/config.ts'
import type { SettingsPlace } from '../../config/settings.ts'
import type { EngineCache } from '../../engines/cache.ts'
import { rootReader } from '../../govern/sources.ts'
import type { Language } from '../../model.ts'
import { readLock } from '../lock/read.ts'
import { openRegistries } from '../registry/registries.ts'
import { openResolver } from '../resolver.ts'
import { checkImages, type LockAnswer, lockImages } from './lock.ts'
import type { AskedImage } from './model.ts'
import { resolveImages } from './resolution.ts'

/** What is done with the answers of registries. */
export type Asking = 'resolve' | 'lock' | 'check-lock'

export interface AskOptions {
  asking: Asking
  settings: ImageSettings
  /** Of what is listed, absolute; the lock file is written below it. */
  root: string
  /** Where the lock file is read from. */
  place: SettingsPlace
  environment: NodeJS.ProcessEnv
  offline: boolean
  /** All images of the repository are asked for. */
  complete: boolean
  /** `YYYY-MM-DD` in UTC. */
  today: string
  language: Language
  cache: EngineCache | undefined
}

/**
 * Asks registries about the images of a list, and writes what they say into it.
 * @throws UserError (2) for settings or a lock file that cannot be used
 */
export async function askRegistries(asked: AskedImage[], options: AskOptions): Promise<LockAnswer> {
  const { asking, settings, root, place, environment, offline, complete, today, language, cache } = options
  const lock = await readLock(rootReader(place.root, place.sources), { language, today })
  const temporary = await mkdtemp(join(tmpdir(), 'policy-gate-images-'))
  const registries = openRegistries({ settings, environment, root, temporary, offline })
  try {
    if (asking === 'check-lock') return await checkImages(asked, { lock, registries, language })
    const resolutions = await resolveImages(asked, openResolver({ registries, cache, offline, lock }))
    if (asking === 'lock') return lockImages(resolutions, { root, previous: lock, complete, today, environment, language })
    return { lines: [], code: resolutions.every(({ resolved }) => resolved !== undefined) ? 0 : 3 }
  } finally {
    registries.close()
    await rm(temporary, { recursive: true, force: true })
  }
}
