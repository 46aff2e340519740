import { join, posix } from 'node:path'
import { openFiles } from '../files.ts'
import { checkOut, take } from '../git/checkout.ts'
import { mergeBase } from '../git/commits.ts'
import { changedFiles } from '../git/differences.ts'
import { ignoredAmong } from '../git/index-files.ts'
import { type GitRepository, openRepository } from '../git/repository.ts'
import { temporaryFolder } from '../git/temporary.ts'
import { type CommitTree, readTree } from '../git/tree.ts'
import { filesAt } from './inputs.ts'

/** The state of a repository that a change is compared with. */
export interface Base {
  /** Hash of the commit. */
  commit: string
  /** Absolute: its files, as the scanned root was then. */
  root: string
  /** Paths of its files, relative to the root. */
  files: Set<string>
  /** Those that are changed or gone, and submodules whose earlier state is not known. */
  changed: Set<string>
  /** Removes the folder. */
  close(): void
}

/**
 * What `helm dependency build` put into charts of the commit, as far as git ignores it: it is in no commit, and taken for the same before.
 */
function builtFiles(repository: GitRepository, tree: CommitTree, root: string): string[] {
  const sources = openFiles(root)
  const charts = [...tree.files.keys()].filter((path) => posix.basename(path) === 'Chart.yaml').map((path) => posix.dirname(path))
  const parts = charts.flatMap((folder) => filesAt(posix.join(folder, 'charts'), sources))
  return ignoredAmong(
    repository,
    [...new Set(parts)].filter((path) => !tree.files.has(path)),
  )
}

/**
 * Lays out the commit where the checked out one and `ref` parted, in a temporary folder. Files that are the same today are linked to those
 * of the root.
 * @param root absolute
 * @throws UserError when there is no such commit, or its content cannot be had
 */
export function openBase(root: string, ref: string): Base {
  const repository = openRepository(root)
  const commit = mergeBase(repository, ref)
  const tree = readTree(repository, commit)
  const changed = new Set(changedFiles(tree, { root, present: [] }))
  const folder = temporaryFolder()
  const built = builtFiles(repository, tree, root)
  try {
    checkOut(tree, folder.path, { from: root, same: new Set([...tree.files.keys()].filter((path) => !changed.has(path))) })
    for (const file of built) take(join(root, file), join(folder.path, file))
  } catch (error) {
    folder.remove()
    throw error
  }
  return { commit, root: folder.path, files: new Set([...tree.files.keys(), ...built]), changed, close: folder.remove }
}
