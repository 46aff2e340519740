import { characterProblem } from './characters.ts'
import { readExactly } from './exact/index.ts'
import { readFast } from './fast/index.ts'
import { readJson } from './json.ts'
import { Positions, type RawDocument } from './positions.ts'

export interface StreamOptions {
  /** Path of the file: `.json` files must hold one strict JSON value. */
  file?: string
  /** Whether positions are wanted: they cost a little. */
  located?: boolean
}

/** All documents of a file, empty ones included, and where things are written when that is asked for. */
export interface Stream {
  documents: RawDocument[]
  positions: Positions | undefined
}

/** Reads a file: JSON by its name, else as YAML, with the fast reader where it can; throws a TextProblem for what is refused. */
export function readStream(text: string, { file = '', located = false }: StreamOptions): Stream {
  const positions = located ? new Positions() : undefined
  if (file.toLowerCase().endsWith('.json')) return { documents: [readJson(text, positions)], positions }
  const problem = characterProblem(text)
  if (problem) throw problem
  const documents = readFast(text, positions)
  if (documents) return { documents, positions }
  const exact = located ? new Positions() : undefined
  return { documents: readExactly(text, exact), positions: exact }
}
