import { join } from 'node:path'
import { filesAt, openFiles } from '../files.ts'
import { commitIfAny } from '../git/commits.ts'
import { changedFiles } from '../git/differences.ts'
import { deletedFiles, untrackedFiles } from '../git/index-files.ts'
import { type IndexTree, readIndex, sparseFiles, withHookIndex } from '../git/index-tree.ts'
import { findRepository, type GitRepository } from '../git/repository.ts'
import { type CommitTree, readTree } from '../git/tree.ts'
import { UserError } from '../model.ts'
import { namedPaths } from './names.ts'
import { entryAt } from './real-paths.ts'

export interface ChangeOptions {
  /** The root, absolute, links resolved. */
  root: string
  cwd: string
  env: NodeJS.ProcessEnv
  /** What a hook names; everything that differs from the last commit without. */
  names: string[]
  /** The index is asked, not the work tree. */
  staged: boolean
}

/** What is to be judged again. */
export interface HookChange {
  /** Files, relative to the root: named ones whether they differ or not, and those that are gone. */
  paths: Set<string>
  /** Some of them are links or submodules: no plan of the last commit can be made from the other files. */
  links: boolean
  /** The last commit; undefined before the first one, and outside of git. */
  last: CommitTree | undefined
  /** What is staged, where that is asked for. */
  index: IndexTree | undefined
  repository: GitRepository | undefined
}

/**
 * Finds out what a hook is about. Hook runners do not name deleted files, so those count whatever is named.
 * @throws UserError (2) for names outside of the repository or that nobody knows, (3) when git is needed and does not answer
 */
export async function hookChange(options: ChangeOptions): Promise<HookChange> {
  const names = namedPaths(options.names, options)
  const repository = findRepository(options.root)
  if (repository === undefined) {
    if (options.staged || names.length === 0)
      throw new UserError(`This folder is in no git repository: ${options.staged ? 'nothing is staged here' : 'name the files to check'}.`)
    return { ...named(names, { ...options, last: undefined }), last: undefined, index: undefined, repository }
  }
  const commit = await commitIfAny(repository)
  const tree = commit === undefined ? undefined : readTree(repository, commit)
  if (options.staged) {
    const place = withHookIndex(repository, options)
    const [index, last] = await Promise.all([readIndex(place, commit === undefined ? undefined : { commit, tree: tree! }), tree])
    const gone = index.changed.filter((path) => !index.tree.files.has(path))
    const of = names.length === 0 ? about(index.changed, [index.tree, last]) : stagedNames(names, { root: options.root, index, last })
    return { paths: new Set([...of.paths, ...gone]), links: of.links, last, index, repository: place }
  }
  if (names.length === 0) return { ...(await workTree(options.root, repository, tree)), last: await tree, index: undefined, repository }
  const [deleted, last] = await Promise.all([commit === undefined ? [] : deletedFiles(repository, commit), tree])
  const of = named(names, { ...options, last })
  const gone = deleted.filter((path) => entryAt(join(options.root, path)) === undefined)
  const paths = new Set([...of.paths, ...gone])
  return { paths, links: of.links || isLinkAmong(gone, [last]), last, index: undefined, repository }
}

type Paths = Pick<HookChange, 'paths' | 'links'>

/** All that differs from the last commit, untracked files too. What a sparse checkout leaves out does not. */
async function workTree(root: string, repository: GitRepository, commit: Promise<CommitTree> | undefined): Promise<Paths> {
  const sources = openFiles(root)
  const [listed, sparse, last] = await Promise.all([untrackedFiles(repository), sparseFiles(repository), commit])
  const untracked = listed.flatMap((path) => (path.endsWith('/') ? filesAt(path.slice(0, -1), sources) : [path]))
  const tree = last ?? { files: new Map(), absent: [] }
  const present = [...untracked, ...sparse.tracked.filter((path) => entryAt(join(root, path)) !== undefined)]
  const differing = changedFiles(tree, { root, present }).filter(
    (path) => !sparse.absent.has(path) || entryAt(join(root, path)) !== undefined,
  )
  const links = differing.some((path) => entryAt(join(root, path))?.isFile() === false)
  return { paths: new Set(differing), links: links || isLinkAmong(differing, [last]) }
}

/** Files of the work tree, and files below folders of it. */
function named(names: string[], { root, last }: { root: string; last: CommitTree | undefined }): Paths {
  const sources = openFiles(root)
  const unknown: string[] = []
  let links = false
  const paths = names.flatMap((name) => {
    const stat = entryAt(join(root, name))
    if (stat?.isSymbolicLink()) links = true
    const before = below(name, last)
    if (stat === undefined && before.length === 0) unknown.push(name)
    return stat?.isDirectory() ? [...filesAt(name, sources), ...before.filter((path) => entryAt(join(root, path)) === undefined)] : [name]
  })
  refuseUnknown(unknown)
  return { paths: new Set(paths), links: links || isLinkAmong(paths, [last]) }
}

function stagedNames(names: string[], { root, index, last }: { root: string; index: IndexTree; last: CommitTree | undefined }): Paths {
  const known = names.map((name) => [...below(name, index.tree), ...below(name, last)])
  // an untracked file may be named, or one that is only announced: the commit does not have it
  refuseUnknown(names.filter((name, i) => known[i]!.length === 0 && entryAt(join(root, name)) === undefined))
  return about(known.flat(), [index.tree, last])
}

function about(paths: string[], trees: (CommitTree | undefined)[]): Paths {
  return { paths: new Set(paths), links: isLinkAmong(paths, trees) }
}

/** A file of a tree, or those below a folder. */
function below(path: string, tree: CommitTree | undefined): string[] {
  if (tree === undefined) return []
  if (tree.files.has(path)) return [path]
  return [...tree.files.keys()].filter((file) => path === '.' || file.startsWith(`${path}/`))
}

function isLinkAmong(paths: string[], trees: (CommitTree | undefined)[]): boolean {
  return paths.some((path) => trees.some((tree) => tree?.files.get(path)?.kind === 'link' || tree?.absent.includes(path)))
}

function refuseUnknown(names: string[]): void {
  if (names.length === 0) return
  const list = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
  throw new UserError(`${list}: there is no such file, and there was none in the last commit: check the path.`)
}
