import type { SourceFiles } from '../files.ts'
import { isProblem } from '../files.ts'
import { formatPath, valueAt } from '../json.ts'
import type { Path, Precision } from '../model.ts'
import type { ChartParts } from './helm-charts.ts'
import type { DocumentMap, Segment, TemplatePlace, ValuePath } from './helm-map.ts'
import type { TemplateText } from './helm-template.ts'
import type { Range, RenderedText } from './helm-text.ts'
import type { PlaceRole, SourcePlace } from './place.ts'
import { keyLocation, type ValuesFinder } from './values.ts'

/** What turns names of templates and values into places of the repository. */
export interface Places {
  charts: ChartParts
  values: ValuesFinder
  text: (file: string) => TemplateText | undefined
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
 * @param part text of the field that is meant, where only that matters: the tag of an image
 */
export async function writtenPlaces(path: Path, context: Context, part = ''): Promise<SourcePlace[]> {
  const { rendered, map, places } = context
  const token = narrowed(rendered.token(path), part, rendered.text)
  const value = valueAt(rendered.value, path)
  if (typeof value === 'object' && value !== null) return await rangePlaces(token, path.length === 0 ? 'document' : 'field', context)
  const lineEnd = rendered.text.indexOf('\n', token.end)
  const end = value === null ? (lineEnd < 0 ? rendered.text.length : lineEnd) : token.end
  const silent = map.gaps(token.start, end).filter(({ body, values }) => body === undefined && values.length > 0)
  const written = await rangePlaces(token, 'field', context)
  const nothing = value === null || value === ''
  const find = nothing ? valuePlace : wouldSetPlace
  const asked = await Promise.all(unique(silent.flatMap(({ values }) => values)).map((one) => find(one, places)))
  const actions = silent.map(({ place }) => place && templatePlace(place, undefined, { role: 'template', precision: 'field', places }))
  const found = [...asked, ...(nothing ? actions : [])].filter((place) => place !== undefined)
  return distinct(nothing ? [...found, ...written] : [...written, ...found])
}

function narrowed({ start, end }: Range, part: string, text: string): Range {
  const at = part === '' ? -1 : text.slice(start, end).lastIndexOf(part)
  return at < 0 ? { start, end } : { start: start + at, end: start + at + part.length }
}

/** The places of the bytes of a range. */
export async function rangePlaces(range: Range, precision: Precision, { rendered, map, places }: Context): Promise<SourcePlace[]> {
  const all = map.segments(range.start, range.end)
  const { text } = rendered
  const whole = all.every(isText) && runs(all, text).length === 1
  const inner = whole ? range : inside(range, text)
  const segments = all.filter(({ start, end }) => end > inner.start && start < inner.end)
  const found: (SourcePlace | undefined)[] = []
  const values = unique(segments.flatMap((segment) => segment.values))
  for (const value of values) found.push(await valuePlace(value, places))
  const literals = segments.filter(({ literal }) => literal)
  const texts = segments.filter(isText).filter(({ start, end }) => whole || /\w/.test(text.slice(Math.max(start, inner.start), end)))
  const rest = segments.filter((segment) => !segment.literal && !isText(segment))
  for (const segment of literals) found.push(segmentPlace(segment, inner, precision, places))
  for (const run of runs(texts, text)) found.push(segmentPlace(run, inner, precision, places))
  // what only the release names (a helper for names) is best met where the object asks for it
  if (!found.some((place) => place !== undefined)) found.push(...rest.map((segment) => callPlaces(segment, places).at(-1)))
  for (const segment of rest) found.push(segmentPlace(segment, inner, precision, places))
  for (const segment of segments) found.push(...callPlaces(segment, places))
  if (!found.some((place) => place !== undefined)) found.push(...(await archivedPlaces(segments, places)))
  for (const value of unique(segments.flatMap(({ instead }) => instead))) found.push(await wouldSetPlace(value, places))
  for (const value of unique(segments.flatMap(({ conditions }) => conditions))) found.push(await decidingPlace(value, places))
  return distinct(found.filter((place) => place !== undefined))
}

function isText({ exact, literal, values }: Segment): boolean {
  return exact && !literal && values.length === 0
}

/** What a scalar says: without its quotes, or without the header of a block scalar. */
function inside({ start, end }: Range, text: string): Range {
  const token = text.slice(start, end)
  const header = /^[|>][-+\d]*[ \t]*(?:#[^\n]*)?\n/.exec(token)
  if (header !== null) return { start: start + header[0].length, end }
  const quoted = token.length > 2 && /^(["'])[\s\S]*\1$/.test(token)
  return quoted ? { start: start + 1, end: end - 1 } : { start, end }
}

/** Text that stands together in the template too, white space apart. */
interface Run extends Segment {
  /** Offset in the template where it ends. */
  until?: number
}

function runs(segments: Segment[], text: string): Run[] {
  const joined: Run[] = []
  for (const segment of segments) {
    const last = joined.at(-1)
    const from = segment.place?.offset ?? 0
    const gap = last?.place === undefined ? -1 : from - (last.until ?? last.place.offset + last.end - last.start)
    const between = text.slice(last?.end ?? 0, segment.start)
    const follows = last?.place?.template === segment.place?.template && gap >= 0 && gap <= between.length && between.trim() === ''
    if (last !== undefined && follows) joined[joined.length - 1] = { ...last, end: segment.end, until: from + segment.end - segment.start }
    else joined.push(segment)
  }
  return joined
}

function segmentPlace(run: Run, range: Range, precision: Precision, places: Places): SourcePlace | undefined {
  if (run.place === undefined) return undefined
  const { place, start, end, exact, literal, until = place.offset + end - start } = run
  const role = literal ? 'literal' : 'template'
  if (!exact) return templatePlace(place, undefined, { role, precision, places })
  const offset = place.offset + Math.max(range.start - start, 0)
  return templatePlace({ ...place, offset }, Math.max(until - Math.max(end - range.end, 0) - offset, 0), { role, precision, places })
}

/** A place in a template: `length` characters, or the action that begins there. */
function templatePlace(
  { template, offset }: TemplatePlace,
  length: number | undefined,
  { role, precision, places }: { role: PlaceRole; precision: Precision; places: Places },
): SourcePlace | undefined {
  const file = places.charts.template(template)
  const text = file === undefined ? undefined : places.text(file)
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

export async function decidingPlace(value: ValuePath, places: Places): Promise<SourcePlace | undefined> {
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
