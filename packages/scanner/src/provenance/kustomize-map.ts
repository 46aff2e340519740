import type { JsonObject, Path } from '../model.ts'
import type { PlaceRole } from './place.ts'

/** A file of the repository, a field of the kustomization in a folder, or a variable. */
export interface MapSource {
  role: PlaceRole
  file?: string
  folder?: string
  path?: Path
  variable?: string
}

/**
 * A place in a source. Line and column are 1-based and count code points; those of a kustomization's field are inside the text that the
 * field holds. Line 0: the file or the field as a whole.
 */
export interface MapPlace {
  source: MapSource
  line: number
  column: number
}

/** The places of a path in an object, the last setter first. */
export interface MapAnswer {
  /** False: the path does not exist, the places are those of its deepest existing parent. */
  complete: boolean
  places: MapPlace[]
}

/** A scalar has the number of its chain, a mapping or sequence that of its key beside the trees of its children. */
type Tree = number | [number, Tree[] | { [field: string]: Tree }]

/** Where the fields of a build's objects come from. */
export interface KustomizeMap {
  /** @param object index of the object in the build */
  find(object: number, path: Path): MapAnswer
}

/** Reads the map that `kustomize.build` answers (packages/engines/internal/kustomize/record/output.go). */
export function readKustomizeMap(text: string): KustomizeMap {
  const { sources, chains, objects } = JSON.parse(text) as { sources: MapSource[]; chains: number[][]; objects: Tree[] }
  const placesOf = (chain: number): MapPlace[] => {
    const numbers = chains[chain] ?? []
    return Array.from({ length: numbers.length / 3 }, (_, i) => ({
      source: sources[numbers[3 * i]!]!,
      line: numbers[3 * i + 1]!,
      column: numbers[3 * i + 2]!,
    }))
  }
  return {
    find(object, path) {
      let tree = objects[object] ?? 0
      for (const step of path) {
        const child = childOf(tree, step)
        if (child === undefined) return { complete: false, places: placesOf(chainOf(tree)) }
        tree = child
      }
      return { complete: true, places: placesOf(chainOf(tree)) }
    },
  }
}

function chainOf(tree: Tree): number {
  return typeof tree === 'number' ? tree : tree[0]
}

function childOf(tree: Tree, step: string | number): Tree | undefined {
  if (typeof tree === 'number') return undefined
  const [, children] = tree
  return Object.hasOwn(children, step) ? (children as JsonObject as Record<string, Tree>)[step] : undefined
}
