import { posix } from 'node:path'
import { filesAt, maxFileBytes, type SourceFiles } from '../files.ts'
import { readBlobs } from '../git/blobs.ts'
import type { CommitTree } from '../git/tree.ts'
import { readText } from '../parse/index.ts'
import type { Plan } from '../plan.ts'

/** How a state of the root differs from the last commit. */
export interface Difference {
  /** Relative to the root; regular files now and then, where they exist. */
  paths: Set<string>
  /** The last commit. */
  tree: CommitTree
  /** The file that a path leads to through links, relative to the root; the path itself where it does not exist. */
  real(file: string): string
}

/**
 * The files as they were in the last commit: those of `now`, but for the paths that differ. Nothing is written out: what is planned is a
 * matter of few files.
 */
export async function filesBefore(now: SourceFiles, { paths, tree, real }: Difference): Promise<SourceFiles> {
  const wanted = [...paths].flatMap((path) => (tree.files.has(path) ? [{ path, ...tree.files.get(path)! }] : []))
  const contents = new Map<string, Buffer>()
  for (const [place, own] of Map.groupBy(
    wanted.filter(({ size }) => size <= maxFileBytes),
    (file) => file.place,
  )) {
    let index = 0
    for await (const content of readBlobs(place, own)) contents.set(own[index++]!.path, content)
  }
  const sizes = new Map(wanted.map(({ path, size }) => [path, size]))
  const gone = wanted.map(({ path }) => path)
  const added = new Set([...paths].filter((path) => !sizes.has(path)))
  // folders that were there, as far as paths that differ say anything about them
  const folders = new Set(gone.flatMap(ancestors))
  const newFolders = new Set([...added].flatMap(ancestors).filter((folder) => !folders.has(folder)))
  for (const path of newFolders.size === 0 ? [] : tree.files.keys()) for (const folder of ancestors(path)) newFolders.delete(folder)
  const isAllThere = added.size === 0 && gone.every(now.exists)

  const bytes: SourceFiles['bytes'] = (file) => {
    const path = real(file)
    const content = contents.get(path)
    if (content !== undefined) return content
    if (sizes.has(path)) return { reason: 'too-large', message: `The file has ${sizes.get(path)} bytes.` }
    if (added.has(path)) return { reason: 'unreadable', message: 'The file cannot be read: no such file.' }
    return now.bytes(file)
  }
  return {
    bytes,
    text(file) {
      if (!paths.has(real(file))) return now.text(file)
      const content = bytes(file)
      if ('reason' in content) return content
      const text = readText(content)
      return text.problem === undefined ? text.text : { reason: 'parse-failed', message: text.problem }
    },
    exists(path) {
      if (isAllThere) return now.exists(path)
      const file = real(path)
      if (sizes.has(file) || folders.has(file)) return true
      return !added.has(file) && !newFolders.has(file) && now.exists(path)
    },
    list(folder) {
      if (sizes.has(folder)) throw Object.assign(new Error(`ENOTDIR: ${folder}`), { code: 'ENOTDIR' })
      const below = gone.filter((path) => folder === '.' || path.startsWith(`${folder}/`))
      const present = filesAt(folder, now).filter((path) => path !== folder && !added.has(path))
      return [...new Set([...present, ...below])].sort()
    },
    other: { sources: now, isSame: (path) => !paths.has(real(path)) },
  }
}

/** What a walk would have found in the last commit. */
export function walkedBefore(
  plan: Plan,
  { paths, tree }: Difference,
  excluded: (path: string) => boolean,
): Pick<Plan, 'files' | 'allFiles'> {
  const before = (files: string[], isWalked: (path: string) => boolean): string[] => {
    const kept = files.filter((path) => !paths.has(path) || tree.files.has(path))
    const gone = [...paths].filter((path) => tree.files.has(path) && !excluded(path) && isWalked(path))
    return [...new Set([...kept, ...gone])].sort()
  }
  return { files: before(plan.files, isVisible), allFiles: () => before(plan.allFiles(), () => true) }
}

/** Hidden folders are not looked into, but for the one of workflows. */
function isVisible(path: string): boolean {
  return path.split('/').every((part, index, parts) => !part.startsWith('.') || part === '.github' || index === parts.length - 1)
}

function ancestors(path: string): string[] {
  const folders: string[] = []
  for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) folders.push(folder)
  return folders
}
