import { AbsentObject, type GitObjects } from '../../../scanner/src/config/commit/objects.ts'

/** Objects of the first reader that has them: of the clone, else over the network. */
export function firstOf(readers: GitObjects[]): GitObjects {
  const ask = async <T>(question: (objects: GitObjects) => Promise<T>, hash: string): Promise<T> => {
    let absent: AbsentObject | undefined
    for (const reader of readers) {
      try {
        return await question(reader)
      } catch (error) {
        if (!(error instanceof AbsentObject)) throw error
        absent = error
      }
    }
    throw absent ?? new AbsentObject(hash)
  }
  return {
    commit: (hash) => ask((objects) => objects.commit(hash), hash),
    tree: (hash) => ask((objects) => objects.tree(hash), hash),
    treeBelow: (hash) => ask((objects) => objects.treeBelow(hash), hash),
    blobs: (hashes, limit) => ask((objects) => objects.blobs(hashes, limit), hashes[0] ?? ''),
  }
}
