import { posix } from 'node:path'
import { kustomizationNames } from '../discover/kustomization.ts'
import { isProblem, type SourceFiles } from '../files.ts'
import { textAt, valueAt } from '../json.ts'
import type { Location, Path } from '../model.ts'
import { locate, readDocuments } from '../parse/index.ts'
import { locateFields, locateTextPaths, wholeFile } from './fields.ts'
import type { KustomizeOutcome } from './kustomize.ts'
import type { MapPlace, MapSource } from './kustomize-map.ts'
import type { FieldOf, SourcePlace } from './place.ts'
import { embeddedLines } from './text.ts'
import { textIndex } from './text-index.ts'

/**
 * Turns a place of a map into a place of the repository; undefined where there is none: a variable that is not written in the repository. A
 * field of an edited kustomization leads to the field of the Application or Flux Kustomization that gave it.
 */
export async function kustomizePlace(place: MapPlace, outcome: KustomizeOutcome): Promise<SourcePlace | undefined> {
  const location = await locationOf(place, outcome)
  const { role, path, variable } = place.source
  const name = variable ?? (role === 'patch' || path === undefined ? undefined : String(path[0]))
  return location && { ...location, role, ...(name === undefined ? {} : { name }) }
}

async function locationOf(place: MapPlace, outcome: KustomizeOutcome): Promise<Location | undefined> {
  const { file, folder, path, variable } = place.source
  if (file !== undefined) return inFile(file, place, outcome)
  if (folder !== undefined && path !== undefined) return inKustomization({ ...place, source: { ...place.source, folder, path } }, outcome)
  const field = variable === undefined ? undefined : outcome.source.substitution?.variables[variable]?.field
  return field === undefined ? undefined : only(await locateFields([field], outcome.sources))
}

function inFile(file: string, { source, line, column }: MapPlace, { sources, indexes }: KustomizeOutcome): Location {
  // lines of a template are those of what it gave
  if (line === 0 || source.role === 'template') return wholeFile(file)
  let index = indexes.get(file)
  if (index === undefined) {
    const text = sources.text(file)
    if (isProblem(text)) return wholeFile(file)
    index = textIndex(text, { file })
    indexes.set(file, index)
  }
  return { file, ...index.at(line, column).region, precision: 'field' }
}

type Field = MapSource & { folder: string; path: Path }

async function inKustomization(place: MapPlace & { source: Field }, outcome: KustomizeOutcome): Promise<Location> {
  const { folder, path } = place.source
  const given = folder === outcome.source.folder ? givenBy(path, outcome) : undefined
  if (given === undefined) return inKustomizationFile(place, outcome)
  const text = place.line === 0 ? undefined : textAt(given.manifest.object, given.path)
  if (text === undefined) return only(await locateFields([given], outcome.sources))
  const { document, path: inner } = textIndex(text).at(place.line, place.column)
  return only(await locateTextPaths(given, [inner ?? []], outcome.sources, { document: document ?? 0 }))
}

/** The field behind a part of an edited kustomization: the one whose path is the longest prefix. */
function givenBy(path: Path, { source }: KustomizeOutcome): FieldOf | undefined {
  const prefixes = (source.edit?.origins ?? []).filter((origin) => origin.path.every((step, i) => path[i] === step))
  const longest = prefixes.sort((a, b) => b.path.length - a.path.length)[0]
  if (longest === undefined) return undefined
  const { manifest, path: start } = longest.field
  // one text may give a whole entry: `web=registry.example.com/web:5.0`
  const inside = typeof valueAt(manifest.object, start) === 'object' ? path.slice(longest.path.length) : []
  return { manifest, path: [...start, ...inside] }
}

function inKustomizationFile({ source, line, column }: MapPlace & { source: Field }, { sources }: KustomizeOutcome): Location {
  const file = kustomizationFile(source.folder, sources) ?? posix.join(source.folder, kustomizationNames[0]!)
  const text = sources.text(file)
  if (isProblem(text)) return wholeFile(file)
  const { region, precision } = only(locate(text, [{ document: 0, path: source.path }], { file }))
  const inner = line === 0 ? undefined : textAt(readDocuments(text, { file }).documents[0]?.value, source.path)
  const lines = inner === undefined ? undefined : embeddedLines(text, region, inner)
  if (inner === undefined || lines === undefined) return { file, ...region, precision }
  return { file, ...lines.region(textIndex(inner).at(line, column).region), precision: 'field' }
}

/** The kustomization file of a folder, undefined when it has none. */
export function kustomizationFile(folder: string, sources: SourceFiles): string | undefined {
  return kustomizationNames.map((name) => posix.join(folder, name)).find((path) => sources.exists(path))
}

function only<T>(list: T[]): T {
  return list[0]!
}
