import { closeSync, constants, copyFileSync, ftruncateSync, linkSync, mkdirSync, openSync, symlinkSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { maxFileBytes } from '../files.ts'
import { UserError } from '../model.ts'
import { readBlobs } from './blobs.ts'
import type { GitPlace } from './program.ts'
import type { CommitTree, TreeFile } from './tree.ts'

/** Most bytes of one commit that are written. */
const maxBytes = 2 * 1024 * 1024 * 1024

export interface CheckOutOptions {
  /** A folder that holds some of the files as they are in the commit, absolute; those are linked (or copied) instead of written anew. */
  from: string
  /** Paths of those files; no symbolic links. */
  same: Set<string>
}

/**
 * Writes the files of a commit into an empty folder, byte by byte as they were committed: no filter and no conversion of line ends. Links
 * come last, so that no file can be written through one. A file that is too large to be judged gets its size without the content.
 * @throws UserError (3) when the commit is too large, a content is missing, or the disk is full
 */
export async function checkOut(tree: CommitTree, folder: string, known?: CheckOutOptions): Promise<void> {
  const files = [...tree.files].map(([path, file]) => ({ path, ...file }))
  const wanted = Map.groupBy(files, (file) => (known?.same.has(file.path) ? 'known' : file.size > maxFileBytes ? 'large' : file.kind))
  const bytes = ['file', 'link'].flatMap((group) => wanted.get(group as 'file') ?? []).reduce((sum, { size }) => sum + size, 0)
  if (bytes > maxBytes)
    throw new UserError(`What is read from git has ${Math.round(bytes / 2 ** 20)} MiB; at most ${maxBytes / 2 ** 20} are read.`, {
      exitCode: 3,
    })
  const target = (path: string) => join(folder, path)
  try {
    for (const parent of parentsOf(files)) mkdirSync(target(parent))
    for (const { path } of wanted.get('known') ?? []) take(join(known!.from, path), target(path))
    for (const { path, size } of wanted.get('large') ?? []) write(target(path), (descriptor) => ftruncateSync(descriptor, size))
    await writeAll(wanted.get('file') ?? [], (path, content) => write(target(path), (descriptor) => writeWhole(descriptor, content)))
    await writeAll(wanted.get('link') ?? [], (path, content) => symlinkSync(content, target(path)))
  } catch (error) {
    if (error instanceof UserError) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new UserError(`What is read from git cannot be written to the temporary folder (${code}): is it full?`, {
      exitCode: 3,
      cause: error,
    })
  }
}

/** The folders that files lie in, each after the one it lies in. */
function parentsOf(files: { path: string }[]): Set<string> {
  const parents = new Set<string>()
  const add = (folder: string): void => {
    if (folder === '.' || parents.has(folder)) return
    add(dirname(folder))
    parents.add(folder)
  }
  for (const { path } of files) add(dirname(path))
  return parents
}

/** Gives a file a second name, in folders made for it. That costs a tenth of writing it, but must be on the same disk and allowed. */
export function take(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  }
}

type PathOf = TreeFile & { path: string }

async function writeAll(files: PathOf[], each: (path: string, content: Buffer) => void): Promise<void> {
  for (const [place, own] of Map.groupBy(files, ({ place }): GitPlace => place)) {
    let index = 0
    for await (const content of readBlobs(place, own)) each(own[index++]!.path, content)
  }
}

/** Fails when something stands there, a link too. */
function write(path: string, content: (descriptor: number) => void): void {
  const descriptor = openSync(path, 'wx', 0o600)
  try {
    content(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function writeWhole(descriptor: number, content: Buffer): void {
  for (let offset = 0; offset < content.length; ) offset += writeSync(descriptor, content, offset)
}
