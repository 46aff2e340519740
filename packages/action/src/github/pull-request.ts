import type { Environment, Event } from '../model.ts'
import type { GitHub } from './client.ts'

/** Pages of open pull requests that are looked through, 100 on each. */
const mostPages = 10

/**
 * Number of the pull request to comment on: the event's own, or, of a `workflow_run`, the open one whose last commit is the one that the
 * other run was for. That commit comes from GitHub's event, never from an artifact, and forks are found too.
 * @throws RequestError of Octokit
 */
export async function pullRequestNumber(event: Event, environment: Environment, github: GitHub): Promise<number | undefined> {
  if (event.pullRequest !== undefined) return event.pullRequest.number
  if (event.name !== 'workflow_run' || event.runSha === undefined) return undefined
  const { owner, repo } = environment
  const wanted = { owner, repo, state: 'open' as const, per_page: 100 }
  let pages = 0
  for await (const { data } of github.paginate.iterator(github.rest.pulls.list, wanted)) {
    const found = data.find(({ head }) => head.sha === event.runSha)
    if (found !== undefined) return found.number
    if (++pages === mostPages) return undefined
  }
  return undefined
}
