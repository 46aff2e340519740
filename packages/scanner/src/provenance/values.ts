import type { ChartSource } from '../discover/sources.ts'
import type { SourceFiles } from '../files.ts'
import { formatPath, isJsonObject } from '../json.ts'
import type { Json, Location, Path } from '../model.ts'
import type { ChartPart, ChartParts } from './helm-charts.ts'
import type { SourcePlace } from './place.ts'
import { inputLayers, type ValuesLayer, valuesLayers } from './values-layers.ts'

/** Finds keys of values in the files, inline values and parameters that they were merged from. Paths are those of the root chart's values. */
export interface ValuesFinder {
  /** The place that gave a value (`values`); when nobody can edit that, or nothing gives it, where to write the key (`would-set`). */
  winner(path: Path): Promise<SourcePlace | undefined>
  /** Where a key stands that is empty, or where one that is missing would be written. */
  wouldSet(path: Path): Promise<SourcePlace | undefined>
  /** The place of a path in a file that is not merged with others: Chart.yaml. */
  inFile(file: string, path: Path): Promise<SourcePlace | undefined>
}

/** Values that stand below a path of the root chart's, in the order of precedence. */
interface Scope {
  below: Path
  layers: ValuesLayer[]
}

interface Found {
  layer: ValuesLayer
  path: Path
  /** How many steps of the path the layer has. */
  depth: number
}

/** Opens the values of a chart's render. Files are read when the first key is asked for. */
export function valuesFinder(source: ChartSource, charts: ChartParts, sources: SourceFiles): ValuesFinder {
  let opened: Scope[] | undefined
  const scopes = (): Scope[] => {
    opened ??= openScopes(source, charts, sources)
    return opened
  }
  const winner = async (path: Path, rounds = 0): Promise<SourcePlace | undefined> => {
    for (const candidate of spellings(path)) {
      const found = lookUp(scopes(), candidate)
      if (found === undefined) continue
      const location = await found.layer.locate(found.path)
      const whole = found.depth === found.path.length
      return location && { ...location, role: whole ? 'values' : 'would-set', name: formatPath(found.path) }
    }
    if (rounds > 3) return undefined
    for (const imported of imports(charts.parts, path)) {
      const place = await winner(imported, rounds + 1)
      if (place?.role === 'values') return place
    }
    return undefined
  }
  const wouldSet = async (path: Path): Promise<SourcePlace | undefined> => {
    const found = spellings(path).map((candidate) => deepest(scopes(), candidate))
    const best = found.reduce((a, b) => (b !== undefined && (a === undefined || missing(b) < missing(a)) ? b : a), undefined)
    const location = await best?.layer.locate(best.path)
    return location && { ...location, role: 'would-set', name: formatPath(best!.path) }
  }
  const inFile = async (file: string, path: Path): Promise<SourcePlace | undefined> => {
    const location = await valuesLayers({ kind: 'file', file }, sources)[0]?.locate(path)
    return location && { ...location, role: 'values', name: formatPath(path) }
  }
  return {
    winner: once(async (path) => (await winner(path)) ?? (await wouldSet(path))),
    wouldSet: once(wouldSet),
    inFile,
  }
}

/** Many fields come from the same keys: each is looked up once. */
function once<T>(find: (path: Path) => Promise<T>): (path: Path) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (path) => {
    const key = formatPath(path)
    const found = known.get(key) ?? find(path)
    known.set(key, found)
    return found
  }
}

function openScopes(source: ChartSource, charts: ChartParts, sources: SourceFiles): Scope[] {
  const scopes: Scope[] = [{ below: [], layers: inputLayers(source, sources) }]
  for (const part of charts.parts) {
    const file = part.file('values.yaml')
    if (file !== undefined) scopes.push({ below: part.prefix, layers: valuesLayers({ kind: 'file', file }, sources) })
  }
  return scopes
}

/** Globals of a subchart are those of the charts above it first. */
function spellings(path: Path): Path[] {
  const at = path.indexOf('global')
  if (at <= 0) return [path]
  return Array.from({ length: at + 1 }, (_, depth) => [...path.slice(0, depth), ...path.slice(at)])
}

/** The layer that decides a path: the first that has it, or that has something else in its place. */
function lookUp(scopes: Scope[], path: Path): Found | undefined {
  for (const { layer, rest } of layersOf(scopes, path)) {
    if (layer.sets !== undefined) {
      if (layer.sets.every((step, i) => step === rest[i])) return { layer, path: rest, depth: rest.length }
      continue
    }
    const { depth, blocked } = reach(layer.value, rest)
    if (depth === rest.length || blocked) return { layer, path: rest, depth }
  }
  return undefined
}

/** The layer that has most of a path; among equals the one that wins over the others. */
function deepest(scopes: Scope[], path: Path): Found | undefined {
  let best: Found | undefined
  for (const { layer, rest } of layersOf(scopes, path)) {
    if (layer.sets !== undefined) continue
    const found = { layer, path: rest, depth: reach(layer.value, rest).depth }
    if (best === undefined || missing(found) < missing(best)) best = found
  }
  return best
}

function missing({ path, depth }: Found): number {
  return path.length - depth
}

/** All layers that can hold a path, with the path in them. */
function layersOf(scopes: Scope[], path: Path): { layer: ValuesLayer; rest: Path }[] {
  return scopes
    .filter(({ below }) => below.length < Math.max(path.length, 1) && below.every((step, i) => step === path[i]))
    .flatMap(({ below, layers }) => layers.map((layer) => ({ layer, rest: path.slice(below.length) })))
}

/** How far a path leads into a value, and whether something else than a mapping ends it there. */
function reach(value: Json | undefined, path: Path): { depth: number; blocked: boolean } {
  let at = value
  for (const [depth, step] of path.entries()) {
    const inside: Json | undefined = Array.isArray(at)
      ? at[step as number]
      : isJsonObject(at) && Object.hasOwn(at, step)
        ? at[step]
        : undefined
    if (inside === undefined) return { depth, blocked: depth > 0 && !isJsonObject(at) }
    at = inside
  }
  return { depth: path.length, blocked: false }
}

/** The paths in subcharts that `import-values` takes a value of their parent from. */
function imports(parts: ChartPart[], path: Path): Path[] {
  return parts.flatMap(({ prefix, imports }) => {
    if (!prefix.every((step, i) => step === path[i])) return []
    const rest = path.slice(prefix.length)
    return imports
      .filter(({ parent }) => parent.every((step, i) => step === rest[i]))
      .map(({ dependency, child, parent }) => [...prefix, dependency, ...child, ...rest.slice(parent.length)])
  })
}

/** A key's own region, where the place is that of its value on the same line. */
export function keyLocation(location: Location, key: string, line: string): Location {
  const before = line.slice(0, location.startColumn - 1)
  const at = before.lastIndexOf(key)
  if (at < 0) return location
  return { ...location, endLine: location.startLine, startColumn: at + 1, endColumn: at + 1 + key.length }
}
