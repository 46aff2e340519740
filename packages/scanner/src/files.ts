import { closeSync, fstatSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isInside } from './discover/root.ts'
import { resolveLink } from './discover/walk.ts'
import { readText } from './parse/index.ts'

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
}

export function isProblem<T extends object>(value: T | string | FileProblem): value is FileProblem {
  return typeof value === 'object' && 'reason' in value
}

export function openFiles(root: string): SourceFiles {
  const bytes = (file: string): Uint8Array | FileProblem => {
    let path: string
    try {
      path = realpathSync(join(root, file))
    } catch (error) {
      return unreadable(error)
    }
    if (!isInside(path, root)) {
      return {
        reason: 'outside-root',
        message: 'The file lies outside the repository (through a symbolic link) and was not read: put the file itself here.',
      }
    }
    try {
      return readBounded(path)
    } catch (error) {
      return unreadable(error)
    }
  }
  return {
    bytes,
    text(file) {
      const content = bytes(file)
      if (isProblem(content)) return content
      const result = readText(content)
      return result.problem === undefined ? result.text : { reason: 'parse-failed', message: result.problem }
    },
    list: (folder) => listFolder(root, folder, 0).sort(),
    exists: (file) => {
      try {
        return isInside(realpathSync(join(root, file)), root)
      } catch {
        return false
      }
    },
  }
}

/** How deep folders are listed: a symbolic link to a parent folder would never end. */
const maxDepth = 32

function listFolder(root: string, folder: string, depth: number): string[] {
  if (depth > maxDepth) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
    if (entry.name === '.git' || entry.name === 'node_modules') return []
    const kind = entry.isSymbolicLink() ? resolveLink(path, root) : entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : 'broken'
    if (kind === 'directory') return listFolder(root, path, depth + 1)
    return kind === 'file' ? [path] : []
  })
}

/** One open descriptor for the check and the read, so that the file cannot be exchanged or grow between them. */
function readBounded(path: string): Uint8Array | FileProblem {
  const descriptor = openSync(path, 'r')
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
