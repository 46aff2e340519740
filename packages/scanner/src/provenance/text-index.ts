import type { Json, Path, Region } from '../model.ts'
import { locate, readDocuments } from '../parse/index.ts'

/** The values of a YAML text by the place where they are written. */
export interface TextIndex {
  /**
   * The token that begins at a place, as `locate` gives it, with its document and path; without these where nothing is known to begin there.
   * @param line 1-based
   * @param column 1-based, in code points, as readers written in Go count; a tag or anchor before the token may stand there
   */
  at(line: number, column: number): { region: Region; document?: number; path?: Path }
}

interface Entry {
  region: Region
  document: number
  path: Path
}

/** Reads a text once for all questions. A text that cannot be read gives empty regions. */
export function textIndex(text: string, options: { file?: string } = {}): TextIndex {
  const lines = text.split('\n')
  const byLine = new Map<number, Entry[]>()
  const { documents } = readDocuments(text, options)
  const requests = documents.flatMap(({ index, value }) => pathsIn(value).map((path) => ({ document: index, path })))
  for (const [i, { region }] of locate(text, requests, options).entries()) {
    const entries = byLine.get(region.startLine) ?? []
    entries.push({ region, ...requests[i]! })
    byLine.set(region.startLine, entries)
  }
  return {
    at(line, column) {
      const startColumn = utf16Column(lines[line - 1] ?? '', column)
      const after = (byLine.get(line) ?? []).filter(({ region }) => region.startColumn >= startColumn)
      const nearest = Math.min(...after.map(({ region }) => region.startColumn))
      const found = after.find(({ region }) => region.startColumn === nearest)
      return found ?? { region: { startLine: line, startColumn, endLine: line, endColumn: startColumn } }
    },
  }
}

function pathsIn(value: Json, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [path]
  const children: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [path, ...children.flatMap(([key, child]) => pathsIn(child, [...path, key]))]
}

/** A byte order mark takes no column. */
function utf16Column(line: string, column: number): number {
  let units = 0
  for (const character of line.replace(/^\ufeff/, '')) {
    if (--column <= 0) break
    units += character.length
  }
  return units + 1
}
