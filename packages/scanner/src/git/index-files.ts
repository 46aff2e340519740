import { join, relative } from 'node:path'
import { askGit, runGit } from './program.ts'
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
  const { status, stdout } = runGit(repository, words, { input })
  if (status === 1) return []
  const answer = status === 0 ? stdout : askGit(repository, words, { input })
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
  return listed(repository, ['ls-files', '-z', '--cached', '--full-name'])
}

/**
 * The files below the scanned root that git neither tracks nor ignores, relative to the root; a repository of its own ends in `/`. The
 * user's own list of ignored files is not read.
 * @throws UserError (3) when git fails
 */
export function untrackedFiles(repository: GitRepository): string[] {
  return listed(repository, ['ls-files', '-z', '--others', '--exclude-standard', '--full-name'])
}

/**
 * Files of a commit that the index does not have any more, and files of the index that are not in the work tree although they should be;
 * relative to the root. Of the latter only the presence is looked at.
 * @throws UserError (3) when git fails
 */
export function deletedFiles(repository: GitRepository, commit: string): string[] {
  const fromIndex = listed(repository, ['diff-index', '--cached', '--name-only', '-z', '--no-renames', '--diff-filter=D', commit])
  return [...new Set([...fromIndex, ...listed(repository, ['ls-files', '-z', '--deleted', '--full-name'])])].sort()
}

/** Paths of an answer, relative to the top of the work tree, as paths relative to the scanned root. */
function listed(repository: GitRepository, words: string[]): string[] {
  const above = repository.prefix === '' ? '' : `${repository.prefix}/`
  const answer = askGit(repository, ['--literal-pathspecs', ...words, ...(above === '' ? [] : ['--', above])])
  const files = answer.toString().split('\0')
  return files.filter((file) => file !== '').map((file) => file.slice(above.length))
}
