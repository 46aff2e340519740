import { isDeepStrictEqual } from 'node:util'
import { isProblem, type SourceFiles } from '../files.ts'
import { listOf, textAt, valueAt } from '../json.ts'
import type { Json, Location, Manifest, Path } from '../model.ts'
import { type Document, locate, readDocuments } from '../parse/index.ts'

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
    // read once for all findings in the file
    let documents: Document[] | undefined
    const documentsOf = (): Document[] => {
      documents ??= isProblem(text) ? [] : readDocuments(text, { file }).documents
      return documents
    }
    for (const index of indexes) {
      locations[index] = wholeFile(file)
      if (isProblem(text)) continue
      const request = requestFor(places[index]!, index, documentsOf)
      if (request !== undefined) requests.push(request)
    }
    if (isProblem(text) || requests.length === 0) continue
    const found = locate(text, requests, { file })
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

function requestFor({ manifest, path }: Place, index: number, documents: () => Document[]): Request | undefined {
  const { origin, object, ref } = manifest
  if (origin.kind === 'file') return { index, document: origin.document, path: [...origin.itemPath, ...path] }
  if (origin.kind === 'template') return undefined
  return resourceRequest(index, object, { kind: ref.kind, name: ref.name, path, documents: documents() })
}

/**
 * The document of a resource file that became an object through Kustomize: the same kind, and a name that a prefix or suffix may have
 * changed. Where a patch has set or removed the value, the object's first line is shown instead of a field that says something else.
 */
function resourceRequest(
  index: number,
  object: Json,
  wanted: { kind: string; name: string; path: Path; documents: Document[] },
): Request | undefined {
  const documents = wanted.documents.filter(({ value }) => textAt(value, ['kind']) === wanted.kind)
  const nameOf = (value: Json) => textAt(value, ['metadata', 'name']) ?? ''
  const document =
    documents.find(({ value }) => nameOf(value) === wanted.name) ??
    documents.find(({ value }) => nameOf(value) !== '' && wanted.name.includes(nameOf(value)))
  if (document === undefined) return undefined
  return { index, document: document.index, path: sourcePath(document.value, object, wanted.path) }
}

/**
 * The same path in the source: list items are found by their name, else by being equal. Empty when source and rendered object do not say
 * the same there: equal values, both a collection, or both nothing.
 */
function sourcePath(source: Json, rendered: Json, path: Path): Path {
  const mapped: Path = []
  let before: Json | undefined = source
  let after: Json | undefined = rendered
  for (const [depth, key] of path.entries()) {
    after = valueAt(after, [key])
    const at: number | string = typeof key === 'number' ? sameItem(before, after) : key
    before = valueAt(before, [at])
    if (before === undefined && after === undefined) return [...mapped, ...path.slice(depth)]
    if (before === undefined || after === undefined) return []
    mapped.push(at)
  }
  const collections = typeof before === 'object' && before !== null && typeof after === 'object' && after !== null
  return collections || isDeepStrictEqual(before, after) ? mapped : []
}

/** Index of the list item that became `item`, -1 when there is none. */
function sameItem(list: Json | undefined, item: Json | undefined): number {
  const name = textAt(item, ['name'])
  return listOf(list).findIndex((candidate) =>
    name === undefined ? isDeepStrictEqual(candidate, item) : textAt(candidate, ['name']) === name,
  )
}
