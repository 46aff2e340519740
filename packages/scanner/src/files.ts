import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { resolveLink } from './discover/walk.ts'
import { UserError } from './model.ts'
import { readText } from './parse/index.ts'
import { isContent, isInside } from './paths.ts'

/** Largest file that is read, in bytes. The API server takes 3 MiB a request; release files of CRDs reach several MiB. */
export const maxFileBytes = 16 * 1024 * 1024

export type FileProblem = { reason: 'unreadable' | 'too-large' | 'outside-root' | 'parse-failed'; message: string }

/** Reads repository files by their path relative to the root, never from outside of it, each at most once while it is wanted. */
export interface SourceFiles {
  /** The bytes of a file, or why they cannot be had. */
  bytes(file: string): Uint8Array | FileProblem
  /** The text of a file, or why it cannot be had. */
  text(file: string): string | FileProblem
  exists(file: string): boolean
  /** Files below a folder, relative to the root, sorted; hidden ones too, symbolic links only where they stay inside the root. */
  list(folder: string): string[]
  /** Another state of the same files, and whether a file is the same in both, existing or not. */
  other?: { sources: SourceFiles; isSame(file: string): boolean }
}

export function isProblem<T extends object>(value: T | string | FileProblem): value is FileProblem {
  return typeof value === 'object' && 'reason' in value
}

const notFolder = Object.assign(new Error('This is a file, not a folder.'), { code: 'ENOTDIR' })

/** A file itself, the files below a folder, or nothing. @param path relative to the root */
export function filesAt(path: string, sources: SourceFiles): string[] {
  if (!sources.exists(path)) return []
  try {
    return sources.list(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path]
    throw error
  }
}

/** Texts that are kept for the next reader (parse, positions, excerpts), in UTF-16 units. */
const keptText = 32 * 1024 * 1024

/** @param given the repository root, absolute */
export function openFiles(given: string): SourceFiles {
  // what links lead to is compared with it
  const root = realpathSync.native(given)
  const folders = new Map<string, string>()
  const texts = new Map<string, string>()
  const existing = new Map<string, boolean>()
  const lists = new Map<string, string[]>()
  let kept = 0

  /** The real path of a file: that of its folder, and the file itself unless it is a symbolic link. */
  const realPath = (file: string): string => {
    const path = join(root, file)
    const folder = dirname(path)
    let real = folders.get(folder)
    if (real === undefined) {
      real = realpathSync.native(folder)
      folders.set(folder, real)
    }
    return lstatSync(path).isSymbolicLink() ? realpathSync(path) : join(real, basename(path))
  }
  const bytes = (file: string): Uint8Array | FileProblem => {
    try {
      const path = realPath(file)
      if (isContent(path, root)) return readContent(path)
      if (isInside(path, root)) return { reason: 'outside-root', message: 'The file belongs to git itself and was not read.' }
    } catch (error) {
      return unreadable(error)
    }
    return {
      reason: 'outside-root',
      message: 'The file lies outside the repository (through a symbolic link) and was not read: put the file itself here.',
    }
  }
  return {
    bytes,
    text(file) {
      const known = texts.get(file)
      if (known !== undefined) return known
      const content = bytes(file)
      if (isProblem(content)) return content
      const result = readText(content)
      if (result.problem !== undefined) return { reason: 'parse-failed', message: result.problem }
      kept += result.text.length
      if (kept <= keptText) texts.set(file, result.text)
      return result.text
    },
    list: (folder) => {
      // asked of many files: an error of the file system costs more than a look
      if (statSync(join(root, folder), { throwIfNoEntry: false })?.isFile()) throw notFolder
      const known = lists.get(folder) ?? listFolder(root, folder, 0).sort()
      lists.set(folder, known)
      return [...known]
    },
    exists: (file) => {
      const known = existing.get(file) ?? isThere(join(root, file), root)
      existing.set(file, known)
      return known
    },
  }
}

function isThere(path: string, root: string): boolean {
  try {
    // most paths that are asked for do not exist, and an error costs more than a look
    return existsSync(path) && isContent(realpathSync.native(path), root)
  } catch {
    return false
  }
}

/** How deep folders are listed: a symbolic link to a parent folder would never end. */
const maxDepth = 32

function listFolder(root: string, folder: string, depth: number): string[] {
  if (depth > maxDepth)
    throw new UserError(`${folder}: folders are nested more than ${maxDepth} deep, or links lead in a circle.`, { exitCode: 3 })
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
    if (entry.name === '.git') return []
    const kind = entry.isSymbolicLink() ? resolveLink(path, root) : entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : 'broken'
    if (kind === 'directory') return listFolder(root, path, depth + 1)
    return kind === 'file' ? [path] : []
  })
}

/** What Git LFS leaves in the place of a file that was not fetched (its specification: shorter than 1,024 bytes; older clients' addresses too). */
const pointer = /^version https?:\/\/(?:git-lfs\.github\.com|hawser\.github\.com|git-media\.io)\/[^\n]*\n(?:.*\n)*?oid (\S+)/
/** What is deployed from such a file is its content; other files of a chart do not decide. */
const deployed = /\.(ya?ml|json|tpl|tgz)$/

function readContent(path: string): Uint8Array | FileProblem {
  const content = readBounded(path)
  if (isProblem(content) || content.length >= 1024 || !deployed.test(path)) return content
  const oid = pointer.exec(Buffer.from(content).toString('latin1'))?.[1]
  if (oid === undefined) return content
  // the hash tells two states of it apart
  const message = `The file is a pointer of Git LFS to ${oid.slice(0, 80)}, not its content: check out with \`lfs: true\` or \`git lfs pull\`.`
  return { reason: 'unreadable', message }
}

/** One open descriptor for the check and the read, so that the file cannot be exchanged or grow between them. */
function readBounded(path: string): Uint8Array | FileProblem {
  // the path is resolved: a link that has come into its place since then is refused, and a pipe does not block
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return { reason: 'unreadable', message: 'It is not a regular file.' }
    if (stat.size > maxFileBytes) {
      const size = (stat.size / 1024 / 1024).toFixed(0)
      return {
        reason: 'too-large',
        message: `The file has ${size} MiB; at most ${maxFileBytes / 1024 / 1024} MiB are read. Split it, or exclude it in .policy-gate/config.yaml.`,
      }
    }
    const buffer = Buffer.allocUnsafe(stat.size)
    let length = 0
    while (length < stat.size) {
      const read = readSync(descriptor, buffer, length, stat.size - length, null)
      if (read === 0) break
      length += read
    }
    return buffer.subarray(0, length)
  } finally {
    closeSync(descriptor)
  }
}

function unreadable(error: unknown): FileProblem {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
  const why =
    code === 'EACCES' ? 'permission denied' : code === 'ENOENT' ? 'no such file' : code === 'ELOOP' ? 'a loop of symbolic links' : code
  return { reason: 'unreadable', message: `The file cannot be read: ${why}.` }
}
