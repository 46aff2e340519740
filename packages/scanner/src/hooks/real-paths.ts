import { lstatSync, realpathSync, type Stats } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { toRelative } from '../paths.ts'

/**
 * Gives the file that a path leads to through links, relative to the root; the path itself where it does not exist.
 * @param root absolute, links resolved
 */
export function realPaths(root: string): (path: string) => string {
  const folders = new Map<string, string | undefined>([['.', root]])
  const folder = (path: string): string | undefined => {
    if (!folders.has(path)) folders.set(path, real(join(root, path)))
    return folders.get(path)
  }
  const known = new Map<string, string>()
  const follow = (path: string): string => {
    const parent = folder(posix.dirname(path))
    if (parent === undefined) return path
    const file = join(parent, posix.basename(path))
    const isLink = entryAt(file)?.isSymbolicLink() === true
    if (!isLink) return parent === join(root, posix.dirname(path)) ? path : toRelative(file, root)
    const target = real(file)
    return target === undefined ? path : toRelative(target, root)
  }
  return (path) => {
    const result = known.get(path) ?? follow(path)
    known.set(path, result)
    return result
  }
}

/** What stands at a path, links themselves; undefined when nothing does, or a file stands where a folder should. */
export function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Folders that are gone have no links any more: what lies above them may be one. */
function real(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    const parent = dirname(path)
    const above = parent === path ? undefined : real(parent)
    return above === undefined ? undefined : join(above, path.slice(parent.length + 1))
  }
}
