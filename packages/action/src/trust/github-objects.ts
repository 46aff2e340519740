import {
  AbsentObject,
  type CommitObject,
  type GitObjects,
  kindOf,
  objectHash,
  refuseStrange,
  type TreeEntry,
} from '../../../scanner/src/config/commit/objects.ts'
import { isJsonObject, listOf } from '../../../scanner/src/json.ts'
import { type Json, type JsonObject, UserError } from '../../../scanner/src/model.ts'
import type { GitData } from './git-data.ts'
import type { TrustStrings } from './strings.ts'

export interface GitHubObjectsOptions {
  github: GitData
  owner: string
  repo: string
  words: TrustStrings
}

/** Requests at a time: GitHub asks for few. */
const atOnce = 4

/**
 * Reads objects of the repository through GitHub's Git database API, for clones that do not have them. Contents are compared with their
 * hash. A tree that GitHub cuts short is an error: what is missing may be the policy that matters.
 */
export function githubObjects({ github, owner, repo, words }: GitHubObjectsOptions): GitObjects {
  const get = async (what: 'commits/{sha}' | 'trees/{sha}' | 'blobs/{sha}', sha: string, more: object = {}): Promise<JsonObject> => {
    let data: unknown
    try {
      ;({ data } = await github.request(`GET /repos/{owner}/{repo}/git/${what}`, { owner, repo, sha, ...more }))
    } catch (cause) {
      throw new AbsentObject(sha, { cause: problemOf(cause) })
    }
    return isJsonObject(data as Json) ? (data as JsonObject) : notUnderstood(what)
  }
  const tree = async (sha: string, more: object = {}): Promise<Map<string, TreeEntry>> => {
    const data = await get('trees/{sha}', sha, more)
    if (data.truncated !== false || !Array.isArray(data.tree)) throw new UserError(words.treeTooLarge, { exitCode: 3 })
    const entries = new Map<string, TreeEntry>()
    for (const entry of data.tree) {
      if (!isJsonObject(entry)) return notUnderstood('trees/{sha}')
      const { path, mode } = entry
      if (typeof path !== 'string' || typeof mode !== 'string') return notUnderstood('trees/{sha}')
      for (const part of path.split('/')) refuseStrange(part)
      entries.set(path, { kind: kindOf(mode), hash: hashOf(entry.sha) })
    }
    return entries
  }
  return {
    async commit(sha): Promise<CommitObject> {
      const data = await get('commits/{sha}', sha)
      const parents = listOf(data.parents).map((parent) => hashOf(isJsonObject(parent) ? parent.sha : undefined))
      return { tree: hashOf(isJsonObject(data.tree) ? data.tree.sha : undefined), parents }
    },
    tree: (sha) => tree(sha),
    async treeBelow(sha) {
      const entries = await tree(sha, { recursive: '1' })
      return new Map([...entries].filter(([, { kind }]) => kind !== 'folder'))
    },
    async blobs(hashes, limit) {
      const contents: Uint8Array[] = []
      let size = 0
      for (let start = 0; start < hashes.length; start += atOnce) {
        const some = hashes.slice(start, start + atOnce)
        for (const content of await Promise.all(some.map(async (sha) => contentOf(await get('blobs/{sha}', sha), sha)))) {
          size += content.length
          if (size > limit) throw new UserError(words.settingsTooLarge(limit / 1024 / 1024), { exitCode: 3 })
          contents.push(content)
        }
      }
      return contents
    },
  }
}

function contentOf({ content, encoding }: JsonObject, sha: string): Uint8Array {
  if (typeof content !== 'string' || encoding !== 'base64') return notUnderstood('blobs/{sha}')
  const bytes = Buffer.from(content, 'base64')
  return objectHash('blob', bytes, sha) === sha ? bytes : notUnderstood('blobs/{sha}')
}

function hashOf(value: Json | undefined): string {
  return typeof value === 'string' && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value) ? value : notUnderstood('sha')
}

function notUnderstood(what: string): never {
  throw new UserError(`GitHub's answer is not understood (${what}).`, { exitCode: 3 })
}

/** Octokit's errors have the status of the answer. */
function problemOf(error: unknown): string {
  const { status, message } = error as { status?: unknown; message?: unknown }
  return typeof status === 'number' ? `HTTP ${status}` : String(message ?? error)
}
