import type { SourceFiles } from '../files.ts'
import { isProblem } from '../files.ts'
import { formatPath } from '../json.ts'
import type { Path, Precision } from '../model.ts'
import type { ChartParts } from './helm-charts.ts'
import type { DocumentMap, Segment, TemplatePlace, ValuePath } from './helm-map.ts'
import { templateText } from './helm-template.ts'
import type { Range, RenderedText } from './helm-text.ts'
import type { PlaceRole, SourcePlace } from './place.ts'
import { keyLocation, type ValuesFinder } from './values.ts'

/** What turns names of templates and values into places of the repository. */
export interface Places {
  charts: ChartParts
  values: ValuesFinder
  sources: SourceFiles
}

/** A document, its map, and how to name places. */
export interface Context {
  rendered: RenderedText
  map: DocumentMap
  places: Places
}

/**
 * The places of a field that is written in a document, the one to edit first: the values that it carries, else literals and text of the
 * template; then the actions that print it, the includes on the way, what would set it and what decides it. A template inside an archive is
 * no place: there it is the values of the chart around it.
 */
export async function writtenPlaces(path: Path, context: Context): Promise<SourcePlace[]> {
  const token = context.rendered.token(path)
  return await rangePlaces(token, 'field', context)
}

/** The places of the bytes of a range. */
export async function rangePlaces(range: Range, precision: Precision, { rendered, map, places }: Context): Promise<SourcePlace[]> {
  const all = map.segments(range.start, range.end)
  const inner = inside(range, rendered.text)
  const segments = all.every(isText) ? all : all.filter(({ start, end }) => end > inner.start && start < inner.end)
  const found: (SourcePlace | undefined)[] = []
  const values = unique(segments.flatMap((segment) => segment.values))
  for (const value of values) found.push(await valuePlace(value, places))
  const literals = segments.filter(({ literal }) => literal)
  const texts = segments.filter(isText).filter(({ start, end }) => all.every(isText) || /\w/.test(rendered.text.slice(start, end)))
  const rest = segments.filter((segment) => !segment.literal && !isText(segment))
  for (const segment of literals) found.push(segmentPlace(segment, range, precision, places))
  for (const run of runs(texts)) found.push(segmentPlace(run, range, precision, places))
  for (const segment of rest) found.push(segmentPlace(segment, range, precision, places))
  for (const segment of segments) found.push(...callPlaces(segment, places))
  if (!found.some((place) => place !== undefined)) found.push(...(await archivedPlaces(segments, places)))
  for (const value of unique(segments.flatMap(({ instead }) => instead))) found.push(await wouldSetPlace(value, places))
  for (const value of unique(segments.flatMap(({ conditions }) => conditions))) found.push(await decidingPlace(value, places))
  return distinct(found.filter((place) => place !== undefined))
}

function isText({ exact, literal, values }: Segment): boolean {
  return exact && !literal && values.length === 0
}

/** A scalar without its quotes. */
function inside({ start, end }: Range, text: string): Range {
  const quote = text[start]
  const quoted = end - start > 2 && (quote === '"' || quote === "'") && text[end - 1] === quote
  return quoted ? { start: start + 1, end: end - 1 } : { start, end }
}

/** Joins text that stands together in the template too. */
function runs(segments: Segment[]): Segment[] {
  const joined: Segment[] = []
  for (const segment of segments) {
    const last = joined.at(-1)
    const follows =
      last?.place !== undefined &&
      last.end === segment.start &&
      last.place.template === segment.place?.template &&
      last.place.offset + last.end - last.start === segment.place.offset
    if (follows) joined[joined.length - 1] = { ...last, end: segment.end }
    else joined.push(segment)
  }
  return joined
}

function segmentPlace(segment: Segment, range: Range, precision: Precision, places: Places): SourcePlace | undefined {
  if (segment.place === undefined) return undefined
  const { place, start, end, exact, literal } = segment
  if (!exact) return templatePlace(place, undefined, { role: literal ? 'literal' : 'template', precision, places })
  const from = Math.max(start, range.start)
  const at = { ...place, offset: place.offset + from - start }
  return templatePlace(at, Math.max(Math.min(end, range.end) - from, 0), { role: literal ? 'literal' : 'template', precision, places })
}

/** A place in a template: `length` characters, or the action that begins there. */
export function templatePlace(
  { template, offset }: TemplatePlace,
  length: number | undefined,
  { role, precision, places }: { role: PlaceRole; precision: Precision; places: Places },
): SourcePlace | undefined {
  const file = places.charts.template(template)
  const text = file === undefined ? undefined : templateText(file, places.sources)
  if (file === undefined || text === undefined) return undefined
  const region = length === undefined ? text.action(offset) : text.region(offset, offset + length)
  return { file, ...region, precision, role }
}

/** The includes that a segment came through, the innermost first; the action around a literal is none. */
function callPlaces({ calls, literal }: Segment, places: Places): (SourcePlace | undefined)[] {
  const includes = literal ? calls.slice(0, -1) : calls
  return includes.toReversed().map((call) => templatePlace(call, undefined, { role: 'include', precision: 'field', places }))
}

async function valuePlace({ root, path, key }: ValuePath, places: Places): Promise<SourcePlace | undefined> {
  if (root === 'Values') {
    const place = path.length === 0 ? undefined : await places.values.winner(path)
    return place && key ? keyPlace(place, path, places) : place
  }
  const part = places.charts.parts.find(({ name }) => name === root)
  const file = part?.file('Chart.yaml')
  if (file === undefined || path.length === 0) return undefined
  const [field, ...rest] = path
  const name = String(field).replace(/^\w/, (first) => first.toLowerCase())
  return await places.values.inFile(file, [name === 'aPIVersion' ? 'apiVersion' : name, ...rest])
}

function keyPlace(place: SourcePlace, path: Path, { sources }: Places): SourcePlace {
  const text = sources.text(place.file)
  const line = isProblem(text) ? undefined : text.split('\n')[place.startLine - 1]
  return line === undefined ? place : { ...place, ...keyLocation(place, String(path.at(-1)), line) }
}

export async function wouldSetPlace({ root, path }: ValuePath, places: Places): Promise<SourcePlace | undefined> {
  return root === 'Values' && path.length > 0 ? await places.values.wouldSet(path) : undefined
}

async function decidingPlace(value: ValuePath, places: Places): Promise<SourcePlace | undefined> {
  const place = value.root === 'Values' ? await valuePlace(value, places) : undefined
  return place && { ...place, role: 'decides' }
}

/** What comes from an archive alone is set in the values of the chart around it. */
async function archivedPlaces(segments: Segment[], places: Places): Promise<(SourcePlace | undefined)[]> {
  const owners = segments.map(({ place }) => place && places.charts.owner(place.template)).filter((part) => part?.archived)
  const names = [...new Set(owners.map((part) => part!.prefix.join('/')))]
  return await Promise.all(names.map((name) => places.values.wouldSet(name.split('/'))))
}

export function unique(values: ValuePath[]): ValuePath[] {
  return [...new Map(values.map((value) => [`${value.root} ${value.key} ${formatPath(value.path)}`, value])).values()]
}

/** Each place once, in the role that it has first. */
export function distinct(places: SourcePlace[]): SourcePlace[] {
  const key = ({ file, startLine, startColumn, endLine, endColumn }: SourcePlace) =>
    [file, startLine, startColumn, endLine, endColumn].join(':')
  const first = new Map<string, SourcePlace>()
  for (const place of places) if (!first.has(key(place))) first.set(key(place), place)
  return [...first.values()]
}
