import { isDeepStrictEqual } from 'node:util'
import { isProblem, type SourceFiles } from '../files.ts'
import { isJsonObject, textAt, valueAt } from '../json.ts'
import type { Json, Location, Manifest, Path } from '../model.ts'
import { locate, readDocuments } from '../parse/index.ts'

/** A place to find: a path in a manifest's object. */
export interface Place {
  manifest: Manifest
  path: Path
}

interface Request {
  index: number
  document: number
  path: Path
}

/** Locations of places, in their order. Each file is read once, and only when a place is in it. */
export function locatePlaces(places: Place[], sources: SourceFiles): Location[] {
  const byFile = Map.groupBy(places.keys(), (index) => places[index]!.manifest.origin.file)
  const locations: Location[] = new Array(places.length)
  for (const [file, indexes] of byFile) {
    const text = sources.text(file)
    const requests: Request[] = []
    for (const index of indexes) {
      locations[index] = wholeFile(file)
      if (isProblem(text)) continue
      const request = requestFor(places[index]!, index, text)
      if (request !== undefined) requests.push(request)
    }
    if (isProblem(text) || requests.length === 0) continue
    const found = locate(text, requests)
    for (const [i, request] of requests.entries()) {
      const located = found[i]
      if (located !== undefined) locations[request.index] = { file, ...located.region, precision: located.precision }
    }
  }
  return locations
}

/** The first line: all that can be said of a template whose output has no known source line. */
function wholeFile(file: string): Location {
  return { file, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1, precision: 'file' }
}

function requestFor({ manifest, path }: Place, index: number, text: string): Request | undefined {
  const { origin, object, ref } = manifest
  if (origin.kind === 'file') return { index, document: origin.document, path: [...origin.itemPath, ...path] }
  if (origin.kind === 'template') return undefined
  return resourceRequest(index, object, { kind: ref.kind, name: ref.name, path, text })
}

/**
 * The document of a resource file that became an object through Kustomize: the same kind, and a name that a prefix or suffix may have
 * changed. The path is searched only as far as both hold the same, so that a value which a patch set is not shown where it is not.
 */
function resourceRequest(
  index: number,
  object: Json,
  wanted: { kind: string; name: string; path: Path; text: string },
): Request | undefined {
  const documents = readDocuments(wanted.text).documents.filter(({ value }) => textAt(value, ['kind']) === wanted.kind)
  const nameOf = (value: Json) => textAt(value, ['metadata', 'name']) ?? ''
  const document =
    documents.find(({ value }) => nameOf(value) === wanted.name) ??
    documents.find(({ value }) => nameOf(value) !== '' && wanted.name.includes(nameOf(value)))
  if (document === undefined) return undefined
  return { index, document: document.index, path: commonPath(document.value, object, wanted.path) }
}

/** The longest part of the path at which source and rendered object hold the same, or lack the same. */
function commonPath(source: Json, rendered: Json, path: Path): Path {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length)
    const before = valueAt(source, part)
    const after = valueAt(rendered, part)
    if (isDeepStrictEqual(before, after) && (before !== undefined || isJsonObject(valueAt(source, part.slice(0, -1))))) return part
    if (before !== undefined && typeof before === 'object' && typeof after === 'object') return part
  }
  return []
}
