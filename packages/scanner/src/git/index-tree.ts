import { existsSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { UserError } from '../model.ts'
import { askGit } from './program.ts'
import type { GitRepository } from './repository.ts'
import { addSubmoduleAt, type CommitTree, refuseStrange, type TreeFile } from './tree.ts'

/** What is staged: the files as `git commit` would record them, and how that differs from the last commit. */
export interface IndexTree {
  tree: CommitTree
  /** Paths relative to the scanned root whose content, kind or existence differs, sorted. A renamed file is there by both names. */
  changed: string[]
}

/**
 * The repository with the index that the environment of a hook names: `git commit -a` and `git commit <file>` prepare one beside the
 * repository's own. Nothing else of that environment is used.
 * @param cwd absolute; git sets the variable relative to the top of the work tree, where hooks begin
 * @throws UserError (3) when there is no such file: the index that is committed is not known then
 */
export function withHookIndex(repository: GitRepository, options: { env: NodeJS.ProcessEnv; cwd: string }): GitRepository {
  const named = options.env.GIT_INDEX_FILE
  if (named === undefined || named === '') return repository
  const places = isAbsolute(named) ? [named] : [resolve(repository.top, named), resolve(options.cwd, named)]
  const index = places.find((path) => existsSync(path))
  // before the first `git add` there is no index at all
  if (index === undefined && /(^|[\\/])index$/.test(named)) return repository
  if (index === undefined)
    throw new UserError(`GIT_INDEX_FILE names ${named}, which does not exist: unset it, or name the index that is committed.`, {
      exitCode: 3,
    })
  return { ...repository, index }
}

/**
 * Reads the index. Files that are only announced (`git add --intent-to-add`) are not in it, those that a sparse checkout leaves out are.
 * @param last files of the last commit; undefined before the first one
 * @throws UserError (2) in the middle of a merge with conflicts, (3) when git fails or a content is missing
 */
export async function readIndex(
  repository: GitRepository,
  last: { commit: string; tree: Promise<CommitTree> } | undefined,
): Promise<IndexTree> {
  const above = repository.prefix === '' ? '' : `${repository.prefix}/`
  const [found, before] = await Promise.all([differences(repository, last?.commit ?? (await emptyTree(repository))), last?.tree])
  const tree: CommitTree = { files: new Map(before?.files), absent: [...(before?.absent ?? [])] }
  const changed = new Set<string>()
  const conflicts: string[] = []
  const blobs: { path: string; kind: TreeFile['kind']; hash: string }[] = []
  for (const entry of found) {
    const path = entry.path.slice(above.length)
    if (entry.status === 'U') {
      conflicts.push(path)
      continue
    }
    refuseStrange(path)
    changed.add(path)
    for (const file of entry.wasSubmodule ? removeSubmodule(tree, path) : []) changed.add(file)
    tree.files.delete(path)
    if (entry.mode === '160000') {
      await addSubmoduleAt(tree, { place: repository, at: entry.path, commit: entry.hash, target: path })
      for (const file of tree.files.keys()) if (file.startsWith(`${path}/`)) changed.add(file)
    } else if (entry.mode !== '000000') blobs.push({ path, kind: entry.mode === '120000' ? 'link' : 'file', hash: entry.hash })
  }
  if (conflicts.length > 0)
    throw new UserError(`The index has conflicts of a merge (${listed(conflicts)}): resolve them and \`git add\` the files.`)
  const bytes = await sizes(
    repository,
    blobs.map(({ hash }) => hash),
  )
  for (const [index, size] of bytes.entries()) {
    const { path, kind, hash } = blobs[index]!
    tree.files.set(path, { kind, place: repository, hash, size })
  }
  return { tree, changed: [...changed].sort() }
}

/** Files of the index, relative to the scanned root, and those of them that a sparse checkout leaves out of the work tree. */
export async function sparseFiles(repository: GitRepository): Promise<{ tracked: string[]; absent: Set<string> }> {
  const words = ['--literal-pathspecs', 'ls-files', '-z', '-t', '--cached', '--full-name', ...below(repository)]
  const above = repository.prefix === '' ? 0 : repository.prefix.length + 1
  const entries = zeroSeparated(await askGit(repository, words)).map((entry) => ({ tag: entry[0], path: entry.slice(2 + above) }))
  const absent = entries.filter(({ tag }) => tag === 'S').map(({ path }) => path)
  return { tracked: entries.map(({ path }) => path), absent: new Set(absent) }
}

interface Difference {
  /** `A`, `D`, `M`, `T`, or `U` for a conflict. */
  status: string
  /** After the change; `000000` for a file that is gone. */
  mode: string
  hash: string
  wasSubmodule: boolean
  /** Relative to the top of the work tree. */
  path: string
}

/** `git diff-index --cached` compares trees with the index only: neither the work tree nor its filters are looked at. */
async function differences(repository: GitRepository, commit: string): Promise<Difference[]> {
  const flags = ['--cached', '--raw', '-z', '--no-abbrev', '--no-renames', '--ita-invisible-in-index', '--ignore-submodules=none']
  const answer = await askGit(repository, ['--literal-pathspecs', 'diff-index', ...flags, commit, ...below(repository)])
  const parts = zeroSeparated(answer)
  const found: Difference[] = []
  for (let index = 0; index < parts.length; index += 2) {
    const header = /^:(\d{6}) (\d{6}) [0-9a-f]{40,64} ([0-9a-f]{40,64}) ([ADMTU])$/.exec(parts[index]!)
    const path = parts[index + 1]
    if (header === null || path === undefined)
      throw new UserError('`git diff-index` gave an answer that is not understood.', { exitCode: 3 })
    const [, before, mode, hash, status] = header as unknown as [string, string, string, string, string]
    found.push({ status, mode, hash, wasSubmodule: before === '160000', path })
  }
  return found
}

function removeSubmodule(tree: CommitTree, path: string): string[] {
  tree.absent = tree.absent.filter((folder) => folder !== path && !folder.startsWith(`${path}/`))
  const files = [...tree.files.keys()].filter((file) => file.startsWith(`${path}/`))
  for (const file of files) tree.files.delete(file)
  return files
}

/** The tree without files, in the repository's form of hashes. */
async function emptyTree(repository: GitRepository): Promise<string> {
  return (await askGit(repository, ['hash-object', '-t', 'tree', '--stdin'], { input: '' })).toString().trim()
}

/** Bytes of blobs, in the order of the hashes. */
async function sizes(repository: GitRepository, hashes: string[]): Promise<number[]> {
  if (hashes.length === 0) return []
  const words = ['cat-file', '--batch-check=%(objecttype) %(objectsize)']
  const answer = await askGit(repository, words, { input: `${hashes.join('\n')}\n` })
  const lines = answer.toString().trimEnd().split('\n')
  return lines.map((line, index) => {
    const size = /^blob (\d+)$/.exec(line)?.[1]
    if (size === undefined) throw new UserError(`The content of a staged file is not in this clone (${hashes[index]}).`, { exitCode: 3 })
    return Number(size)
  })
}

function below({ prefix }: GitRepository): string[] {
  return prefix === '' ? [] : ['--', `${prefix}/`]
}

function zeroSeparated(answer: Buffer): string[] {
  const parts = answer.toString().split('\0')
  return parts.at(-1) === '' ? parts.slice(0, -1) : parts
}

function listed(paths: string[]): string {
  return paths.length > 3 ? `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more` : paths.join(', ')
}
