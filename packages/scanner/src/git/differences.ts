import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, readlinkSync } from 'node:fs'
import { join, posix } from 'node:path'
import { maxFileBytes } from '../files.ts'
import type { CommitTree, TreeFile } from './tree.ts'

/**
 * The files that are not the same in a commit and in the folder: changed, removed, and those of `present` (files of the folder, tracked or
 * not) that the commit does not have; sorted. A renamed file is there twice, by its old and its new path. Contents are compared, not what
 * the index says about them; the mode of a file does not matter, what a link leads to does, and a folder that became a link is changed as a
 * whole.
 * @param root absolute; paths are relative to it
 */
export function changedFiles(tree: CommitTree, options: { root: string; present: Iterable<string> }): string[] {
  const isReal = realFolders(options.root)
  const isUnchanged = (path: string, file: TreeFile) => isReal(posix.dirname(path)) && isSame(join(options.root, path), file)
  const changed = [...tree.files].filter(([path, file]) => !isUnchanged(path, file)).map(([path]) => path)
  const added = [...options.present].filter((path) => !tree.files.has(path))
  // nothing is known of a submodule whose commit is not here: it counts as changed, and its files as new
  return [...new Set([...changed, ...added, ...tree.absent])].sort()
}

/** Whether a folder, relative to the root, is there without a link on the way. */
function realFolders(root: string): (folder: string) => boolean {
  const known = new Map<string, boolean>([['.', true]])
  const isReal = (folder: string): boolean => {
    const result =
      known.get(folder) ??
      (isReal(posix.dirname(folder)) && lstatSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory() === true)
    known.set(folder, result)
    return result
  }
  return isReal
}

function isSame(path: string, file: TreeFile): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return false
  try {
    if (stat.isSymbolicLink()) return file.kind === 'link' && blobHash(readlinkSync(path, 'buffer'), file.hash) === file.hash
    if (file.kind === 'link' || !stat.isFile() || stat.size !== file.size) return false
    // larger ones are not judged, so their content does not matter
    return file.size > maxFileBytes || blobHash(readFileSync(path), file.hash) === file.hash
  } catch {
    return false
  }
}

/** What git calls the content; repositories with SHA-256 have longer hashes. */
function blobHash(content: Buffer, like: string): string {
  return createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex')
}
