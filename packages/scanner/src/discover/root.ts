import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UserError } from '../model.ts'
import { isInside, toRelative } from '../paths.ts'

export interface ScanRoot {
  /** Absolute, symbolic links resolved. Nothing outside of it is ever read. */
  root: string
  /** What to scan, relative to the root, forward slashes, `.` for the root itself; sorted, without repetition. */
  paths: string[]
}

/**
 * The root is the nearest folder, from the scanned paths upwards, that holds `.policy-gate` or `.git`; where there is none, the working
 * directory if it holds all paths, else the paths' common folder. Without paths the working directory is meant, or the named root where that
 * lies elsewhere.
 * @throws UserError (2) naming the path that does not exist.
 */
export function findRoot(paths: string[], options: { cwd: string; root?: string }): ScanRoot {
  const named = options.root ? existing(options.root, options.cwd) : undefined
  const here = named === undefined || isInside(realpathSync(options.cwd), named) ? '.' : named
  const absolute = (paths.length > 0 ? paths : [here]).map((path) => existing(path, options.cwd))
  const common = absolute.map((path) => (statSync(path).isDirectory() ? path : dirname(path))).reduce(commonFolder)
  const root = named ?? marked(common) ?? fallback(common, options.cwd)
  if (!statSync(root).isDirectory()) throw new UserError(`--root ${options.root} is no folder: name the folder of the repository.`)
  const outside = absolute.findIndex((path) => !isInside(path, root))
  if (outside >= 0)
    throw new UserError(
      `${paths[outside]} lies outside the root ${options.root ?? '.'}: scan it in a run of its own, or name another --root.`,
    )
  return { root, paths: [...new Set(absolute.map((path) => toRelative(path, root)))].sort() }
}

function existing(path: string, cwd: string): string {
  try {
    return realpathSync(resolve(cwd, path))
  } catch (cause) {
    throw new UserError(`${path} does not exist or cannot be read: check the path.`, { cause })
  }
}

function commonFolder(a: string, b: string): string {
  let folder = a
  while (!isInside(b, folder)) folder = dirname(folder)
  return folder
}

function marked(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.policy-gate')) || existsSync(join(folder, '.git'))) return folder
    if (folder === dirname(folder)) return undefined
  }
}

function fallback(common: string, cwd: string): string {
  const here = realpathSync(cwd)
  return isInside(common, here) ? here : common
}
