import type { KustomizationSource } from '../discover/sources.ts'
import { isProblem, type SourceFiles } from '../files.ts'
import type { Path } from '../model.ts'
import { type KustomizeMap, type MapPlace, readKustomizeMap } from './kustomize-map.ts'
import { kustomizePlace } from './kustomize-places.ts'
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
  // many objects have the same labels, images and names from one entry
  const known = new Map<string, Promise<SourcePlace | undefined>>()
  const placeOf = (place: MapPlace): Promise<SourcePlace | undefined> => {
    const key = keyOf(place)
    const found = known.get(key) ?? kustomizePlace(place, outcome)
    known.set(key, found)
    return found
  }
  return (object, itemPath) => ({
    async places(paths, parts = []) {
      map ??= outcome.map().then(readKustomizeMap)
      const read = await map
      return Promise.all(
        paths.map(async (path, i) => {
          const { complete, places } = read.find(object, [...itemPath, ...path])
          const located = (await Promise.all(places.map(placeOf))).filter((place) => place !== undefined)
          return complete ? distinct(meant(located, parts[i], outcome.sources)) : located.slice(0, 1).map(asParent)
        }),
      )
    },
  })
}

/** A value may be made at several places, as an image of its name and tag: those that write the part that is meant come first. */
function meant(places: SourcePlace[], part: string | undefined, sources: SourceFiles): SourcePlace[] {
  if (part === undefined || places.length < 2) return places
  const writes = (place: SourcePlace) => tokenAt(place, sources).replace(/^(["'])(.*)\1$/, '$2')
  const rank = (place: SourcePlace) => (writes(place) === part ? 0 : writes(place).includes(part) ? 1 : 2)
  return places.toSorted((a, b) => rank(a) - rank(b))
}

function tokenAt({ file, startLine, startColumn, endLine, endColumn }: SourcePlace, sources: SourceFiles): string {
  const text = sources.text(file)
  if (isProblem(text) || startLine !== endLine) return ''
  return (text.split('\n')[startLine - 1] ?? '').slice(startColumn - 1, endColumn - 1)
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
