import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UserError } from '../model.ts'
import { isInside, toRelative } from '../paths.ts'
import { entryAt } from './real-paths.ts'

/**
 * What the words of a hook name, relative to the root: not what a link leads to, and whether it still exists or not. Only `cwd` counts for
 * relative ones: git starts hooks in the top folder of the work tree, whatever GIT_PREFIX says.
 * @param options.root absolute, links resolved
 * @throws UserError (2) that names those outside of the root
 */
export function namedPaths(names: string[], options: { root: string; cwd: string }): string[] {
  const { root } = options
  const cwd = realpathSync(options.cwd)
  const absolute = names.map((name) => {
    const path = resolve(cwd, name)
    return isInside(path, root) ? path : withRealFolder(path)
  })
  const outside = names.filter((_name, index) => !isInside(absolute[index]!, root))
  if (outside.length > 0)
    throw new UserError(
      `${listed(outside)} ${outside.length === 1 ? 'lies' : 'lie'} outside the repository: name files of it, or run policy-gate in the repository that has them.`,
    )
  return [...new Set(absolute.map((path) => toRelative(path, root)))].sort()
}

/** A folder may be known by another path than its real one (`/tmp` of macOS); the file itself may be a link that is meant. */
function withRealFolder(path: string): string {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    if (entryAt(folder) === undefined) continue
    return join(realpathSync(folder), path.slice(folder.length + 1))
  }
  return join(dirname(path), basename(path))
}

function listed(names: string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}
