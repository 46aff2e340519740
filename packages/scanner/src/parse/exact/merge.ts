import { isDeepStrictEqual } from 'node:util'
import type { Json, JsonObject } from '../../model.ts'
import { setProperty } from '../objects.ts'
import type { Positions } from '../positions.ts'
import { TextProblem } from '../problems.ts'

interface Merge {
  into: JsonObject
  /** The value of `<<`: a mapping, or a list of mappings where earlier ones win. */
  source: Json
  /** Names in `into` that came from a merge; added to. */
  merged: Set<string>
  positions: Positions | undefined
  at: number
}

/**
 * Merges what a merge key holds into a mapping. The API server's decoder lets `<<` replace keys that stand before it, YAML's own definition
 * and most other tools let the mapping's own keys win: where the two give different values the file is refused.
 */
export function merge({ into, source, merged, positions, at }: Merge): void {
  const maps = Array.isArray(source) ? source : [source]
  const added = new Set<string>()
  for (const map of maps) {
    if (map === null || typeof map !== 'object' || Array.isArray(map))
      throw new TextProblem('the merge key << needs a mapping or a list of mappings', at)
    for (const [key, value] of Object.entries(map)) {
      if (added.has(key)) continue
      if (Object.hasOwn(into, key)) {
        if (isDeepStrictEqual(into[key], value)) continue
        throw new TextProblem(
          `the key "${key}" stands before the merge key << that sets it too, and readers disagree which wins: put << first`,
          at,
        )
      }
      setProperty(into, key, value)
      added.add(key)
      merged.add(key)
      const slot = positions?.get(map, key)
      if (slot) positions?.set(into, key, slot)
    }
  }
}
