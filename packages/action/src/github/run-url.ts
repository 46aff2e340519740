import type { Environment } from '../model.ts'

/** The page of the run, on the GitHub that the runner belongs to. */
export function runUrl({ serverUrl, owner, repo, runId }: Pick<Environment, 'serverUrl' | 'owner' | 'repo' | 'runId'>): string {
  return `${serverUrl}/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/actions/runs/${encodeURIComponent(runId)}`
}
