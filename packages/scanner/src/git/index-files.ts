import { join, relative } from 'node:path'
import { askGit, askGitSync, runGitSync } from './program.ts'
import type { GitRepository } from './repository.ts'

/**
 * Those of the files that git neither tracks nor would: what a build put there.
 * @param files relative to the scanned root
 * @throws UserError (3) when git fails
 */
export function ignoredAmong(repository: GitRepository, files: string[]): string[] {
  if (files.length === 0) return []
  const words = ['check-ignore', '-z', '--stdin']
  const input = files.map((file) => `${join(repository.prefix, file)}\0`).join('')
  // 1: none of them
  const { status, stdout } = runGitSync(repository, words, { input })
  if (status === 1) return []
  const answer = status === 0 ? stdout : askGitSync(repository, words, { input })
  const known = new Set(files)
  return answer
    .toString()
    .split('\0')
    .map((path) => relative(repository.prefix, path).replaceAll('\\', '/'))
    .filter((path) => known.has(path))
}

/**
 * The files below the scanned root that the index holds, relative to the root.
 * @throws UserError (3) when git fails
 */
export function trackedFiles(repository: GitRepository): string[] {
  const words = ['ls-files', '-z', '--cached', '--full-name']
  return paths(repository, askGitSync(repository, below(repository, words)))
}

/**
 * The files below the scanned root that git neither tracks nor ignores, relative to the root; a repository of its own ends in `/`. The
 * user's own list of ignored files is not read.
 * @throws UserError (3) when git fails
 */
export function untrackedFiles(repository: GitRepository): Promise<string[]> {
  return listed(repository, ['ls-files', '-z', '--others', '--exclude-standard', '--full-name'])
}

/**
 * Files of a commit that the index does not have any more, and files of the index that are not in the work tree although they should be;
 * relative to the root. Of the latter only the presence is looked at.
 * @throws UserError (3) when git fails
 */
export async function deletedFiles(repository: GitRepository, commit: string): Promise<string[]> {
  const gone = await Promise.all([
    listed(repository, ['diff-index', '--cached', '--name-only', '-z', '--no-renames', '--diff-filter=D', commit]),
    listed(repository, ['ls-files', '-z', '--deleted', '--full-name']),
  ])
  return [...new Set(gone.flat())].sort()
}

async function listed(repository: GitRepository, words: string[]): Promise<string[]> {
  return paths(repository, await askGit(repository, below(repository, words)))
}

/** The command for what lies below the scanned root only. */
function below({ prefix }: GitRepository, words: string[]): string[] {
  return ['--literal-pathspecs', ...words, ...(prefix === '' ? [] : ['--', `${prefix}/`])]
}

/** Paths of an answer, relative to the top of the work tree, as paths relative to the scanned root. */
function paths({ prefix }: GitRepository, answer: Buffer): string[] {
  const files = answer.toString().split('\0')
  return files.filter((file) => file !== '').map((file) => (prefix === '' ? file : file.slice(prefix.length + 1)))
}
