import { cloneObjects } from '../../../scanner/src/config/commit/clone.ts'
import type { GitObjects } from '../../../scanner/src/config/commit/objects.ts'
import { short } from '../../../scanner/src/config/commit/settings.ts'
import { commitOf } from '../../../scanner/src/git/commits.ts'
import { runGitSync } from '../../../scanner/src/git/program.ts'
import { findRepository, type GitRepository, openRepository } from '../../../scanner/src/git/repository.ts'
import { UserError } from '../../../scanner/src/model.ts'
import type { Event } from '../model.ts'
import type { TrustStrings } from './strings.ts'

/** What is checked out. */
export interface Checkout {
  repository: GitRepository
  objects: GitObjects
  /** Hash of `HEAD`. */
  head: string
  parents: string[]
}

/**
 * Looks at the commit that is checked out, raw: its parents are those that it names, also where the clone is shallow.
 * @returns undefined where there is no repository: actions/checkout downloads an archive where git is missing
 * @throws UserError when there is one that cannot be read, or that has no commit
 */
export async function readCheckout(root: string): Promise<Checkout | undefined> {
  if (findRepository(root)?.top !== root) return undefined
  const repository = openRepository(root)
  const objects = cloneObjects(repository)
  const head = commitOf(repository, 'HEAD')
  return { repository, objects, head, parents: (await objects.commit(head)).parents }
}

/**
 * A verdict has to be about the change that the event is about: with the target branch checked out it would always be a pass.
 * @throws UserError (3) when the checked out commit does not hold the change
 */
export function requireChange(event: Event, checkout: Checkout | undefined, words: TrustStrings): void {
  if (checkout === undefined) return
  const { name, sha, pullRequest, run, baseSha, privileged } = event
  const change = run?.headSha ?? pullRequest?.headSha ?? (baseSha === undefined ? undefined : sha)
  // an event that names no change
  if (change === undefined) return
  if ((!privileged && checkout.head === sha) || holds(checkout, change)) return
  throw new UserError(words.notTheChange({ head: short(checkout.head), change: short(change), event: name }), { exitCode: 3 })
}

/** True when the checked out commit is this one, or has it in its history as far as the clone reaches. */
function holds({ repository, head, parents }: Checkout, commit: string): boolean {
  if (head === commit || parents.includes(commit)) return true
  return runGitSync(repository, ['merge-base', '--is-ancestor', commit, head]).status === 0
}
