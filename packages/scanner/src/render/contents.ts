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
  return Object.fromEntries(
    files.map((file) => {
      const bytes = sources.bytes(file)
      if (isProblem(bytes)) throw new UserError(`${file}: ${bytes.message}`, { exitCode: 3 })
      return [name(file), engineFile(bytes)]
    }),
  )
}
