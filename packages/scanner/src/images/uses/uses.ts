import type { ImageSettings } from '../../config/config.ts'
import type { Manifest, Path, Unit } from '../../model.ts'
import type { ImageUse } from '../model.ts'
import { objectUses } from './object.ts'

/**
 * Every place where an object that would be deployed names an image, sorted by manifest and path. Nothing is asked over the network; a
 * reference that nobody can resolve is a use too.
 * @param units of the manifests, by id
 * @param settings fields of further kinds (`paths`)
 * @throws UserError for a path of the settings that cannot be read
 */
export function imageUses(manifests: Manifest[], units: Map<string, Unit>, settings: ImageSettings): ImageUse[] {
  return manifests.flatMap(({ object, ref, unit }, manifest) =>
    objectUses(object, settings.paths)
      .sort((a, b) => comparePaths(a.path, b.path))
      .map((use) => ({ manifest, unit, environment: units.get(unit)?.environment ?? '', ref, ...use })),
  )
}

/** Keys by text, indexes by number; a path before what is below it. */
function comparePaths(a: Path, b: Path): number {
  for (const [i, left] of a.entries()) {
    const right = b[i]
    if (right === undefined) return 1
    if (left === right) continue
    if (typeof left === 'number' && typeof right === 'number') return left - right
    return String(left) < String(right) ? -1 : 1
  }
  return a.length - b.length
}
