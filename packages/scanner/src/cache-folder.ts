import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * The user's own cache folder for policy-gate: below `$XDG_CACHE_HOME` or the platform's place. Undefined where there is no home; never a
 * folder that other users can write to, as the system's temporary one.
 */
export function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env
  const home = attempt(homedir)
  if (!xdg && !home) return undefined
  const platform = { darwin: join(home ?? '', 'Library', 'Caches'), win32: local }[process.platform as string]
  return join(xdg || platform || join(home!, '.cache'), 'policy-gate')
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
