import type { GitObjects } from '../../../scanner/src/config/commit/objects.ts'
import { UserError } from '../../../scanner/src/model.ts'
import type { Event, Inputs } from '../model.ts'
import type { TrustStrings } from './strings.ts'

/** Whose settings hold, and what the change is compared with; hashes of commits. */
export interface Bases {
  /** Settings are read from this commit; undefined: from the working tree. */
  settings?: string
  compare?: string
}

/** What is checked out was merged by somebody who may, or is asked for by them: its own settings hold. */
export const ownSettings = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch']

/**
 * Decides from the event where settings come from. The author of a change must have no say in it: the commit is the first parent of the merge
 * commit that GitHub made, or one that the event names. On events that name none (`issue_comment`, `workflow_run`), where anything may be
 * checked out, it is the commit that the workflow itself comes from; so it is where another commit is checked out than the event's own, as
 * workflows do that are sent to judge a pull request (`workflow_dispatch`, `repository_dispatch`).
 * @param found.head the commit that is checked out, where it is known
 * @throws UserError (2) for a `config-source` that does not go with the event, (3) for a merge commit into another branch than the event's
 */
export async function basesOf(
  event: Event,
  { head, inputs, objects, words }: { head: string | undefined; inputs: Inputs; objects: GitObjects; words: TrustStrings },
): Promise<Bases> {
  const { name, sha, privileged } = event
  const { configSource } = inputs
  if (privileged && configSource === 'head') throw new UserError(words.headOnPrivileged(name))
  const compare = await baseCommit(event, { objects, words })
  const mayBeOwn = ownSettings.includes(name) && (head === undefined || head === sha)
  const isOther = ownSettings.includes(name) && !mayBeOwn && configSource === undefined
  const settings = (isOther ? undefined : compare) ?? (mayBeOwn ? undefined : sha)
  if (configSource === 'base' && settings === undefined) throw new UserError(words.baseWithoutBase(name))
  const isOwn = configSource === 'head' || (configSource === undefined && mayBeOwn)
  return { ...(isOwn || settings === undefined ? {} : { settings }), ...(compare === undefined ? {} : { compare }) }
}

async function baseCommit(event: Event, { objects, words }: { objects: GitObjects; words: TrustStrings }): Promise<string | undefined> {
  const { sha, pullRequest, baseSha, privileged, retargeted } = event
  if (pullRequest === undefined || privileged) return pullRequest?.baseSha ?? baseSha
  const merged = await mergedInto(sha, pullRequest.headSha, objects)
  if (retargeted && merged !== undefined && merged !== pullRequest.baseSha) throw new UserError(words.staleMerge, { exitCode: 3 })
  return merged ?? pullRequest.baseSha
}

/**
 * What GitHub merged the head of a pull request into. `merge` is named by the runner (`GITHUB_SHA`), and counts only as GitHub makes it: two
 * parents, of which the second is the head. A merge commit of the author's own is the head, never this one.
 */
async function mergedInto(merge: string, head: string, objects: GitObjects): Promise<string | undefined> {
  const { parents } = await objects.commit(merge).catch(() => ({ parents: [] }))
  return parents.length === 2 && parents[1] === head && parents[0] !== head ? parents[0] : undefined
}
