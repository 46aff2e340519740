import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { GitObjects } from '../../../scanner/src/config/commit/objects.ts'
import { entryAt } from '../../../scanner/src/config/commit/settings.ts'
import { isManifestName } from '../../../scanner/src/discover/walk.ts'
import type { NotEvaluated } from '../../../scanner/src/model.ts'
import { isInside, toRelative } from '../../../scanner/src/paths.ts'
import type { Checkout } from './checkout.ts'
import type { TrustStrings } from './strings.ts'

/**
 * Files of the change that stand where a report is written, and may hold manifests. They were removed, since a step behind this one must not
 * take them for the report; but the commit still has them, and deploys them. Those that the change leaves alone are not its business.
 * @param outputs absolute
 */
export async function replacedFiles(
  { repository, head }: Checkout,
  { outputs, base, objects, words }: { outputs: string[]; base: string; objects: GitObjects; words: TrustStrings },
): Promise<NotEvaluated[]> {
  const files = reportPlaces(outputs, repository.top).filter(isManifestName)
  if (files.length === 0) return []
  const [before, after] = [(await objects.commit(base)).tree, (await objects.commit(head)).tree]
  const replaced: NotEvaluated[] = []
  for (const file of files) {
    const entry = await entryAt(objects, after, file)
    if (entry !== undefined && entry.hash !== (await entryAt(objects, before, file))?.hash)
      replaced.push({ file, unit: '', reason: 'unreadable', message: words.replacedByReport })
  }
  return replaced
}

/** Where reports are written in a folder, links resolved: relative to it, each once. @param outputs absolute */
export function reportPlaces(outputs: string[], top: string): string[] {
  const places = outputs.map((path) => join(realFolder(dirname(path)), basename(path))).filter((path) => isInside(path, top))
  return [...new Set(places.map((path) => toRelative(path, top)))]
}

/** Folders of a report may be links of the repository, and need not be there yet. */
function realFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? realpathSync(folder) : join(realFolder(dirname(folder)), basename(folder))
}
