import type { Json } from '../model.ts'
import { lineTable } from './lines.ts'
import { type Problem, placed, TextProblem } from './problems.ts'
import { readStream } from './stream.ts'

export interface ReadOptions {
  /** Path of the file: `.json` files must hold one strict JSON value. */
  file?: string
}

export interface Document {
  /** Collections that aliases share are one and the same object: treat values as read-only. */
  value: Json
  /** 0-based, among all documents of the stream, empty ones included. */
  index: number
  /** 1-based line of the document's first token. */
  startLine: number
}

export interface ReadResult {
  documents: Document[]
  problems: Problem[]
}

/**
 * Reads every document of a YAML or JSON file with the meaning the API server's decoder gives it (YAML 1.1 booleans and octals, merge keys,
 * keys as strings). Empty documents are left out. With a problem there are no documents at all: duplicate keys, unknown tags, alias bombs,
 * deep nesting and syntax errors make the whole file unread.
 */
export function readDocuments(text: string, options: ReadOptions = {}): ReadResult {
  try {
    const documents: Document[] = []
    const lines = lineTable(text)
    for (const [index, { value, start }] of readStream(text, options).documents.entries())
      if (value !== null) documents.push({ value, index, startLine: lines.position(start).line })
    return { documents, problems: [] }
  } catch (error) {
    if (error instanceof TextProblem) return { documents: [], problems: [placed(error, lineTable(text))] }
    throw error
  }
}
