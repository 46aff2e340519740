import { githubSourceLink } from '../../scanner/src/report/markdown/source-link.ts'
import type { Publication } from './model.ts'

/** The commit that reviewers see: of a pull request its own, not the merge that GitHub made for the run. */
export function shownCommit({ event }: Pick<Publication, 'event'>): string {
  return event.pullRequest?.headSha ?? event.sha
}

/** Addresses of files at that commit, on the GitHub that the runner belongs to. */
export function sourceLinks({ event, environment }: Pick<Publication, 'event' | 'environment'>): ReturnType<typeof githubSourceLink> {
  return githubSourceLink({ ...environment, sha: shownCommit({ event }) })
}

/** Address of the run, where log and files are. */
export function runUrl({ environment: { serverUrl, owner, repo, runId } }: Pick<Publication, 'environment'>): string {
  return `${serverUrl}/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/actions/runs/${encodeURIComponent(runId)}`
}
