import { isJsonObject, valueAt } from '../json.ts'
import type { Path } from '../model.ts'
import type { ValuePath } from './helm-map.ts'
import { type Context, distinct, rangePlaces, unique, wouldSetPlace } from './helm-places.ts'
import type { SourcePlace } from './place.ts'

/**
 * The places of a field that is not there: its deepest existing parent (precision `parent`, `document` where that is the document), and the
 * values key that would set it. Where the parent's content is printed from values, that key comes first.
 */
export async function missingPlaces(path: Path, context: Context): Promise<SourcePlace[]> {
  const { rendered, places } = context
  const parent = existing(path, context)
  const rest = path.slice(parent.length)
  const precision = parent.length === 0 ? 'document' : 'parent'
  const written = (await rangePlaces(rendered.token(parent), precision, context)).map((place) =>
    place.role === 'values' ? { ...place, precision } : place,
  ) as SourcePlace[]
  const { bases, only } = printedFrom(parent, context)
  const fromContent = await Promise.all(bases.map((base) => wouldSetPlace(below(base, rest), places)))
  const fromGaps = await Promise.all(unwritten(parent, rest, context).map((value) => wouldSetPlace(value, places)))
  const content = fromContent.filter((place) => place !== undefined)
  const would = [...content, ...fromGaps.filter((place) => place !== undefined)]
  const first = written[0]
  if (only && first?.role === 'template') return distinct([...content, ...written, ...would])
  const main = first === undefined ? [] : [first]
  return distinct([...main, ...would, ...written.slice(1)])
}

function existing(path: Path, { rendered }: Context): Path {
  let depth = path.length
  while (depth > 0 && valueAt(rendered.value, path.slice(0, depth)) === undefined) depth--
  return path.slice(0, depth)
}

function below({ root, path }: ValuePath, rest: Path): ValuePath {
  return { root, path: [...path, ...rest], key: false }
}

/**
 * The values that the content of a mapping or list is printed from, as `toYaml` prints it: a child's path ends with the child's name.
 * `only`: nothing else stands in it.
 */
function printedFrom(parent: Path, { rendered, map }: Context): { bases: ValuePath[]; only: boolean } {
  const value = valueAt(rendered.value, parent)
  if (isJsonObject(value) || Array.isArray(value) ? Object.keys(value).length === 0 : true) {
    const { end } = rendered.token(parent)
    const segments = map.segments(end, rendered.extent(parent).end)
    const bases = unique(segments.flatMap(({ values }) => values)).filter(({ root, path }) => root === 'Values' && path.length > 0)
    return { bases: bases.slice(0, 1), only: bases.length > 0 }
  }
  const children = rendered.children(parent)
  const bases: ValuePath[] = []
  let printed = 0
  for (const { path, token } of children) {
    const name = path.at(-1)
    const values = map.segments(token.start, token.end).flatMap((segment) => segment.values)
    const carried = values.find((one) => one.root === 'Values' && one.path.length > 1 && one.path.at(-1) === name)
    if (carried === undefined) continue
    printed++
    bases.push({ root: 'Values', path: carried.path.slice(0, -1), key: false })
  }
  return { bases: unique(bases), only: printed === children.length }
}

/** Values of conditions that would have written the field, and of actions that printed nothing where it would stand. */
function unwritten(parent: Path, rest: Path, { rendered, map }: Context): ValuePath[] {
  const { start, end } = rendered.extent(parent)
  const wanted = rest[0]
  return unique(
    map.gaps(start, end).flatMap(({ keys, values }) => {
      const known = values.filter(({ root, path }) => root === 'Values' && path.length > 0)
      if (keys.includes(String(wanted))) return known.map((value) => (value.path.at(-1) === wanted ? below(value, rest.slice(1)) : value))
      if (keys.length > 0) return []
      return known.flatMap((value) => {
        const name = value.path.at(-1)
        if (name === wanted) return [below(value, rest.slice(1))]
        return parent.length > 0 && name === parent.at(-1) ? [below(value, rest)] : []
      })
    }),
  )
}
