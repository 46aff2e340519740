import { mkdirSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { folderProblem, userFolder } from '../cache-folder.ts'

/**
 * Keeps what V8 compiles of the program in the user's own cache folder, for commands that run many times a day. What lies there is run as
 * code: a folder that was named, which may lie in a repository, is not used, nor one that others can write to. Without it is slower, no more.
 */
export function keepCompiledCode(options: { cache: boolean; cacheDir?: string }): void {
  const folder = userFolder()
  const named = options.cacheDir ?? process.env.POLICY_GATE_CACHE_DIR
  if (!options.cache || named || folder === undefined) return
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (folderProblem(folder) !== undefined) return
    const own = join(folder, 'code')
    mkdirSync(own, { recursive: true, mode: 0o700 })
    if (folderProblem(own) === undefined) enableCompileCache(own)
  } catch {
    // a folder that cannot be written to
  }
}
