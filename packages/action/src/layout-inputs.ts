import { lstatSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { layoutName, splitLayout } from '../../scanner/src/images/layouts.ts'
import { parseImage } from '../../scanner/src/images/reference.ts'
import { isContent } from '../../scanner/src/paths.ts'
import type { ActionStrings } from './strings.ts'

/**
 * Images that the job has built, from lines `reference=path`. An absolute path is the workflow's own word; a relative one may not be led out
 * of the workspace by links.
 * @param context.folder that relative paths are relative to, absolute
 * @param context.problems what is wrong is added here
 * @returns absolute paths by reference; undefined where there are no lines
 */
export function layoutInputs(
  lines: string[],
  { workspace, folder, problems, words }: { workspace: string; folder: string; problems: string[]; words: ActionStrings },
): Record<string, string> | undefined {
  const layouts = new Map<string, string>()
  for (const line of lines) {
    const [reference, given] = splitLayout(line)?.map((part) => part.trim()) ?? []
    const image = reference ? parseImage(reference) : undefined
    if (!reference || !given) problems.push(words.notLayout(line))
    else if (image === undefined || 'unresolved' in image) problems.push(words.notReference('image-layouts', reference))
    else if (layouts.has(layoutName(image))) problems.push(words.sameLayout(layoutName(image)))
    else {
      const path = resolve(folder, given)
      layouts.set(layoutName(image), path)
      if (!isAbsolute(given) && !isContent(realPath(path), workspace)) problems.push(words.outside('image-layouts', given))
      else if (statSync(path, { throwIfNoEntry: false }) === undefined) problems.push(words.noLayout('image-layouts', given))
    }
  }
  return lines.length === 0 ? undefined : Object.fromEntries(layouts)
}

/** The path itself where nothing is there; empty for a link that leads nowhere. */
function realPath(path: string): string {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return path
  try {
    return realpathSync(path)
  } catch {
    return ''
  }
}
