/** What is asked of GitHub's API here: Octokit's own `request`, so that a plain object can stand in its place. */
export interface GitData {
  /** @param route with placeholders: `GET /repos/{owner}/{repo}/git/trees/{tree_sha}` */
  request(route: string, parameters: Record<string, unknown>): Promise<{ status: number; data: unknown }>
}
