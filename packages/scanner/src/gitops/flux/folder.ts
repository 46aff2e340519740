import type { SourceFiles } from '../../files.ts'

/** The files below a folder, relative to the root and sorted; undefined when there is no such folder. */
export function filesBelow(folder: string, sources: SourceFiles): string[] | undefined {
  if (!sources.exists(folder)) return undefined
  try {
    return sources.list(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined
    throw error
  }
}
