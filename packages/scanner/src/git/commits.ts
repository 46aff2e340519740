import { UserError } from '../model.ts'
import { askGitSync, type GitAnswer, runGit, runGitSync } from './program.ts'
import { type GitRepository, openRepository } from './repository.ts'

/**
 * The commit that a ref (branch, tag, hash, `HEAD~2`) means, as a hash.
 * @throws UserError (2) with what to do when there is none
 */
export function commitOf(repository: GitRepository, ref: string): string {
  const found = resolve(repository, ref)
  if (found !== undefined) return found
  const remote = ref.includes('/') || !/^[\w.-]+$/.test(ref) ? undefined : `origin/${ref}`
  if (remote !== undefined && resolve(repository, remote) !== undefined)
    throw new UserError(`This clone has no branch or commit "${ref}", but it has ${remote}: name that.`)
  throw new UserError(`This clone has no commit "${ref}".${remedy(repository, ref)}`)
}

/**
 * The commit where the checked out one and `ref` parted: what `git diff ref...HEAD` compares with. It is `ref` itself while the branch is
 * up to date.
 * @throws UserError (2) when the ref is unknown, or history does not reach back to where they parted
 */
export function mergeBase(repository: GitRepository, ref: string): string {
  const commit = commitOf(repository, ref)
  const head = resolve(repository, 'HEAD')
  if (head === undefined) throw new UserError('Nothing was committed here yet, so there is nothing to compare with.')
  const { status, stdout, complaint } = runGitSync(repository, ['merge-base', commit, head])
  const base = stdout.toString().trim()
  if (status === 0 && base !== '') return base
  if (status !== 1) throw new UserError(`\`git merge-base\` failed: ${complaint}.`, { exitCode: 3 })
  throw new UserError(`The checked out commit and ${ref} have no commit in common in this clone.${remedy(repository, ref)}`)
}

/**
 * The checked out commit as a hash; undefined before the first one.
 * @throws UserError (3) when git cannot read the repository
 */
export async function commitIfAny(repository: GitRepository): Promise<string | undefined> {
  return commitAmong(await runGit(repository, headCommit), repository)
}

/** As commitIfAny, and waits for it. */
export function commitIfAnySync(repository: GitRepository): string | undefined {
  return commitAmong(runGitSync(repository, headCommit), repository)
}

const headCommit = ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']

function commitAmong({ status, stdout }: GitAnswer, repository: GitRepository): string | undefined {
  if (status === 0) return stdout.toString().trim()
  // says what is wrong, if anything is
  openRepository(repository.top)
  return undefined
}

function resolve(repository: GitRepository, ref: string): string | undefined {
  // an option cannot be meant, and a line break would be another question
  if (ref === '' || ref.startsWith('-') || /[\0\n]/.test(ref)) return undefined
  const { status, stdout } = runGitSync(repository, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])
  const commit = stdout.toString().trim()
  return status === 0 && /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined
}

function remedy(repository: GitRepository, ref: string): string {
  if (askGitSync(repository, ['rev-parse', '--is-shallow-repository']).toString().trim() !== 'true')
    return ` Fetch it first: \`git fetch origin ${/^[\w./-]+$/.test(ref) ? ref.replace(/^origin\//, '') : '<branch>'}\`.`
  return ' The clone is shallow: check out with the whole history (`fetch-depth: 0` of actions/checkout, `GIT_DEPTH: 0` in GitLab), or run `git fetch --unshallow`.'
}
