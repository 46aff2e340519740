import { AbsentObject, type GitObjects } from '../../../scanner/src/config/commit/objects.ts'
import { settingsAt, short, writeSettings } from '../../../scanner/src/config/commit/settings.ts'
import type { TrustedSettings } from '../../../scanner/src/config/settings.ts'
import { UserError } from '../../../scanner/src/model.ts'
import type { TrustStrings } from './strings.ts'

export interface OpenedSettings {
  settings: TrustedSettings
  /** False where a configuration was named that the commit does not have. */
  hasConfig: boolean
  /** Removes the temporary folder. */
  close(): void
}

/**
 * Writes the settings of a commit into a temporary folder.
 * @throws UserError (2) for links and submodules in them, (3) with the remedy where they cannot be had: neither the settings of the change nor
 * the defaults take their place
 */
export async function trustedSettings(
  objects: GitObjects,
  { commit, config, hasToken, words }: { commit: string; config: string | undefined; hasToken: boolean; words: TrustStrings },
): Promise<OpenedSettings> {
  try {
    const found = await settingsAt(objects, { commit, ...(config === undefined ? {} : { config }) })
    return { ...(await writeSettings(objects, found)), hasConfig: config === undefined || found.files.has(config) }
  } catch (error) {
    if (!(error instanceof AbsentObject)) throw error
    const problem = typeof error.cause === 'string' ? error.cause : `object ${short(error.hash)}`
    throw new UserError(words.settingsUnreachable({ commit: short(commit), hasToken, problem }), { exitCode: 3, cause: error })
  }
}
