import { posix } from 'node:path'
import { kustomizationNames } from '../../src/discover/kustomization.ts'
import type { EngineClient } from '../../src/engines/client.ts'
import { buildKustomizations } from '../../src/engines/kustomizations.ts'
import type { SourceFiles } from '../../src/files.ts'
import type { Json, Path, Region } from '../../src/model.ts'
import { locate, readDocuments } from '../../src/parse/index.ts'
import { kustomizeTraces } from '../../src/provenance/kustomize.ts'
import type { SourcePlace } from '../../src/provenance/place.ts'
import { embeddedLines } from '../../src/provenance/text.ts'
import { kustomizationInputs } from '../../src/render/kustomization-inputs.ts'
import type { Random } from '../parse/random.ts'

/**
 * Questions whose answers are known: one scalar of a file is changed, and the build of the changed files says which paths of the objects it
 * sets. The map under test comes from the build of the files as they are.
 */
export interface Repository {
  name: string
  files: Record<string, string>
  folder: string
}

/** A scalar and where it is written. */
interface Scalar {
  file: string
  region: Region
  value: Json
  /** Offset of the part that is changed, after `key=` of a literal, and its text. */
  start: number
  text: string
}

export interface Question {
  file: string
  line: number
  column: number
  /** What was changed. */
  text: string
  object: string
  path: Path
  places: SourcePlace[]
  /** `file`: the first place is the file as a whole, which became one value. */
  outcome: 'first' | 'line' | 'file' | 'listed' | 'wrong'
  /** The object holds exactly what is written there; otherwise several places make its value, or a transformer changes it. */
  alone: boolean
}

/** Builds folders and gives the texts of the objects of each, undefined where that fails. */
export type Builder = (files: Record<string, string>, folders: string[]) => Promise<(string[] | undefined)[]>

export function engineBuilder(kustomize: EngineClient, helm: EngineClient): Builder {
  return async (files, directories) => {
    const builds = await buildKustomizations({ kustomize, helm, files, directories })
    return builds.map(({ error, objects }) => (error === undefined ? objects.map(({ yaml }) => yaml) : undefined))
  }
}

export function sourceFiles(files: Record<string, string>): SourceFiles {
  const missing = { reason: 'unreadable' as const, message: 'There is no such file.' }
  const list = (folder: string) => {
    if (Object.hasOwn(files, folder)) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
    return Object.keys(files)
      .filter((file) => folder === '.' || file.startsWith(`${folder}/`))
      .sort()
  }
  return {
    text: (file) => files[file] ?? missing,
    bytes: (file) => (files[file] === undefined ? missing : new TextEncoder().encode(files[file])),
    exists: (path) => Object.hasOwn(files, path) || Object.keys(files).some((file) => file.startsWith(`${path}/`)),
    list,
  }
}

/** Asks at most `limit` questions about a repository, at most `perScalar` for one change. */
export async function askAbout(
  repository: Repository,
  options: { kustomize: EngineClient; helm: EngineClient; changed: Builder; random: Random; limit: number; perScalar?: number },
): Promise<Question[]> {
  const { kustomize, helm, changed, random, limit, perScalar = 3 } = options
  const { folder } = repository
  const sources = sourceFiles(repository.files)
  const source = { source: 'kustomization' as const, folder }
  const inputs = [...kustomizationInputs(source, sources)].sort()
  const files = Object.fromEntries(inputs.map((file) => [file, repository.files[file]!]))
  const [original] = await buildKustomizations({ kustomize, helm, files, directories: [folder] })
  if (original === undefined || original.error !== undefined || original.objects.length === 0) return []
  const before = original.objects.map(({ yaml }) => scalarsOf(yaml))
  const traceOf = kustomizeTraces({ source, map: async () => original.trace!, sources, indexes: new Map() })

  const scalars = shuffled(
    inputs.flatMap((file) => scalarsIn(file, files[file]!)),
    random,
  )
  const questions: Question[] = []
  const batch = Math.min(mostCopies, limit)
  for (let at = 0; at < scalars.length && questions.length < limit; at += batch) {
    const changes = scalars.slice(at, at + batch).map((scalar, i) => ({ scalar, text: otherText(scalar, at + i) }))
    const copies = changes.map(({ scalar, text }, i) =>
      Object.entries({ ...files, [scalar.file]: replaced(files[scalar.file]!, scalar, text) }).map(([file, content]) => [
        `copy-${i}/${file}`,
        content,
      ]),
    )
    const folders = changes.map((_, i) => posix.join(`copy-${i}`, folder))
    const builds = await changed(Object.fromEntries(copies.flat()), folders)
    for (const [i, { scalar, text }] of changes.entries()) {
      for (const { object, path, value } of changedPaths(before, builds[i] ?? [], text).slice(0, perScalar)) {
        // what is meant of a value that several places make: the text that was changed
        const part = String(value) === scalar.text ? undefined : scalar.text
        const [places] = await traceOf(object, []).places([path], [part])
        questions.push(judged(scalar, { object: original.objects[object]!.yaml, path, value, places: places! }))
      }
    }
  }
  return questions.slice(0, limit)
}

/** Changed copies that are built together, each below a folder of its own. */
const mostCopies = 16

function replaced(text: string, { start, text: old }: Scalar, by: string): string {
  return text.slice(0, start) + by + text.slice(start + old.length)
}

/** Another value of the same type that stands nowhere else. */
function otherText({ value, text }: Scalar, index: number): string {
  if (typeof value === 'number') return String(31_001 + index)
  if (typeof value === 'boolean') return String(!value)
  const word = `zqx${1000 + index}w`
  return text.startsWith('/') ? `/${word}` : word
}

/** The scalars of a file that can be changed: on one line, and written as they are. */
function scalarsIn(file: string, text: string): Scalar[] {
  if (!/\.(ya?ml|json)$|Kustomization$/.test(file)) return file.endsWith('.env') ? variablesIn(file, text) : []
  const { documents } = readDocuments(text, { file })
  const scalars = documents.flatMap(({ index, value }) => leaves(value).map((leaf) => ({ document: index, ...leaf })))
  const regions = locate(text, scalars, { file })
  const found = scalars.flatMap(({ value }, i) => scalarAt(file, text, regions[i]!.region, value) ?? [])
  if (!kustomizationNames.includes(posix.basename(file))) return found
  // texts of inline patches
  const inline = scalars.flatMap(({ value, path }, i) => {
    const lines = /^patch/.test(String(path[0])) && typeof value === 'string' ? embeddedLines(text, regions[i]!.region, value) : undefined
    if (lines === undefined) return []
    const inner = readDocuments(value as string).documents.flatMap(({ index, value: own }) =>
      leaves(own).map((leaf) => ({ document: index, ...leaf })),
    )
    return locate(value as string, inner).flatMap(({ region }, n) => scalarAt(file, text, lines.region(region), inner[n]!.value) ?? [])
  })
  return [...found, ...inline]
}

function scalarAt(file: string, text: string, region: Region, value: Json): Scalar | undefined {
  if (region.startLine !== region.endLine || value === null || value === '') return undefined
  const offset = offsetOf(text, region.startLine, region.startColumn)
  const token = text.slice(offset, offset + region.endColumn - region.startColumn)
  const quoted = /^(["'])(.*)\1$/.exec(token)
  const inner = quoted?.[2] ?? token
  if (inner !== String(value)) return undefined
  const literal = typeof value === 'string' ? (/^[\w.-]+=/.exec(inner)?.[0].length ?? 0) : 0
  return { file, region, value, start: offset + (quoted ? 1 : 0) + literal, text: inner.slice(literal) }
}

function variablesIn(file: string, text: string): Scalar[] {
  return text.split('\n').flatMap((line, i) => {
    const assignment = /^(\s*[\w.-]+=)(.+)$/.exec(line)
    if (assignment === null) return []
    const column = assignment[1]!.length + 1
    const region = { startLine: i + 1, startColumn: column, endLine: i + 1, endColumn: line.length + 1 }
    return [{ file, region, value: assignment[2]!, start: offsetOf(text, i + 1, column), text: assignment[2]! }]
  })
}

function offsetOf(text: string, line: number, column: number): number {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  for (let i = 1; i < line; i++) at = text.indexOf('\n', at) + 1
  return at + column - 1
}

function leaves(value: Json, path: Path = []): { path: Path; value: Json }[] {
  if (value === null || typeof value !== 'object') return [{ path, value }]
  const children: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return children.flatMap(([key, child]) => leaves(child, [...path, key]))
}

function scalarsOf(yaml: string): Map<string, Json> {
  return new Map(leaves(readDocuments(yaml).documents[0]!.value).map(({ path, value }) => [JSON.stringify(path), value]))
}

/** Paths of objects of the same shape that hold what was written only in the second build. */
function changedPaths(before: Map<string, Json>[], after: string[], text: string): { object: number; path: Path; value: Json }[] {
  const word = text.replace(/^\//, '')
  if (after.length !== before.length) return []
  return after.flatMap((yaml, object) => {
    const now = scalarsOf(yaml)
    const old = before[object]!
    if (now.size !== old.size || [...now.keys()].some((path) => !old.has(path))) return []
    return [...now].flatMap(([path, value]) => {
      if (old.get(path) === value || !String(value).includes(word)) return []
      return [{ object, path: JSON.parse(path) as Path, value: old.get(path)! }]
    })
  })
}

function judged(scalar: Scalar, asked: { object: string; path: Path; value: Json; places: SourcePlace[] }): Question {
  const { region, file } = scalar
  const { places, path } = asked
  const onLine = (place: SourcePlace | undefined) =>
    place?.file === file && place.startLine <= region.startLine && place.endLine >= region.startLine
  const first = places[0]
  const exact = onLine(first) && first!.startLine === region.startLine && first!.startColumn === region.startColumn
  const whole = first?.file === file && first.precision === 'file'
  const outcome = exact ? 'first' : whole ? 'file' : onLine(first) ? 'line' : places.some(onLine) ? 'listed' : 'wrong'
  const { startLine: line, startColumn: column } = region
  const object = /\n {2}name: (.*)/.exec(asked.object)?.[1] ?? ''
  return { file, line, column, text: scalar.text, object, path, places, outcome, alone: String(asked.value) === scalar.text }
}

function shuffled<T>(items: T[], random: Random): T[] {
  const mixed = [...items]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!]
  }
  return mixed
}
