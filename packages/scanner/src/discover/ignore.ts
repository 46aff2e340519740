import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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
  return [...parents, { folder, rules: gitignore().add(text) }]
}

/** True when git would not list the path (relative to the root; folders too). */
export function isIgnored(path: string, options: { rules: IgnoreRules; directory: boolean }): boolean {
  let ignored = false
  for (const { folder, rules } of options.rules) {
    const below = folder === '.' ? path : path.slice(folder.length + 1)
    const result = rules.test(options.directory ? `${below}/` : below)
    if (result.ignored) ignored = true
    else if (result.unignored) ignored = false
  }
  return ignored
}

/**
 * Those of the ignored paths (or what lies below them) that git tracks all the same: a tracked file is deployed whatever `.gitignore`
 * says, so a line there must not hide it. Without git, or outside a work tree, nothing is tracked.
 */
export function trackedAmong(ignored: string[], root: string): string[] {
  if (ignored.length === 0) return []
  const git = spawnSync('git', ['-C', root, 'ls-files', '-z', '--cached', '--', '.'], { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (git.status !== 0) return []
  const wanted = new Set(ignored)
  return git.stdout.split('\0').filter((file) => file !== '' && ancestors(file).some((path) => wanted.has(path)))
}

function ancestors(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}
