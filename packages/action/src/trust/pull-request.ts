import { isJsonObject, listOf } from '../../../scanner/src/json.ts'
import type { Json, JsonObject } from '../../../scanner/src/model.ts'
import type { Environment, Event, PullRequest } from '../model.ts'
import type { GitData } from './git-data.ts'

/**
 * The event with the pull request that a `workflow_run` is about. It is asked of GitHub by the commit that the run was for: what an artifact
 * says comes from the pull request itself. Where several pull requests have that commit, none is taken.
 * @returns the event as it is for other events, and where GitHub cannot be asked
 */
export async function withPullRequest(
  event: Event,
  { github, environment }: { github: GitData | undefined; environment: Environment },
): Promise<Event> {
  const { run } = event
  if (event.name !== 'workflow_run' || event.pullRequest !== undefined || run === undefined || github === undefined) return event
  const { owner, repo } = environment
  const parameters = { owner, repo, state: 'open', head: `${run.owner}:${run.branch}`, per_page: 100 }
  const pulls = await github.request('GET /repos/{owner}/{repo}/pulls', parameters).then(
    ({ data }) => listOf(data as Json).filter(isJsonObject),
    () => [],
  )
  const found = pulls.map(pullRequestOf).filter((pull) => pull?.headSha === run.headSha)
  const [pullRequest] = found
  return pullRequest === undefined || found.length > 1 ? event : { ...event, pullRequest, baseSha: pullRequest.baseSha }
}

function pullRequestOf(pull: JsonObject): PullRequest | undefined {
  const side = (name: 'head' | 'base'): JsonObject => (isJsonObject(pull[name]) ? pull[name] : {})
  const id = ({ repo }: JsonObject): Json | undefined => (isJsonObject(repo) ? repo.id : undefined)
  const [head, base] = [side('head'), side('base')]
  const isHash = (value: Json | undefined): value is string => typeof value === 'string' && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value)
  if (!Number.isSafeInteger(pull.number) || !isHash(head.sha) || !isHash(base.sha)) return undefined
  return { number: pull.number as number, headSha: head.sha, baseSha: base.sha, fork: id(head) === undefined || id(head) !== id(base) }
}
