import { checkOut } from '../git/checkout.ts'
import { mergeBase } from '../git/commits.ts'
import { changedFiles } from '../git/differences.ts'
import { openRepository } from '../git/repository.ts'
import { temporaryFolder } from '../git/temporary.ts'
import { readTree } from '../git/tree.ts'

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
  try {
    checkOut(tree, folder.path, { from: root, same: new Set([...tree.files.keys()].filter((path) => !changed.has(path))) })
  } catch (error) {
    folder.remove()
    throw error
  }
  return { commit, root: folder.path, files: new Set(tree.files.keys()), changed, close: folder.remove }
}
