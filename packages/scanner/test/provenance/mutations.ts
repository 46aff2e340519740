import { stringify } from 'yaml'
import type { EngineClient } from '../../src/engines/client.ts'
import { EngineError } from '../../src/engines/error.ts'
import type { HelmDocument } from '../../src/engines/operations.ts'
import { isJsonObject, textAt, valueAt } from '../../src/json.ts'
import type { Json, Path } from '../../src/model.ts'
import { locate, readDocuments } from '../../src/parse/index.ts'
import type { SourcePlace } from '../../src/provenance/place.ts'
import type { Random } from '../parse/random.ts'
import { type ChartCase, type Files, openCase, render } from './helm-render.ts'

/** A change of one token of a source file that shows in the output. */
export interface Mutation {
  file: string
  /** Where the token is, 1-based. */
  line: number
  column: number
  /** What stands there instead, found again in the output. */
  mark: string
  /** What stood there. */
  old: string
  /** Nothing stood there: the output shows a default. */
  empty: boolean
  /** The files with the change made, given those with the other changes of the same render. */
  apply(files: Files): Files
}

/** A path whose value a mutation changed, and what the map of the original render says about it. */
export interface Question {
  chart: string
  mutation: Mutation
  path: Path
  /** The scalar is a block (`|`, `>`) in the output: the path says nothing about which of its lines it was. */
  block: boolean
  places: SourcePlace[]
  /** The answer when the old text is named as the part that is meant. */
  ofPart: SourcePlace[]
}

/**
 * Asks where changed paths come from: mutations are made a few at a time, the mutated render tells which path of the original shows the mark,
 * the trace of the original render answers. Mutations that do not show, or show where the original has no scalar, ask nothing.
 */
export async function ask(engine: EngineClient, one: ChartCase, mutations: Mutation[], batch: number): Promise<Question[]> {
  const { documents, trace } = await openCase(engine, one)
  const original = readAll(documents)
  const questions: Question[] = []
  for (let at = 0; at < mutations.length; at += batch) {
    for (const { mutated, tried } of await rendered(engine, one, mutations.slice(at, at + batch))) {
      const now = readAll(mutated)
      for (const mutation of tried) {
        for (const [text, entry] of now.entries()) {
          const before = original[text]
          if (before === undefined || before.template !== entry.template || kindOf(before.value) !== kindOf(entry.value)) continue
          for (const path of pathsWith(entry.value, mutation.mark)) {
            const old = valueAt(before.value, path)
            if (old === undefined || (old !== null && typeof old === 'object')) continue
            const at = { text, document: before.document, itemPath: [] }
            const [places, ofPart] = await trace(at).places([path, path], [undefined, mutation.old])
            const block = isBlock(documents[text]!.text, before.document, path)
            questions.push({ chart: one.name, mutation, path, block, places: places!, ofPart: ofPart! })
          }
        }
      }
    }
  }
  return questions
}

/** Renders with all mutations at once, or where that fails with each by itself. */
async function rendered(
  engine: EngineClient,
  one: ChartCase,
  mutations: Mutation[],
): Promise<{ mutated: HelmDocument[]; tried: Mutation[] }[]> {
  try {
    const files = mutations.reduce((all, mutation) => mutation.apply(all), one.files)
    return [{ mutated: (await render(engine, one, files)).documents, tried: mutations }]
  } catch (error) {
    if (!(error instanceof EngineError) || error.failure !== 'refused') throw error
    if (mutations.length < 2) return []
    const each = await Promise.all(mutations.map((mutation) => rendered(engine, one, [mutation])))
    return each.flat()
  }
}

function readAll(documents: HelmDocument[]): { template: string; document: number; value: Json }[] {
  return documents.map(({ template, text }) => {
    const first = readDocuments(text).documents[0]
    return { template, document: first?.index ?? 0, value: first?.value ?? null }
  })
}

function kindOf(value: Json): string {
  return `${textAt(value, ['kind'])} ${textAt(value, ['metadata', 'name'])?.length === 0}`
}

function pathsWith(value: Json, mark: string, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => pathsWith(item, mark, [...path, i]))
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, item]) => pathsWith(item, mark, [...path, key]))
  return String(value).includes(mark) ? [path] : []
}

function isBlock(text: string, document: number, path: Path): boolean {
  const [found] = locate(text, [{ document, path }])
  return found!.region.endLine > found!.region.startLine
}

const scalarLine = /^([ \t]*(?:- )?["']?[\w./-]+["']?:[ \t]+)(["']?)([A-Za-z0-9][\w./-]*)(["']?)[ \t]*$/gm
const itemLine = /^([ \t]*- )(["']?)([A-Za-z0-9][\w./-]*)(["']?)[ \t]*$/gm

/** Literals that stand alone as a value in templates, in random order. Kinds and names stay: documents are found again by them. */
export function templateMutations({ files }: ChartCase, random: Random): Mutation[] {
  const all: Mutation[] = []
  for (const [file, text] of Object.entries(files)) {
    if (typeof text !== 'string' || !/(^|\/)templates\/.*\.(ya?ml|tpl)$/.test(file)) continue
    for (const pattern of [scalarLine, itemLine]) {
      for (const match of text.matchAll(pattern)) {
        if (/^(- )?(kind|apiVersion):/.test(match[0].trim())) continue
        const start = match.index + match[1]!.length
        const mark = `zqx${10_000 + all.length}w`
        const from = start + match[2]!.length
        const { line, column } = position(text, start)
        const [before, after] = [text.slice(0, from), text.slice(from + match[3]!.length)]
        const tail = after.length
        all.push({
          file,
          line,
          column,
          mark,
          old: match[3]!,
          empty: false,
          apply: (given) => {
            const current = String(given[file])
            // other marks may have moved what stands before, or behind
            const at = current === text ? from : indexOfLine(current, line) + column - 1 + match[2]!.length
            const end = current === text ? current.length - tail : at + match[3]!.length
            return { ...given, [file]: (current === text ? before : current.slice(0, at)) + mark + current.slice(end) }
          },
        })
      }
    }
  }
  return shuffled(all, random)
}

/** Leaves of the values file that counts most, in random order; booleans are left out, they change too much at once. */
export function valuesMutations({ files, source }: ChartCase, random: Random): Mutation[] {
  const last = source.values.at(-1)
  const file = last?.kind === 'file' ? last.file : 'values.yaml'
  const text = String(files[file] ?? '')
  const root = readDocuments(text).documents[0]?.value
  if (!isJsonObject(root)) return []
  const all: Mutation[] = []
  for (const path of leaves(root)) {
    const value = valueAt(root, path)!
    if (typeof value === 'boolean') continue
    const number = 20_011 + all.length * 7
    const mark = typeof value === 'number' ? String(number) : `zqx${10_000 + all.length}w`
    const { region } = locate(text, [{ document: 0, path }])[0]!
    const set = typeof value === 'number' ? number : mark
    all.push({
      file,
      line: region.startLine,
      column: region.startColumn,
      mark,
      old: value === null ? '' : String(value),
      empty: value === '' || value === null,
      apply: (given) => {
        const current = readDocuments(String(given[file])).documents[0]!.value
        return { ...given, [file]: stringify(withLeaf(structuredClone(current), path, set)) }
      },
    })
  }
  return shuffled(all, random)
}

function leaves(value: Json, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => leaves(item, [...path, i]))
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]))
  return [path]
}

function withLeaf(value: Json, path: Path, leaf: Json): Json {
  const parent = valueAt(value, path.slice(0, -1)) as Record<string | number, Json>
  parent[path.at(-1)!] = leaf
  return value
}

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const start = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - start + 1 }
}

function indexOfLine(text: string, line: number): number {
  let at = 0
  for (let n = 1; n < line; n++) at = text.indexOf('\n', at) + 1
  return at
}

function shuffled<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[items[i], items[j]] = [items[j]!, items[i]!]
  }
  return items
}
