export interface SourcePlace {
  /** `GITHUB_SERVER_URL`, without a slash at the end. */
  serverUrl: string
  owner: string
  repo: string
  /** Commit that the files are shown at. */
  sha: string
}

/** Gives the addresses of files and 1-based lines on GitHub; undefined for a path that would lead out of the repository. */
export function githubSourceLink({ serverUrl, owner, repo, sha }: SourcePlace): (file: string, line?: number) => string | undefined {
  const base = `${serverUrl}/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/blob/${encodeURIComponent(sha)}`
  return (file, line) => {
    const segments = file.toWellFormed().split('/')
    if (segments.some((segment) => ['', '.', '..'].includes(segment))) return undefined
    // without `plain` GitHub renders Markdown, which has no lines
    const plain = line !== undefined && /\.(md|markdown|mdx)$/i.test(file) ? '?plain=1' : ''
    return `${base}/${segments.map(encodeURIComponent).join('/')}${plain}${line === undefined ? '' : `#L${line}`}`
  }
}
