import { valueAt } from '../json.ts'
import type { Path } from '../model.ts'
import type { Gap, ValuePath } from './helm-map.ts'
import { type Context, decidingPlace, distinct, rangePlaces, unique, wouldSetPlace } from './helm-places.ts'
import type { SourcePlace } from './place.ts'

/**
 * The places of a field that is not there: its deepest existing parent (precision `parent`, `document` where that is the document), the
 * values keys that would set it, and those that decided against it. Where the parent's content is printed from values and nothing else, the
 * key comes first.
 */
export async function missingPlaces(path: Path, context: Context): Promise<SourcePlace[]> {
  const { rendered, places } = context
  const parent = existing(path, context)
  const rest = path.slice(parent.length)
  const precision = parent.length === 0 ? 'document' : 'parent'
  const written = (await rangePlaces(rendered.token(parent), precision, context)).map(
    (place): SourcePlace => (place.role === 'values' ? { ...place, precision } : place),
  )
  const { bases, only } = printedFrom(parent, context)
  const { would, decides } = unwritten(parent, rest, context)
  const content = await known(bases.map((base) => wouldSetPlace(below(base, rest), places)))
  const further = [
    ...(await known(would.map((value) => wouldSetPlace(value, places)))),
    ...(await known(decides.map((value) => decidingPlace(value, places)))),
  ]
  if (only) return distinct([...content, ...written, ...further])
  return distinct([...written.slice(0, 1), ...content, ...further, ...written.slice(1)])
}

async function known(places: Promise<SourcePlace | undefined>[]): Promise<SourcePlace[]> {
  return (await Promise.all(places)).filter((place) => place !== undefined)
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
 * The values that the content of a mapping or list is printed from, as `toYaml` prints it: keys too, and each child's path ends with its name.
 * `only`: nothing else stands in it.
 */
function printedFrom(parent: Path, { rendered, map }: Context): { bases: ValuePath[]; only: boolean } {
  const children = rendered.children(parent)
  if (children.length === 0) {
    const segments = map.segments(rendered.token(parent).end, rendered.extent(parent).end)
    const bases = unique(segments.flatMap(({ values }) => values)).filter(({ root, path }) => root === 'Values' && path.length > 0)
    return { bases: bases.slice(0, 1), only: bases.length > 0 }
  }
  const bases = children.flatMap(({ path, line }) => {
    const [key] = map.segments(line.key, line.key)
    const carried = key?.values.find((value) => value.root === 'Values' && value.path.length > 1 && value.path.at(-1) === path.at(-1))
    return carried === undefined ? [] : [{ ...carried, path: carried.path.slice(0, -1), key: false }]
  })
  return { bases: unique(bases), only: bases.length === children.length }
}

/** The values of conditions that would have written the field, and of actions that printed nothing where it would stand. */
function unwritten(parent: Path, rest: Path, context: Context): { would: ValuePath[]; decides: ValuePath[] } {
  const { start, end } = context.rendered.extent(parent)
  const wanted = rest[0]!
  const would: ValuePath[] = []
  const decides: ValuePath[] = []
  for (const gap of conditionsFor(wanted, parent, context)) {
    for (const value of valuesOf(gap)) {
      if (!gap.body!.prints) decides.push(value)
      else would.push(value.path.at(-1) === wanted || gap.body!.keys.length === 1 ? below(value, rest.slice(1)) : value)
    }
  }
  for (const gap of context.map.gaps(start, end)) {
    if (gap.body !== undefined) continue
    for (const value of valuesOf(gap)) {
      const name = value.path.at(-1)
      if (name === wanted) would.push(below(value, rest.slice(1)))
      else if (parent.length > 0 && name === parent.at(-1)) would.push(below(value, rest))
    }
  }
  return { would: unique(would), decides: unique(decides) }
}

function valuesOf({ values }: Gap): ValuePath[] {
  return values.filter(({ root, path }) => root === 'Values' && path.length > 0)
}

/** Conditions whose body has a key where children of the parent stand; text of an include may be moved to the right. */
function conditionsFor(wanted: string | number, parent: Path, { rendered, map }: Context): Gap[] {
  const { start, end } = rendered.extent(parent)
  const column = rendered.children(parent)[0]?.line.column
  const columns = (gap: Gap) => (gap.body?.keys ?? []).filter(([key]) => key === String(wanted)).map(([, at]) => at)
  const all = map.gaps(start, end).filter((gap) => columns(gap).length > 0)
  if (column === undefined) return all
  const exact = all.filter((gap) => columns(gap).includes(column))
  return exact.length > 0 ? exact : all.filter((gap) => columns(gap).some((at) => at < column))
}
