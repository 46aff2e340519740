import { isProblem, type SourceFiles } from '../files.ts'
import { UserError } from '../model.ts'

/** A file in a request to an engine: text, or base64 for anything that is not UTF-8. */
export type Content = string | { base64: string }

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Contents of files for an engine, keyed by `name(file)`.
 * @throws UserError (3) naming the file that cannot be read
 */
export function contents(files: string[], sources: SourceFiles, name: (file: string) => string = (file) => file): Record<string, Content> {
  return Object.fromEntries(
    files.map((file) => {
      const bytes = sources.bytes(file)
      if (isProblem(bytes)) throw new UserError(`${file}: ${bytes.message}`, { exitCode: 3 })
      return [name(file), content(bytes)]
    }),
  )
}

function content(bytes: Uint8Array): Content {
  try {
    return decoder.decode(bytes)
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') }
  }
}
