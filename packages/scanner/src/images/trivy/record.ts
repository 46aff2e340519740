import { join } from 'node:path'
import { cacheFolder, folderProblem } from '../../cache-folder.ts'
import { readEntry, writeEntry } from '../../engines/cache-entry.ts'
import { cacheSecret } from '../../engines/cache-secret.ts'
import { UserError } from '../../model.ts'

/**
 * The folder for what was installed and downloaded, below the cache folder.
 * @throws UserError (3) when there is none that only this user can write to
 */
export function trivyFolder(cacheDir: string | undefined): string {
  const folder = cacheFolder(cacheDir)
  if (folder === undefined || cacheSecret() === undefined)
    throw new UserError('There is no folder to keep Trivy in: set HOME or XDG_CACHE_HOME, or POLICY_GATE_CACHE_KEY with --cache-dir.', {
      exitCode: 3,
    })
  const problem = folderProblem(folder)
  if (problem !== undefined)
    throw new UserError(`The cache folder ${folder} ${problem}: name another one with --cache-dir.`, { exitCode: 3 })
  return join(folder, 'trivy')
}

/**
 * What was written down about a file when it was installed: its SHA-256, authenticated like entries of the cache, so that neither somebody
 * else nor a restored archive can say something different. Undefined when nothing valid is there.
 */
export function readRecord(folder: string, name: string): string | undefined {
  const secret = cacheSecret()
  if (secret === undefined) return undefined
  try {
    return readEntry({ file: recordFile(folder, name), key: `trivy ${name}`, secret })
  } catch {
    return undefined
  }
}

/** @throws Error when it cannot be written */
export function writeRecord(folder: string, name: string, value: string): void {
  const secret = cacheSecret()
  if (secret === undefined) throw new Error('there is no secret to authenticate it with')
  writeEntry({ file: recordFile(folder, name), key: `trivy ${name}`, secret }, value, { flush: true })
}

function recordFile(folder: string, name: string): string {
  return join(folder, `${name}.record`)
}
