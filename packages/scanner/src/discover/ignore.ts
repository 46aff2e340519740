import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import gitignore, { type Ignore } from 'ignore'
import { trackedFiles } from '../git/index-files.ts'
import { findRepository } from '../git/repository.ts'
import { UserError } from '../model.ts'

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

/**
 * Those of the ignored paths (or what lies below them) that git tracks all the same: a tracked file is deployed whatever `.gitignore`
 * says, so a line there must not hide it. Outside of a work tree nothing is tracked; in one where git does not answer, `problem` says so.
 */
export function trackedAmong(ignored: string[], root: string): { files: string[]; problem?: string } {
  const repository = ignored.length === 0 ? undefined : findRepository(root)
  if (repository === undefined) return { files: [] }
  try {
    const wanted = new Set(ignored)
    return { files: trackedFiles(repository).filter((file) => ancestors(file).some((path) => wanted.has(path))) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const why = error.message.replace(/\.$/, '')
    return {
      files: [],
      problem: `Git does not say which of the ignored files are tracked (${why}), and a tracked one is deployed: make \`git ls-files\` work here.`,
    }
  }
}

function ancestors(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}
