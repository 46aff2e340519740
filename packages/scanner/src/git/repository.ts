import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from '../model.ts'
import { toRelative } from '../paths.ts'
import { type GitPlace, runGit, runGitSync } from './program.ts'

/** The repository that a scanned root lies in. */
export interface GitRepository extends GitPlace {
  /** The root relative to the top of the work tree, forward slashes; empty for the top itself. */
  prefix: string
}

/** The repository of a folder: the nearest `.git` upwards. Undefined where there is none. @param root absolute */
export function findRepository(root: string): GitRepository | undefined {
  const real = realpathSync(root)
  for (let top = real; ; top = dirname(top)) {
    const gitDir = join(top, '.git')
    if (existsSync(gitDir)) {
      const prefix = toRelative(real, top)
      return { gitDir, top, prefix: prefix === '.' ? '' : prefix }
    }
    if (top === dirname(top)) return undefined
  }
}

/**
 * As findRepository, where one is needed.
 * @throws UserError (3) when there is none, or git cannot read it
 */
export function openRepository(root: string): GitRepository {
  const repository = findRepository(root)
  if (repository === undefined)
    throw new UserError(
      'This folder is in no git repository, so no commit can be read: run this in a clone of the repository, or leave out what names a commit.',
      { exitCode: 3 },
    )
  const { status, complaint } = runGitSync(repository, ['rev-parse', '--git-dir'])
  if (status !== 0) throw new UserError(`git cannot read this repository: ${complaint}.${ownerRemedy(complaint)}`, { exitCode: 3 })
  return repository
}

/** Newer releases of git may refuse more than today's do. */
function ownerRemedy(complaint: string): string {
  return complaint.includes('dubious ownership') || complaint.includes('safe.directory')
    ? ' The folder belongs to another user: change its owner (`chown -R`) to the one that runs policy-gate.'
    : ''
}

/** Which repository a folder belongs to, as definitions name it. */
export interface RepositoryIdentity {
  /** From remoteUrls. */
  remotes: string[]
  /** Path of the folder below the top of its work tree; empty for the top itself. */
  prefix: string
}

/** Asks git once, when the identity is first wanted. @throws UserError as remoteUrls does */
export function repositoryIdentity(root: string): () => Promise<RepositoryIdentity> {
  const ask = async () => ({ remotes: await remoteUrls(root), prefix: findRepository(root)?.prefix ?? '' })
  let known: Promise<RepositoryIdentity> | undefined
  return () => {
    known ??= ask()
    return known
  }
}

/**
 * The addresses of the repository's remotes, in the order of their text, without repetition; empty where there is no repository or remote.
 * They are only for comparing: an address may hold a password.
 * @throws UserError (3) when git is missing or cannot read the repository
 */
export async function remoteUrls(root: string): Promise<string[]> {
  const repository = findRepository(root)
  if (repository === undefined) return []
  const { status, stdout, complaint } = await runGit(repository, ['config', '--local', '--null', '--get-regexp', '^remote\\..*\\.url$'])
  // 1: there is no such key
  if (status === 1) return []
  if (status !== 0) throw new UserError(`git cannot read this repository: ${complaint}.${ownerRemedy(complaint)}`, { exitCode: 3 })
  const entries = stdout
    .toString()
    .split('\0')
    .filter((entry) => entry.includes('\n'))
  return [...new Set(entries.map((entry) => entry.slice(entry.indexOf('\n') + 1)))].sort()
}
