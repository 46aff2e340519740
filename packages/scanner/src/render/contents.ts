import { hash } from 'node:crypto'
import { type EngineFile, engineFile } from '../engines/content.ts'
import { isProblem, type SourceFiles } from '../files.ts'
import { UserError } from '../model.ts'

/**
 * Contents of files for an engine, keyed by `name(file)`.
 * @throws UserError (3) naming the file that cannot be read
 */
export function contents(
  files: string[],
  sources: SourceFiles,
  name: (file: string) => string = (file) => file,
): Record<string, EngineFile> {
  return Object.fromEntries(files.map((file) => [name(file), engineFile(readable(file, sources))]))
}

const known = new WeakMap<SourceFiles, Map<string, string>>()

/**
 * Digests of files, in their order. Each file is read once, and its content not kept: most of what is asked for was rendered before.
 * @throws UserError (3) naming the file that cannot be read
 */
export function fileDigests(files: string[], sources: SourceFiles): [file: string, digest: string][] {
  const digests = known.get(sources) ?? new Map<string, string>()
  known.set(sources, digests)
  return files.map((file) => {
    const digest = digests.get(file) ?? digestOf(readable(file, sources))
    digests.set(file, digest)
    return [file, digest]
  })
}

function digestOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'base64url')
}

/**
 * As `contents`, for requests that share files: each is read once, and has the digest of the very bytes that are given.
 * @returns digests in the order of the files
 */
export function digestedContents(
  sources: SourceFiles,
): (files: string[]) => { files: Record<string, EngineFile>; digests: [file: string, digest: string][] } {
  const own = new Map<string, { content: EngineFile; digest: string }>()
  const read = (file: string) => {
    const bytes = readable(file, sources)
    const digested = { content: engineFile(bytes), digest: digestOf(bytes) }
    own.set(file, digested)
    return digested
  }
  return (files) => {
    const digested = files.map((file) => [file, own.get(file) ?? read(file)] as const)
    return {
      files: Object.fromEntries(digested.map(([file, { content }]) => [file, content])),
      digests: digested.map(([file, { digest }]) => [file, digest]),
    }
  }
}

function readable(file: string, sources: SourceFiles): Uint8Array {
  const bytes = sources.bytes(file)
  if (isProblem(bytes)) throw new UserError(`${file}: ${bytes.message}`, { exitCode: 3 })
  return bytes
}
