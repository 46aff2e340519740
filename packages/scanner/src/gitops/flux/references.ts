import { posix } from 'node:path'
import { readKustomization } from '../../discover/kustomization.ts'
import { isManifestName } from '../../discover/walk.ts'
import type { SourceFiles } from '../../files.ts'

/**
 * Everything that building a folder reads outside of itself, relative to the root and sorted: what its kustomization and those it uses name.
 * @param more paths that are read beside those the folder's own kustomization names
 */
export function referencesOf(folder: string, more: string[], sources: SourceFiles): string[] {
  const found = new Set<string>()
  const visit = (path: string): void => {
    const refs = readKustomization(path, sources)
    if (refs === undefined) return
    for (const next of [...refs.inputs, ...refs.helpers, ...refs.data, ...refs.charts]) follow(next)
  }
  const follow = (path: string): void => {
    if (found.has(path)) return
    found.add(path)
    // asking every file whether it is a folder takes long
    if (!isManifestName(path)) visit(path)
  }
  visit(folder)
  for (const path of more) follow(path)
  return [...found].filter((path) => !isWithin(path, folder)).sort()
}

/** True when the path is the folder or lies below it; both relative to one root, `.` for the root itself. */
export function isWithin(path: string, folder: string): boolean {
  const relative = posix.relative(folder, path)
  return relative !== '..' && !relative.startsWith('../')
}
