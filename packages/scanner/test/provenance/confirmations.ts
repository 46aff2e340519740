import { isDeepStrictEqual } from 'node:util'
import type { EngineClient } from '../../src/engines/client.ts'
import { EngineError } from '../../src/engines/error.ts'
import { formatPath, isJsonObject, valueAt } from '../../src/json.ts'
import type { Json, Path } from '../../src/model.ts'
import { readDocuments } from '../../src/parse/index.ts'
import type { SourcePlace } from '../../src/provenance/place.ts'
import type { Random } from '../parse/random.ts'
import { type ChartCase, type Files, openCase, render } from './helm-render.ts'

/** How often the first place of a field proved right: what stands there is changed, and the field changes. */
export interface Confirmations {
  confirmed: number
  /** No place at all, or a change there changes nothing. */
  wrong: string[]
  /** The place is an action or an include, or no change of it renders. */
  untested: number
}

/** Asks for scalars of a render at random. Kinds, names and hooks are left out: a change there moves the document to another place. */
export async function confirm(engine: EngineClient, one: ChartCase, options: { random: Random; most: number }): Promise<Confirmations> {
  const { documents, trace } = await openCase(engine, one)
  const fields = documents.flatMap(({ text }, index) =>
    scalars(objectOf(text)).map((path) => ({ index, path, value: valueAt(objectOf(text), path) })),
  )
  const result: Confirmations = { confirmed: 0, wrong: [], untested: 0 }
  for (let n = 0; n < options.most && fields.length > 0; n++) {
    const { index, path, value } = options.random.pick(fields)
    const document = readDocuments(documents[index]!.text).documents[0]!.index
    const [places] = await trace({ text: index, document, itemPath: [] }).places([path])
    const first = places![0]
    const changed = first && changes(one.files, first)
    if (changed === undefined && first !== undefined) {
      result.untested++
      continue
    }
    const outcomes = await Promise.all((changed ?? []).map((files) => fieldOf(engine, one, files, index, path)))
    const seen = outcomes.filter((outcome) => outcome !== undefined)
    if (seen.some((outcome) => !isDeepStrictEqual(outcome.value, value))) result.confirmed++
    else if (first !== undefined && seen.length === 0) result.untested++
    else {
      const place = first === undefined ? 'no place' : `${first.role} ${first.file}:${first.startLine}:${first.startColumn}`
      result.wrong.push(`${one.name}: ${documents[index]!.template} ${formatPath(path)}: ${place}`)
    }
  }
  return result
}

/** The files with something else at a place; nothing where there is no literal that could be exchanged. */
function changes(files: Files, { role, file, startLine, startColumn, endLine, endColumn }: SourcePlace): Files[] | undefined {
  const lines = String(files[file]).split('\n')
  const line = lines[startLine - 1]!
  const token = line.slice(startColumn - 1, endColumn - 1)
  if (startLine !== endLine || token.startsWith('{{') || role === 'would-set' || role === 'include') return undefined
  const quote = /^["']/.exec(token)?.[0] ?? ''
  return [`${quote}zqx1w${quote}`, '20077', token === 'true' ? 'false' : 'true'].map((other) => {
    const changed = line.slice(0, startColumn - 1) + other + line.slice(endColumn - 1)
    return { [file]: lines.with(startLine - 1, changed).join('\n') }
  })
}

async function fieldOf(
  engine: EngineClient,
  one: ChartCase,
  files: Files,
  index: number,
  path: Path,
): Promise<{ value: Json | undefined } | undefined> {
  try {
    const { documents } = await render(engine, one, files)
    return { value: valueAt(objectOf(documents[index]?.text ?? ''), path) }
  } catch (error) {
    if (error instanceof EngineError && error.failure === 'refused') return undefined
    throw error
  }
}

function objectOf(text: string): Json {
  return readDocuments(text).documents[0]?.value ?? null
}

function scalars(value: Json, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => scalars(item, [...path, i]))
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, item]) => scalars(item, [...path, key]))
  return /^(kind|apiVersion|metadata\.name)$|helm\.sh\/hook/.test(formatPath(path)) ? [] : [path]
}
