import { closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { maxFileBytes } from '../files.ts'
import { UserError } from '../model.ts'
import { readBlobs } from './blobs.ts'
import type { GitPlace } from './program.ts'
import type { CommitTree, TreeFile } from './tree.ts'

/** Most bytes of one commit that are written. */
const maxBytes = 2 * 1024 * 1024 * 1024

/**
 * Writes the files of a commit into an empty folder, byte by byte as they were committed: no filter and no conversion of line ends. Links
 * come last, so that no file can be written through one. A file that is too large to be judged gets its size without the content.
 * @throws UserError (3) when the commit is too large, a content is missing, or the disk is full
 */
export function checkOut(tree: CommitTree, folder: string): void {
  const files = [...tree.files].map(([path, file]) => ({ path, ...file }))
  const bytes = files.reduce((sum, { size }) => sum + Math.min(size, maxFileBytes), 0)
  if (bytes > maxBytes)
    throw new UserError(`The commit to compare with has ${Math.round(bytes / 2 ** 20)} MiB; at most ${maxBytes / 2 ** 20} are read.`, {
      exitCode: 3,
    })
  try {
    for (const folderOf of new Set(files.map(({ path }) => dirname(path)))) mkdirSync(join(folder, folderOf), { recursive: true })
    for (const file of files.filter(({ size }) => size > maxFileBytes))
      write(join(folder, file.path), (descriptor) => ftruncateSync(descriptor, file.size))
    const readable = files.filter(({ size }) => size <= maxFileBytes)
    writeAll(
      readable.filter(({ kind }) => kind === 'file'),
      (path, content) => write(join(folder, path), (descriptor) => writeWhole(descriptor, content)),
    )
    writeAll(
      readable.filter(({ kind }) => kind === 'link'),
      (path, content) => symlinkSync(content, join(folder, path)),
    )
  } catch (error) {
    if (error instanceof UserError) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new UserError(`The commit to compare with cannot be written to the temporary folder (${code}): is it full?`, {
      exitCode: 3,
      cause: error,
    })
  }
}

type PathOf = TreeFile & { path: string }

function writeAll(files: PathOf[], each: (path: string, content: Buffer) => void): void {
  for (const [place, own] of Map.groupBy(files, ({ place }): GitPlace => place)) {
    let index = 0
    for (const content of readBlobs(place, own)) each(own[index++]!.path, content)
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
