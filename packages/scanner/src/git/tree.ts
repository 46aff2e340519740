import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../model.ts'
import { missingContent } from './blobs.ts'
import { type GitPlace, runGit } from './program.ts'
import type { GitRepository } from './repository.ts'

/** A file of a commit. */
export interface TreeFile {
  kind: 'file' | 'link'
  /** Where the object lies: the repository, or that of a submodule. */
  place: GitPlace
  /** Hash of the blob. */
  hash: string
  /** In bytes. */
  size: number
}

export interface CommitTree {
  /** By path relative to the scanned root, forward slashes. */
  files: Map<string, TreeFile>
  /** Folders of submodules whose commit is not in this clone: nothing of them is in `files`. Sorted. */
  absent: string[]
}

/** Deeper nesting of submodules than anyone uses. */
const maxDepth = 8

/**
 * The files of a commit below the scanned root, with those of submodules that are checked out here, read from the tree objects: neither
 * the index nor `.gitattributes` can take one out.
 * @throws UserError (3) when git fails, or a path of the tree would lead out of a folder it is written to
 */
export async function readTree(repository: GitRepository, commit: string): Promise<CommitTree> {
  const tree: CommitTree = { files: new Map(), absent: [] }
  const above = repository.prefix === '' ? '' : `${repository.prefix}/`
  await addTree(tree, { place: repository, commit, below: repository.prefix, path: (file) => file.slice(above.length), depth: 0 })
  tree.absent.sort()
  return tree
}

/** As readTree, of one submodule: adds its files, or notes that its commit is not here. @param at path of the submodule below `place.top` */
export async function addSubmoduleAt(
  tree: CommitTree,
  submodule: { place: GitPlace; at: string; commit: string; target: string },
): Promise<void> {
  const { place, at, commit, target } = submodule
  if (!(await addSubmodule(tree, { place, file: at, commit, target, depth: 0 }))) tree.absent.push(target)
}

interface Listing {
  place: GitPlace
  commit: string
  /** Only files of this folder; empty for all. */
  below: string
  /** The path of a file of the listing relative to the scanned root. */
  path(file: string): string
  depth: number
}

async function addTree(tree: CommitTree, { place, commit, below, path, depth }: Listing): Promise<void> {
  const words = ['--literal-pathspecs', 'ls-tree', '-r', '-z', '--long', '--full-tree', commit, ...(below === '' ? [] : [`${below}/`])]
  for (const line of (await list(place, words)).split('\0')) {
    const entry = /^(\d{6}) (blob|commit) ([0-9a-f]{40,64}) +(\d+|-|BAD)\t(.+)$/s.exec(line)
    if (entry === null) {
      if (line === '') continue
      throw new UserError('`git ls-tree` gave an answer that is not understood.', { exitCode: 3 })
    }
    const [, mode, type, hash, size, file] = entry as unknown as [string, string, string, string, string, string]
    // what --long says of a missing or damaged blob
    if (size === 'BAD') throw missingContent(hash)
    const target = path(file)
    refuseStrange(target)
    if (type === 'blob') tree.files.set(target, { kind: mode === '120000' ? 'link' : 'file', place, hash, size: Number(size) })
    else if (!(await addSubmodule(tree, { place, file, commit: hash, target, depth }))) tree.absent.push(target)
  }
}

async function list(place: GitPlace, words: string[]): Promise<string> {
  const { status, stdout, complaint } = await runGit(place, words)
  if (status === 0) return stdout.toString()
  if (complaint.includes('promisor')) throw missingContent(complaint)
  throw new UserError(`\`git ls-tree\` failed: ${complaint}.`, { exitCode: 3 })
}

/** False when the submodule is not checked out, or does not have the commit. */
async function addSubmodule(
  tree: CommitTree,
  submodule: { place: GitPlace; file: string; commit: string; target: string; depth: number },
): Promise<boolean> {
  const top = join(submodule.place.top, submodule.file)
  const place = { top, gitDir: join(top, '.git') }
  const { commit, target, depth } = submodule
  if (depth >= maxDepth || !existsSync(place.gitDir)) return false
  if ((await runGit(place, ['cat-file', '-e', `${commit}^{tree}`])).status !== 0) return false
  await addTree(tree, { place, commit, below: '', path: (file) => `${target}/${file}`, depth: depth + 1 })
  return true
}

/** A commit that git itself did not make can name anything; what is written to a folder must stay in it. */
export function refuseStrange(path: string): void {
  const strange = path.split('/').some((part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git')
  if (strange || (process.platform === 'win32' && /[\\:]/.test(path)))
    throw new UserError(`The commit has a path that no checkout can have: ${path}.`, { exitCode: 3 })
}
