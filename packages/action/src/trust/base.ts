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

/**
 * Decides from the event where settings come from. The author of a change must have no say in it: the commit is the first parent of the merge
 * commit that GitHub made, or one that the event names.
 * @throws UserError (2) for a `config-source` that does not go with the event
 */
export async function basesOf(
  event: Event,
  { inputs, objects, words }: { inputs: Inputs; objects: GitObjects; words: TrustStrings },
): Promise<Bases> {
  const { configSource } = inputs
  if (event.privileged && configSource === 'head') throw new UserError(words.headOnPrivileged(event.name))
  const base = await baseCommit(event, objects)
  if (configSource === 'base' && base === undefined) throw new UserError(words.baseWithoutBase(event.name))
  const compare = base === undefined || (event.name === 'workflow_run' && event.pullRequest === undefined) ? {} : { compare: base }
  const own = configSource === 'head' || (configSource === undefined && (base === undefined || event.name === 'push'))
  return own ? compare : { settings: base!, ...compare }
}

async function baseCommit(event: Event, objects: GitObjects): Promise<string | undefined> {
  const { name, sha, pullRequest, baseSha, privileged } = event
  // the tip of the default branch
  if (name === 'workflow_run') return pullRequest?.baseSha ?? sha
  if (pullRequest === undefined || privileged) return pullRequest?.baseSha ?? baseSha
  return (await mergedInto(sha, pullRequest.headSha, objects)) ?? pullRequest.baseSha
}

/**
 * What GitHub merged the head of a pull request into. `merge` is named by the runner (`GITHUB_SHA`), and counts only as GitHub makes it: two
 * parents, of which the second is the head. A merge commit of the author's own is the head, never this one.
 */
async function mergedInto(merge: string, head: string, objects: GitObjects): Promise<string | undefined> {
  const { parents } = await objects.commit(merge).catch(() => ({ parents: [] }))
  return parents.length === 2 && parents[1] === head && parents[0] !== head ? parents[0] : undefined
}
