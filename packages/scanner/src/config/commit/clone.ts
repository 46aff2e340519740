import { type GitPlace, runGitSync } from '../../git/program.ts'
import { UserError } from '../../model.ts'
import { AbsentObject, type GitObjects, objectHash, parseCommit, parseTree, type TreeEntry } from './objects.ts'

/** Most bytes of one commit, or of the trees of one level. */
const headerLimit = 32 * 1024 * 1024
/** Folders nested deeper than anyone's settings are. */
const maxDepth = 32

/**
 * Reads objects of a clone, as they are stored: replacements and grafts do not count, nothing is fetched, and each content is compared with
 * its hash, so that a tampered store cannot give another one.
 */
export function cloneObjects(place: GitPlace): GitObjects {
  const one = (type: 'commit' | 'tree', hash: string): Buffer => readObjects(place, { type, hashes: [hash], limit: headerLimit })[0]!
  return {
    commit: async (hash) => parseCommit(one('commit', hash)),
    tree: async (hash) => parseTree(one('tree', hash), hash.length / 2),
    async treeBelow(hash) {
      const all = new Map<string, TreeEntry>()
      let level = [{ path: '', hash }]
      for (let depth = 0; level.length > 0; depth++) {
        if (depth > maxDepth) throw new UserError(`The commit has folders that are nested more than ${maxDepth} deep.`, { exitCode: 3 })
        const trees = readObjects(place, { type: 'tree', hashes: level.map((folder) => folder.hash), limit: headerLimit })
        const next: typeof level = []
        for (const [i, { path }] of level.entries())
          for (const [name, entry] of parseTree(trees[i]!, hash.length / 2)) {
            if (entry.kind === 'folder') next.push({ path: `${path}${name}/`, hash: entry.hash })
            else all.set(`${path}${name}`, entry)
          }
        level = next
      }
      return all
    },
    blobs: async (hashes, limit) => readObjects(place, { type: 'blob', hashes, limit }),
  }
}

interface Wanted {
  type: 'blob' | 'tree' | 'commit'
  hashes: string[]
  /** Most bytes of all together. */
  limit: number
}

function readObjects(place: GitPlace, { type, hashes, limit }: Wanted): Buffer[] {
  if (hashes.length === 0) return []
  for (const hash of hashes) if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(hash)) throw new AbsentObject(hash)
  const input = `${hashes.join('\n')}\n`
  const ask = (how: string): Buffer => {
    const { status, stdout, complaint } = runGitSync(place, ['cat-file', how], { input })
    if (status !== 0) throw new AbsentObject(hashes[0]!, { cause: complaint })
    return stdout
  }
  // the sizes first: a content may be larger than memory
  const rows = ask('--batch-check').toString('latin1').split('\n')
  const sizes = hashes.map((hash, i): number => {
    const [found, kind, size] = (rows[i] ?? '').split(' ')
    if (found !== hash || kind !== type) throw new AbsentObject(hash)
    return Number(size)
  })
  const sum = sizes.reduce((total, size) => total + size, 0)
  if (sum > limit)
    throw new UserError(`What is to be read from the commit has ${mebibytes(sum)} MiB; at most ${mebibytes(limit)} are read.`, {
      exitCode: 3,
    })
  const answer = ask('--batch')
  let offset = 0
  return hashes.map((hash, i) => {
    const start = answer.indexOf(10, offset) + 1
    offset = start + sizes[i]! + 1
    const content = answer.subarray(start, offset - 1)
    if (objectHash(type, content, hash) !== hash)
      throw new UserError(`The object ${hash} of this clone is damaged: make a new clone.`, { exitCode: 3 })
    return content
  })
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024)
}
