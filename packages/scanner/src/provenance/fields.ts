import { isProblem, type SourceFiles } from '../files.ts'
import { textAt, valueAt } from '../json.ts'
import type { Location, Manifest, Path } from '../model.ts'
import { type LocateRequest, locate } from '../parse/index.ts'
import type { FieldOf, SourcePlace } from './place.ts'
import { embeddedLines } from './text.ts'

/** The first line: all that can be said of a file when nothing is known about the lines in it. */
export function wholeFile(file: string): Location {
  return { file, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1, precision: 'file' }
}

/**
 * The places of fields, best one to edit first, never empty; in the order of `fields`. Files are read once for all fields in them, and a
 * trace is asked once for all fields of its object.
 */
export async function placesOf(fields: FieldOf[], sources: SourceFiles): Promise<SourcePlace[][]> {
  const written = fields.map(writtenField)
  const places: SourcePlace[][] = written.map(({ manifest }) => [{ ...wholeFile(manifest.origin.file), role: 'written' }])
  await Promise.all(
    [...Map.groupBy(written.keys(), (index) => written[index]!.manifest)].map(([manifest, indexes]) => inTrace(manifest, indexes)),
  )
  for (const [file, indexes] of Map.groupBy(written.keys(), (index) => written[index]!.manifest.origin.file)) inFile(file, indexes)
  for (const [index, { near }] of written.entries()) if (near) places[index] = places[index]!.map(nearPlace)
  return places

  async function inTrace({ origin }: Manifest, indexes: number[]): Promise<void> {
    if (origin.kind !== 'rendered' || origin.trace === undefined) return
    const found = await origin.trace.places(
      indexes.map((index) => written[index]!.path),
      indexes.map((index) => written[index]!.part),
    )
    for (const [i, index] of indexes.entries()) if (found[i]!.length > 0) places[index] = found[i]!
  }

  function inFile(file: string, indexes: number[]): void {
    const requests: (LocateRequest & { index: number })[] = []
    for (const index of indexes) {
      const { manifest, path } = written[index]!
      const { origin } = manifest
      if (origin.kind === 'file') requests.push({ index, document: origin.document, path: [...origin.itemPath, ...path] })
    }
    const text = requests.length === 0 ? undefined : sources.text(file)
    if (text === undefined || isProblem(text)) return
    const found = locate(text, requests, { file })
    for (const [i, { index }] of requests.entries()) {
      const { region, precision } = found[i]!
      places[index] = [{ file, ...region, precision, role: 'written' }]
    }
  }
}

/** Where each field is best edited, in the order of `fields`. */
export async function locateFields(fields: FieldOf[], sources: SourceFiles): Promise<Location[]> {
  return (await placesOf(fields, sources)).map(([first]) => locationOf(first!))
}

/**
 * Where paths of the YAML text are written that a field holds (`helm.values` of an Application, a patch of a kustomization), in the order of
 * `paths`. Where the text's lines cannot be told apart in the file (folded or quoted text), it is the field as a whole.
 * @param options.document index of the document in the text
 */
export async function locateTextPaths(
  field: FieldOf,
  paths: Path[],
  sources: SourceFiles,
  options: { document?: number } = {},
): Promise<Location[]> {
  const [whole] = await locateFields([field], sources)
  const text = textAt(field.manifest.object, field.path)
  const file = sources.text(whole!.file)
  const lines = text === undefined || isProblem(file) ? undefined : embeddedLines(file, whole!, text)
  if (text === undefined || lines === undefined) return paths.map(() => whole!)
  const requests = paths.map((path) => ({ document: options.document ?? 0, path }))
  return locate(text, requests).map(({ region, precision }) => ({ ...lines.region(region), file: whole!.file, precision }))
}

function nearPlace(place: SourcePlace): SourcePlace {
  return place.precision === 'field' ? { ...place, precision: 'parent' } : place
}

/** A place without what it has to do with the field. */
export function locationOf({ role: _role, name: _name, ...location }: SourcePlace): Location {
  return location
}

/**
 * A field of a generated object is written in the object that it was generated from: in the template, unless that says something else
 * there; then a patch or another template has set it, and the place is no more than near.
 */
function writtenField(field: FieldOf): FieldOf & { near?: boolean } {
  const { manifest, path } = field
  const { origin, object } = manifest
  if (origin.kind !== 'generated') return field
  const template = valueAt(origin.by.object, [...origin.prefix, ...path])
  const value = valueAt(object, path)
  const says = typeof value === 'object' || value === template || (typeof template === 'string' && template.includes('{{'))
  if (says) return writtenField({ ...field, manifest: origin.by, path: [...origin.prefix, ...path] })
  const patch = valueAt(origin.by.object, ['spec', 'templatePatch']) === undefined ? origin.prefix : ['spec', 'templatePatch']
  return { ...writtenField({ ...field, manifest: origin.by, path: patch }), near: true }
}
