import { realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { trackedFiles } from '../git/index-files.ts'
import { findRepository } from '../git/repository.ts'
import { UserError } from '../model.ts'
import { toRelative } from '../paths.ts'

/**
 * Refuses reports that are files of the repository they lie in, or of a submodule of it: whoever wrote the change could have written them, to
 * stand in for a shard whose own report is missing. What a job hands on is in no commit.
 * @param names relative to `cwd`
 * @throws UserError (3) that names such a report, or says that git is missing
 */
export function refuseCommitted(names: string[], cwd: string): void {
  const known = new Map<string, Set<string>>()
  for (const name of names) {
    const path = realpathSync.native(resolve(cwd, name))
    const repository = findRepository(dirname(path))
    if (repository === undefined) continue
    const { top, gitDir } = repository
    // without regard to case, as some disks find files
    const tracked = known.get(top) ?? new Set(trackedFiles({ top, gitDir, prefix: '' }).map((file) => file.toLowerCase()))
    known.set(top, tracked)
    const steps = toRelative(path, top).toLowerCase().split('/')
    // a submodule that is not checked out is in the way to its files
    if (!steps.some((_, i) => tracked.has(steps.slice(0, i + 1).join('/')))) continue
    throw new UserError(
      `${name} is a file of the commit, so it may be anybody's and no shard has handed it on: put the reports into a folder that no commit has, best outside of the checkout.`,
      { exitCode: 3 },
    )
  }
}
