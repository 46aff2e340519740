import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { UserError } from './model.ts'

/**
 * The user's own folder for policy-gate: below `$XDG_CACHE_HOME` or the platform's place. Undefined where there is no home; never a folder
 * that other users can write to, as the system's temporary one.
 */
export function userFolder(): string | undefined {
  const { XDG_CACHE_HOME: named, LOCALAPPDATA: local } = process.env
  // a relative one is invalid by the specification of base directories
  const xdg = named && isAbsolute(named) ? named : undefined
  const home = attempt(homedir)
  if (xdg === undefined && !home) return undefined
  const platform = { darwin: join(home ?? '', 'Library', 'Caches'), win32: local }[process.platform as string]
  return join(xdg ?? platform ?? join(home!, '.cache'), 'policy-gate')
}

/**
 * The folder that results are kept in: the one given (`--cache-dir`), else that of `POLICY_GATE_CACHE_DIR`, else the user's own. The
 * configuration cannot name one: a pull request must not choose where files are written.
 */
export function cacheFolder(given?: string): string | undefined {
  const named = given ?? process.env.POLICY_GATE_CACHE_DIR
  return named ? resolve(named) : userFolder()
}

/**
 * Refuses a folder that was named and cannot be used safely, as a sentence; a cache that is merely not used would only be noticed by the
 * clock.
 * @throws UserError (2) when it belongs to somebody else, or everybody may write to it
 */
export function checkCacheFolder(given?: string): void {
  const folder = cacheFolder(given)
  const problem = folder === undefined ? undefined : folderProblem(folder)
  if (problem !== undefined && folder !== userFolder())
    throw new UserError(`The cache folder ${given ?? process.env.POLICY_GATE_CACHE_DIR} ${problem}: name another one with --cache-dir.`)
}

/** Why a folder, or what a link in its place leads to, must not be used; undefined for a good one, and one that is not there yet. */
export function folderProblem(folder: string): string | undefined {
  const link = lstatSync(folder, { throwIfNoEntry: false })
  if (link === undefined) return undefined
  if (!isOwn(link)) return 'belongs to another user'
  const stat = link.isSymbolicLink() ? attempt(() => statSync(realpathSync(folder))) : link
  if (stat === undefined || !stat.isDirectory()) return 'is no folder'
  if (!isOwn(stat)) return 'is a link to a folder of another user'
  return process.platform !== 'win32' && (stat.mode & 0o002) !== 0 ? 'can be written to by everybody' : undefined
}

/** Owners are not told on Windows, where the profile's folders are the user's alone. */
export function isOwn({ uid }: Stats): boolean {
  return process.getuid === undefined || uid === process.getuid()
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
