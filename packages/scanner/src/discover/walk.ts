import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import type { NotEvaluated } from '../model.ts'
import { type IgnoreRules, isIgnored, trackedAmong, withGitignore } from './ignore.ts'
import { isInside } from './root.ts'

export interface FileTree {
  /** Files relative to the root, forward slashes, sorted. */
  files: string[]
  notEvaluated: NotEvaluated[]
}

/** Folders that hold other people's code or a tool's state, wherever they stand. */
const toolFolders = new Set(['node_modules', 'bower_components', '__pycache__'])
/** `vendor` is a package manager's folder only beside one of these; elsewhere it may well be what is deployed. */
const vendorOwners = ['go.mod', 'composer.json', 'Gemfile']
/** The one hidden folder that is read. */
const visibleHidden = new Set(['.github'])

/**
 * All files below the given paths, without what `.gitignore` names (unless git tracks it), hidden folders but `.github`, `node_modules`,
 * package managers' `vendor`, and `exclude` globs. A symbolic link is never followed out of the root: it is listed in `notEvaluated`.
 */
export function walk(paths: string[], options: { root: string; exclude: string[] }): FileTree {
  const { root } = options
  const files = new Set<string>()
  const notEvaluated: NotEvaluated[] = []
  const ignored: string[] = []

  const excluded = (path: string) => options.exclude.some((glob) => matchesGlob(path, glob))
  const visit = (folder: string, parents: IgnoreRules): void => {
    let entries: Dirent[]
    try {
      entries = readdirSync(join(root, folder), { withFileTypes: true })
    } catch (error) {
      notEvaluated.push(
        problem(folder, 'unreadable', `The folder cannot be read (${(error as NodeJS.ErrnoException).code}): check its permissions.`),
      )
      return
    }
    const names = new Set(entries.map((entry) => entry.name))
    const rules = names.has('.gitignore') ? withGitignore(parents, folder, root) : parents
    for (const entry of entries) {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
      let directory = entry.isDirectory()
      if (entry.isSymbolicLink()) {
        const target = resolveLink(path, root)
        if (target === 'outside') {
          notEvaluated.push(
            problem(path, 'outside-root', 'The symbolic link leads out of the repository and was not followed: put the file itself here.'),
          )
          continue
        }
        // a folder inside the root is walked where it stands; a broken link holds nothing
        if (target !== 'file') continue
        directory = false
      } else if (!directory && !entry.isFile()) continue
      if (excluded(path)) continue
      if (directory) {
        if (entry.name.startsWith('.') && !visibleHidden.has(entry.name)) continue
        if (toolFolders.has(entry.name)) continue
        if (entry.name === 'vendor' && vendorOwners.some((owner) => names.has(owner))) continue
      }
      if (isIgnored(path, { rules, directory })) ignored.push(path)
      else if (directory) visit(path, rules)
      else files.add(path)
    }
  }

  for (const path of paths) {
    if (statSync(join(root, path)).isDirectory()) visit(path, parentRules(path, root))
    else files.add(path)
  }
  for (const path of trackedAmong(ignored, root)) if (!excluded(path)) files.add(path)
  return { files: [...files].sort(), notEvaluated }
}

/** Where a symbolic link leads: a file or folder inside the root, out of it, or nowhere. */
export function resolveLink(path: string, root: string): 'file' | 'directory' | 'outside' | 'broken' {
  try {
    const target = realpathSync(join(root, path))
    if (!isInside(target, root)) return 'outside'
    return statSync(target).isDirectory() ? 'directory' : 'file'
  } catch {
    return 'broken'
  }
}

function parentRules(path: string, root: string): IgnoreRules {
  const parts = path === '.' ? [] : path.split('/')
  let rules: IgnoreRules = []
  for (let i = 0; i < parts.length; i++) rules = withGitignore(rules, parts.slice(0, i).join('/') || '.', root)
  return rules
}

function problem(file: string, reason: NotEvaluated['reason'], message: string): NotEvaluated {
  return { file, unit: '', reason, message }
}
