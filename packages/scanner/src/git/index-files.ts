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
  const below = repository.prefix === '' ? [] : ['--', `${repository.prefix}/`]
  const answer = askGit(repository, ['--literal-pathspecs', 'ls-files', '-z', '--cached', '--full-name', ...below])
  const files = answer
    .toString()
    .split('\0')
    .filter((file) => file !== '')
  return files.map((file) => relative(repository.prefix, file).replaceAll('\\', '/'))
}
