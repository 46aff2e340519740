import { join } from 'node:path'
import { builtFiles } from '../changes/base.ts'
import { checkOut, take } from '../git/checkout.ts'
import { changedFiles } from '../git/differences.ts'
import type { GitRepository } from '../git/repository.ts'
import type { CommitTree } from '../git/tree.ts'
import { type TemporaryFolder, temporaryFolder } from '../temporary.ts'

/**
 * Lays out what is staged in a temporary folder. Files that are the same in the work tree are linked to those; what a build put into
 * `charts/` of a chart, and git ignores, is taken along: no commit has it, and charts cannot be rendered without.
 * @param root absolute, links resolved
 * @throws UserError (3) when a content cannot be had, or the disk is full
 */
export async function layOutStaged(
  tree: CommitTree,
  { root, repository }: { root: string; repository: GitRepository },
): Promise<TemporaryFolder> {
  const changed = new Set(changedFiles(tree, { root, present: [] }))
  const same = new Set([...tree.files].flatMap(([path, { kind }]) => (kind === 'file' && !changed.has(path) ? [path] : [])))
  const folder = temporaryFolder()
  try {
    await checkOut(tree, folder.path, { from: root, same })
    for (const file of builtFiles(repository, tree, root)) take(join(root, file), join(folder.path, file))
    return folder
  } catch (error) {
    folder.remove()
    throw error
  }
}
