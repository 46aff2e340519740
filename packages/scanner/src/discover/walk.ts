import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { NotEvaluated } from '../model.ts'
import { isContent, isInside } from '../paths.ts'
import { globTest } from '../pattern.ts'
import { owningChart } from './charts.ts'
import { type IgnoreRules, isIgnored, rulesAt, trackedAmong, withGitignore } from './ignore.ts'

export interface FileTree {
  /** Files relative to the root, forward slashes, sorted. */
  files: string[]
  notEvaluated: NotEvaluated[]
}

/** Folders that hold other people's code or a tool's state, wherever they stand. */
const toolFolders = new Set(['node_modules', 'bower_components', '__pycache__'])
/** `vendor` is a package manager's folder only beside one of these; elsewhere it may well be what is deployed. */
const vendorOwners = ['go.mod', 'composer.json', 'Gemfile']
/** Files that may hold manifests; kubectl and Argo CD read the same. */
export function isManifestName(path: string): boolean {
  return /\.(ya?ml|json)$/.test(path)
}

export interface WalkOptions {
  root: string
  exclude: string[]
  allTracked?: boolean
  allFolders?: boolean
  isWanted?: (path: string) => boolean
  /** What folders hold, for walks of the same files. */
  folders?: FolderReader
}

/** A folder by its path, links resolved, and what is in it. @throws the error of the file system */
export type FolderReader = (path: string) => { real: string; entries(): Dirent[] }

/** Reads each folder once. */
export function folderReader(): FolderReader {
  const known = new Map<string, { real: string; entries(): Dirent[] }>()
  const read = (path: string) => {
    const real = realpathSync.native(path)
    let entries: Dirent[] | undefined
    return {
      real,
      entries() {
        entries ??= readdirSync(real, { withFileTypes: true })
        return entries
      },
    }
  }
  return (path) => {
    const folder = known.get(path) ?? read(path)
    known.set(path, folder)
    return folder
  }
}

/** The one hidden folder that is read. */
const visibleHidden = new Set(['.github'])

/**
 * All files below the given paths, without what `.gitignore` names (unless git tracks it), hidden folders but `.github`, `node_modules`,
 * package managers' `vendor`, and `exclude` globs. A symbolic link is never followed out of the root: it is listed in `notEvaluated`.
 * @param options.allTracked git tracks everything there is, so `.gitignore` says nothing
 * @param options.allFolders hidden folders, `node_modules` and `vendor` too, but for `.git`
 * @param options.isWanted files that somebody will read: others are listed, but nothing is said of a link to one. Default: isManifestName
 */
export function walk(paths: string[], options: WalkOptions): FileTree {
  const { root, isWanted = isManifestName, folders: readFolder = folderReader() } = options
  const files = new Set<string>()
  const notEvaluated: NotEvaluated[] = []
  const ignored: string[] = []
  const visited = new Set<string>()
  const links: { path: string; rules: IgnoreRules }[] = []

  const excluded = globTest(options.exclude)
  const visit = (folder: string, parents: IgnoreRules): void => {
    let entries: Dirent[]
    try {
      const read = readFolder(join(root, folder))
      if (visited.has(read.real)) return
      visited.add(read.real)
      entries = read.entries()
    } catch (error) {
      notEvaluated.push(
        problem(folder, 'unreadable', `The folder cannot be read (${(error as NodeJS.ErrnoException).code}): check its permissions.`),
      )
      return
    }
    const names = new Set(entries.map((entry) => entry.name))
    const rules = names.has('.gitignore') && options.allTracked !== true ? withGitignore(parents, folder, root) : parents
    for (const entry of entries) {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
      const link = entry.isSymbolicLink()
      const kind = link ? resolveLink(path, root) : entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : 'other'
      if (kind === 'other' || excluded(path)) continue
      if (kind === 'directory' && (options.allFolders === true ? entry.name === '.git' : isToolFolder(entry.name, names))) continue
      // to git a link is a file, whatever it leads to
      const directory = kind === 'directory' && !link
      if (isIgnored(path, { rules, directory })) {
        if (directory || isWanted(path)) ignored.push(path)
      } else if (kind === 'outside') {
        if (isWanted(path) || leadsToFolder(path, root))
          notEvaluated.push(
            problem(path, 'outside-root', 'The symbolic link leads out of the repository and was not followed: put the file itself here.'),
          )
      } else if (kind === 'broken') {
        if (isWanted(path)) notEvaluated.push(problem(path, 'unreadable', 'The symbolic link leads nowhere: mend or remove it.'))
      } else if (directory) visit(path, rules)
      else if (kind === 'directory') links.push({ path, rules })
      else files.add(path)
    }
  }

  for (const path of paths) {
    const directory = statSync(join(root, path)).isDirectory()
    const chart = owningChart(directory ? `${path}/` : path, (file) => existsSync(join(root, file)))
    if (chart !== undefined || directory) visit(chart ?? path, options.allTracked === true ? [] : rulesAt(chart ?? path, root))
    else if (isWanted(path) || posix.basename(path) === 'Kustomization') files.add(path)
    else
      notEvaluated.push(
        problem(path, 'excluded', 'Only .yaml, .yml and .json files are read; Terraform and Dockerfiles with `--infrastructure`.'),
      )
  }
  // a folder that was walked where it stands is not walked again through a link; one in a hidden folder is seen only through it
  for (let wave = links.splice(0); wave.length > 0; wave = links.splice(0)) {
    wave.sort((a, b) => (a.path < b.path ? -1 : 1))
    for (const { path, rules } of wave) if (!isInside(join(root, path), realpathSync(join(root, path)))) visit(path, rules)
  }
  const tracked = trackedAmong(ignored, root)
  if (tracked.problem !== undefined) notEvaluated.push(problem('.gitignore', 'unreadable', tracked.problem))
  for (const path of tracked.files) if (!excluded(path)) files.add(path)
  return { files: [...files].sort(), notEvaluated }
}

function isToolFolder(name: string, siblings: Set<string>): boolean {
  if (name.startsWith('.') && !visibleHidden.has(name)) return true
  return toolFolders.has(name) || (name === 'vendor' && vendorOwners.some((owner) => siblings.has(owner)))
}

/** Where a symbolic link leads: a file or folder inside the root, out of it (or to git's own folder), or nowhere. */
export function resolveLink(path: string, root: string): 'file' | 'directory' | 'outside' | 'broken' {
  try {
    const target = realpathSync(join(root, path))
    if (!isContent(target, root)) return 'outside'
    return statSync(target).isDirectory() ? 'directory' : 'file'
  } catch {
    return 'broken'
  }
}

function leadsToFolder(path: string, root: string): boolean {
  try {
    return statSync(join(root, path)).isDirectory()
  } catch {
    return false
  }
}

function problem(file: string, reason: NotEvaluated['reason'], message: string): NotEvaluated {
  return { file, unit: '', reason, message }
}
