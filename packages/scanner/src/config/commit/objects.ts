import { createHash } from 'node:crypto'
import { UserError } from '../../model.ts'

/** What an entry of a tree is; a `link` is a symbolic one. */
export type EntryKind = 'file' | 'folder' | 'link' | 'submodule'

export interface TreeEntry {
  kind: EntryKind
  /** Of the blob, the tree, or the submodule's commit. */
  hash: string
}

export interface CommitObject {
  tree: string
  parents: string[]
}

/**
 * The objects of a repository by their hash, from the clone or over the network. What is given is what the hash names: a reader checks it.
 * Each method throws AbsentObject for what it cannot give.
 */
export interface GitObjects {
  commit(hash: string): Promise<CommitObject>
  /** Entries of one folder, by name. */
  tree(hash: string): Promise<Map<string, TreeEntry>>
  /** Everything below a folder but the folders themselves, by path relative to it. */
  treeBelow(hash: string): Promise<Map<string, TreeEntry>>
  /**
   * Contents in the order of the list.
   * @throws UserError (3) when they have more than `limit` bytes together
   */
  blobs(hashes: string[], limit: number): Promise<Uint8Array[]>
}

/** An object that is not in the clone. */
export class AbsentObject extends UserError {
  readonly hash: string
  constructor(hash: string, options: { cause?: unknown } = {}) {
    super(
      `This clone does not have the object ${hash}: fetch it, e.g. with \`git fetch --unshallow\`, or with \`git fetch --refetch --no-filter\` where the clone was made with \`--filter\`.`,
      { exitCode: 3, ...options },
    )
    this.hash = hash
  }
}

/** What git calls an object: the hash over type, size and content; repositories with SHA-256 have longer ones. */
export function objectHash(type: 'blob' | 'tree' | 'commit', content: Uint8Array, like: string): string {
  return createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`${type} ${content.length}\0`)
    .update(content)
    .digest('hex')
}

/** Reads the header of a commit object: `tree <hash>`, then `parent <hash>` for each parent. */
export function parseCommit(content: Uint8Array): CommitObject {
  const lines = Buffer.from(content).toString('latin1').split('\n')
  const tree = /^tree ([0-9a-f]{40,64})$/.exec(lines[0] ?? '')?.[1]
  if (tree === undefined) throw new UserError('A commit of this repository is damaged: it names no tree.', { exitCode: 3 })
  const parents: string[] = []
  for (const line of lines.slice(1)) {
    const parent = /^parent ([0-9a-f]{40,64})$/.exec(line)?.[1]
    if (parent === undefined) break
    parents.push(parent)
  }
  return { tree, parents }
}

/** Reads a tree object: `<mode> <name>\0<hash in bytes>` for each entry. @param hashBytes 20, or 32 in repositories with SHA-256 */
export function parseTree(content: Uint8Array, hashBytes: number): Map<string, TreeEntry> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length)
  const entries = new Map<string, TreeEntry>()
  for (let start = 0; start < bytes.length; ) {
    const space = bytes.indexOf(0x20, start)
    const end = bytes.indexOf(0, space)
    if (space < 0 || end < 0 || end + hashBytes >= bytes.length)
      throw new UserError('A tree of this repository is damaged.', { exitCode: 3 })
    const name = bytes.toString('utf8', space + 1, end)
    refuseStrange(name)
    entries.set(name, { kind: kindOf(bytes.toString('latin1', start, space)), hash: bytes.toString('hex', end + 1, end + 1 + hashBytes) })
    start = end + 1 + hashBytes
  }
  return entries
}

/** What git's mode of an entry says, with or without a zero in front. */
export function kindOf(mode: string): EntryKind {
  const kinds: Record<string, EntryKind> = { '40000': 'folder', '120000': 'link', '160000': 'submodule' }
  return kinds[mode.replace(/^0+/, '')] ?? 'file'
}

/** A tree that git itself did not make can name anything; what is written to a folder must stay in it. */
export function refuseStrange(name: string): void {
  const strange = name === '' || name === '.' || name === '..' || name.toLowerCase() === '.git' || name.includes('/')
  if (strange || (process.platform === 'win32' && /[\\:]/.test(name)))
    throw new UserError(`The commit has a path that no checkout can have: "${name}".`, { exitCode: 3 })
}
