import type { KustomizationSource } from '../discover/sources.ts'
import type { SourceFiles } from '../files.ts'
import type { Path } from '../model.ts'
import { type KustomizeMap, type MapPlace, readKustomizeMap } from './kustomize-map.ts'
import { kustomizePlaces } from './kustomize-places.ts'
import type { SourcePlace, Trace } from './place.ts'
import type { TextIndex } from './text-index.ts'

/** What the traces of one kustomization share. */
export interface KustomizeOutcome {
  source: KustomizationSource
  /** The map of the build; asked for once, when the first field is looked for. */
  map(): Promise<string>
  sources: SourceFiles
  /** By file: resources that several kustomizations use are read once. */
  indexes: Map<string, TextIndex>
}

/** Gives for objects of a build, by their index in it and a path in them, where their fields come from. */
export function kustomizeTraces(outcome: KustomizeOutcome): (object: number, itemPath: Path) => Trace {
  let map: Promise<KustomizeMap> | undefined
  return (object, itemPath) => ({
    async places(paths) {
      map ??= outcome.map().then(readKustomizeMap)
      const read = await map
      const answers = paths.map((path) => read.find(object, [...itemPath, ...path]))
      const wanted = new Map<string, MapPlace>()
      for (const { places } of answers) for (const place of places) wanted.set(keyOf(place), place)
      const found = await kustomizePlaces([...wanted.values()], outcome)
      const byKey = new Map([...wanted.keys()].map((key, i) => [key, found[i]]))
      return answers.map(({ complete, places }) => {
        const located = places.map((place) => byKey.get(keyOf(place))).filter((place) => place !== undefined)
        return complete ? distinct(located) : distinct(located.slice(0, 1)).map(asParent)
      })
    },
  })
}

function keyOf({ source, line, column }: MapPlace): string {
  return JSON.stringify([source.role, source.file, source.folder, source.path, source.variable, line, column])
}

function asParent(place: SourcePlace): SourcePlace {
  return place.precision === 'field' ? { ...place, precision: 'parent' } : place
}

function distinct(places: SourcePlace[]): SourcePlace[] {
  const seen = new Set<string>()
  return places.filter(({ file, startLine, startColumn, role }) => {
    const key = JSON.stringify([file, startLine, startColumn, role])
    return seen.size < seen.add(key).size
  })
}
