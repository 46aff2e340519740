import { execFileSync } from 'node:child_process'
import { type Exchange, failure, type Handler, notFound, refused } from './exchange.ts'

const commitHash = /^[0-9a-f]{40}$/

export const gitHandlers: Record<string, Handler> = {
  'git/get-commit': (exchange) => {
    const { state, apiUrl, parameters } = exchange
    const raw = objectOf(exchange, parameters.commit_sha!, 'commit')?.toString()
    if (raw === undefined) return notFound()
    const url = `${apiUrl}/repos/${state.owner}/${state.repo}/git`
    const end = raw.indexOf('\n\n')
    const headers = raw.slice(0, end).split('\n')
    const values = (name: string): string[] =>
      headers.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1))
    const sha = parameters.commit_sha!
    const body = {
      sha,
      node_id: `C_${sha}`,
      url: `${url}/commits/${sha}`,
      html_url: `${url}/commit/${sha}`,
      author: personOf(values('author')[0]!),
      committer: personOf(values('committer')[0]!),
      tree: { sha: values('tree')[0]!, url: `${url}/trees/${values('tree')[0]!}` },
      message: raw.slice(end + 2),
      parents: values('parent').map((parent) => ({
        sha: parent,
        url: `${url}/commits/${parent}`,
        html_url: `${url}/commit/${parent}`,
      })),
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    }
    return refused(exchange, 'contents', 'read') ?? { status: 200, body }
  },
  /** As GitHub does it: any value of `recursive` means the whole tree, and a commit or a branch stands for its tree. */
  'git/get-tree': (exchange) => {
    const { state, apiUrl, parameters, query } = exchange
    const sha = git(state.gitDirectory, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${parameters.tree_sha}^{tree}`])
    if (sha === undefined) return notFound()
    const tree = sha.toString().trim()
    const listed = git(state.gitDirectory, ['ls-tree', '--full-tree', '-z', '-l', '-t', ...(query.has('recursive') ? ['-r'] : []), tree])!
    const url = `${apiUrl}/repos/${state.owner}/${state.repo}/git`
    const lines = listed.toString().split('\0').slice(0, -1)
    const entries = lines.map((line) => {
      const [, mode, type, hash, size, path] = /^(\d+) (\w+) ([0-9a-f]+) +(\S+)\t(.*)$/s.exec(line)!
      const address = type === 'commit' ? {} : { url: `${url}/${type}s/${hash}` }
      return { path, mode, type, sha: hash, ...(type === 'blob' && { size: Number(size) }), ...address }
    })
    const body = {
      sha: tree,
      url: `${url}/trees/${tree}`,
      tree: entries.slice(0, state.treeLimit),
      truncated: entries.length > state.treeLimit,
    }
    return refused(exchange, 'contents', 'read') ?? { status: 200, body }
  },
  'git/get-blob': (exchange) => {
    const { state, apiUrl, parameters } = exchange
    const sha = parameters.file_sha!
    const content = objectOf(exchange, sha, 'blob')
    if (content === undefined) return notFound()
    const body = {
      sha,
      node_id: `B_${sha}`,
      size: content.length,
      url: `${apiUrl}/repos/${state.owner}/${state.repo}/git/blobs/${sha}`,
      content: content.toString('base64').replace(/.{60}/g, '$&\n'),
      encoding: 'base64',
    }
    if (content.length > 100 * 1024 * 1024) return failure(403, 'This API returns blobs up to 100 MB in size.')
    return refused(exchange, 'contents', 'read') ?? { status: 200, body }
  },
}

function objectOf({ state }: Exchange, sha: string, type: 'commit' | 'blob'): Buffer | undefined {
  return commitHash.test(sha) ? git(state.gitDirectory, ['cat-file', type, sha]) : undefined
}

/** What git prints, or undefined where it does not know the object. */
function git(directory: string | undefined, args: string[]): Buffer | undefined {
  if (directory === undefined) return undefined
  try {
    return execFileSync('git', ['-C', directory, ...args], { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 })
  } catch {
    return undefined
  }
}

function personOf(line: string): object {
  const [, name, email, seconds] = /^(.*) <(.*)> (\d+) [+-]\d{4}$/.exec(line)!
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000', '') }
}
