import { join, posix } from 'node:path'
import { filesAt, openFiles } from '../files.ts'
import { checkOut, take } from '../git/checkout.ts'
import { mergeBase } from '../git/commits.ts'
import { changedFiles } from '../git/differences.ts'
import { ignoredAmong } from '../git/index-files.ts'
import { type GitRepository, openRepository } from '../git/repository.ts'
import { type CommitTree, readTree } from '../git/tree.ts'
import { type TemporaryFolder, temporaryFolder } from '../temporary.ts'

/** The state of a repository that a change is compared with. */
export interface Base {
  /** Hash of the commit. */
  commit: string
  /** Paths of its files that are changed or gone, relative to the root, and submodules whose earlier state is not known. */
  changed: Set<string>
  /** Those of its files that are the same today, links aside: what they lead to may have changed. */
  same: Set<string>
  /**
   * Lays the files out in a temporary folder, once, and gives it: absolute, as the scanned root was then. Files that are the same today are linked
   * to those of the root.
   * @throws UserError (3) when a content cannot be had, or the disk is full
   */
  layOut(): Promise<string>
  /** Removes the folder. */
  close(): void
}

/**
 * What `helm dependency build` put into charts of a commit or of the index, as far as git ignores it: it is in no commit, and taken for the
 * same in each.
 */
export function builtFiles(repository: GitRepository, tree: CommitTree, root: string): string[] {
  const sources = openFiles(root)
  const charts = [...tree.files.keys()].filter((path) => posix.basename(path) === 'Chart.yaml').map((path) => posix.dirname(path))
  const parts = charts.flatMap((folder) => filesAt(posix.join(folder, 'charts'), sources))
  return ignoredAmong(
    repository,
    [...new Set(parts)].filter((path) => !tree.files.has(path)),
  )
}

/**
 * Finds the commit where the checked out one and `ref` parted, and what is not as it was then.
 * @param root absolute
 * @throws UserError when there is no such commit, or git cannot read it
 */
export async function openBase(root: string, ref: string): Promise<Base> {
  const repository = openRepository(root)
  const commit = mergeBase(repository, ref)
  const tree = await readTree(repository, commit)
  const changed = new Set(changedFiles(tree, { root, present: [] }))
  const built = builtFiles(repository, tree, root)
  const same = new Set([...tree.files].flatMap(([path, { kind }]) => (kind === 'file' && !changed.has(path) ? [path] : [])))
  let folder: TemporaryFolder | undefined
  let laidOut: Promise<string> | undefined
  const layOut = async (): Promise<string> => {
    folder = temporaryFolder()
    await checkOut(tree, folder.path, { from: root, same })
    for (const file of built) take(join(root, file), join(folder.path, file))
    return folder.path
  }
  return {
    commit,
    changed,
    same: new Set([...same, ...built]),
    layOut() {
      laidOut ??= layOut()
      return laidOut
    },
    close: () => folder?.remove(),
  }
}
