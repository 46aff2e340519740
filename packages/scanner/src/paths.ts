import { relative, sep } from 'node:path'

/** True when `path` is `folder` or lies below it; both absolute. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/** Path below `root` with forward slashes; `.` for the root itself. */
export function toRelative(path: string, root: string): string {
  return relative(root, path).split(sep).join('/') || '.'
}
