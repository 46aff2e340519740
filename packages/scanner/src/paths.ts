import { accessSync, constants, statSync } from 'node:fs'
import { relative, sep } from 'node:path'

/** True when `path` is `folder` or lies below it; both absolute. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/**
 * True for what is judged: inside of the root, and nothing of git's own, whose configuration may hold a token and whose objects are of any
 * commit. Names count without regard to case, as on some disks.
 * @param path links resolved, like `root`
 */
export function isContent(path: string, root: string): boolean {
  return isInside(path, root) && !/[\\/]\.git([\\/]|$)/i.test(path.slice(root.length))
}

/** Path below `root` with forward slashes; `.` for the root itself. */
export function toRelative(path: string, root: string): string {
  return relative(root, path).split(sep).join('/') || '.'
}

/** True for a file that may be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
