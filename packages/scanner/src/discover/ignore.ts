import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import gitignore, { type Ignore } from 'ignore'

/** The `.gitignore` rules that hold in a folder: each file of a parent folder, with paths relative to that folder. */
export type IgnoreRules = readonly { folder: string; rules: Ignore }[]

/** The rules of `folder` (relative to `root`), added to those of its parents. */
export function withGitignore(parents: IgnoreRules, folder: string, root: string): IgnoreRules {
  let text: string
  try {
    text = readFileSync(join(root, folder, '.gitignore'), 'utf8')
  } catch {
    return parents
  }
  return [...parents, { folder, rules: ignoreRules(text) }]
}

/** Time for one path doubles with each `**`; nobody needs so many, nor folders so deep. */
const maxDoubleStars = 3
const maxDepth = 64

/** Rules in the format of `.gitignore`; lines that would take long are left out, so that what they name counts as not ignored. */
export function ignoreRules(text: string): Ignore {
  return gitignore().add(text.split('\n').filter((line) => line.split('**').length <= maxDoubleStars + 1))
}

/** True when git would not list the path (relative to the root; folders too), given that it looks into the path's folder. */
export function isIgnored(path: string, options: { rules: IgnoreRules; directory: boolean }): boolean {
  let ignored = false
  if (path.split('/').length > maxDepth) return false
  for (const { folder, rules } of options.rules) {
    const below = folder === '.' ? path : path.slice(folder.length + 1)
    // the library lets children of an ignored folder inherit; a .gitignore further down has taken this folder in again
    const parent = posix.dirname(below)
    if (parent !== '.' && rules.test(`${parent}/`).ignored) continue
    const result = rules.test(options.directory ? `${below}/` : below)
    if (result.ignored) ignored = true
    else if (result.unignored) ignored = false
  }
  return ignored
}

/** The rules that hold in a folder that is named on purpose: none when it, or a folder above it, is ignored. */
export function rulesAt(folder: string, root: string): IgnoreRules {
  let rules: IgnoreRules = []
  for (const path of folder === '.' ? [] : ancestors(folder)) {
    rules = withGitignore(rules, posix.dirname(path), root)
    if (isIgnored(path, { rules, directory: true })) return []
  }
  return rules
}

/** Configuration of the work tree must not make git run anything, and a checkout of another user (containers) is still one to read. */
const gitOptions = ['core.fsmonitor=false', 'safe.directory=*', 'safe.bareRepository=explicit'].flatMap((option) => ['-c', option])

/**
 * Those of the ignored paths (or what lies below them) that git tracks all the same: a tracked file is deployed whatever `.gitignore`
 * says, so a line there must not hide it. Outside of a work tree nothing is tracked; in one where git does not answer, `problem` says so.
 */
export function trackedAmong(ignored: string[], root: string): { files: string[]; problem?: string } {
  if (ignored.length === 0 || !isWorkTree(root)) return { files: [] }
  // git's own variables, which a hook is run with, would name another repository or index
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')))
  const words = [...gitOptions, '-C', root, 'ls-files', '-z', '--cached', '--', '.']
  const git = spawnSync('git', words, { encoding: 'utf8', maxBuffer: 1 << 28, env })
  if (git.status !== 0) {
    const why = git.error === undefined ? git.stderr.trim().split('\n')[0] : (git.error as NodeJS.ErrnoException).code
    return {
      files: [],
      problem: `Git does not say which of the ignored files are tracked (${why}), and a tracked one is deployed: make \`git ls-files\` work here.`,
    }
  }
  const wanted = new Set(ignored)
  return { files: git.stdout.split('\0').filter((file) => file !== '' && ancestors(file).some((path) => wanted.has(path))) }
}

function isWorkTree(folder: string): boolean {
  return existsSync(join(folder, '.git')) || (dirname(folder) !== folder && isWorkTree(dirname(folder)))
}

function ancestors(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}
