import { isJsonObject, valueAt } from '../json.ts'
import type { Json, Path, Region } from '../model.ts'
import { type Located, locate } from '../parse/index.ts'

/** Offsets in a text, the end exclusive. */
export interface Range {
  start: number
  end: number
}

/** A rendered document's text, for offsets of what stands in it. */
export interface RenderedText {
  text: string
  value: Json
  /** The token of a path as `locate` describes it, with its offsets. */
  token(path: Path): Range & Pick<Located, 'precision'>
  /** The children of a mapping or list in the order of the text, with the offset and column where the line of each begins, dashes apart. */
  children(path: Path): { path: Path; token: Range; line: { key: number; column: number } }[]
  /** From the token of a path to where something begins that does not belong to it. */
  extent(path: Path): Range
}

/** Opens a document of a text. */
export function renderedText(text: string, document: number, value: Json): RenderedText {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const offsets = ({ startLine, startColumn, endLine, endColumn }: Region): Range => ({
    start: starts[startLine - 1]! + startColumn - 1,
    end: starts[endLine - 1]! + endColumn - 1,
  })
  const tokens = (paths: Path[]) => {
    const requests = paths.map((path) => ({ document, path }))
    return locate(text, requests).map(({ region, precision }) => ({ ...offsets(region), precision }))
  }
  const token = (path: Path) => tokens([path])[0]!
  return {
    text,
    value,
    token,
    children(path) {
      const parent = valueAt(value, path)
      const keys: (string | number)[] = Array.isArray(parent) ? [...parent.keys()] : isJsonObject(parent) ? Object.keys(parent) : []
      const paths = keys.map((key) => [...path, key])
      const found = tokens(paths)
      const all = paths.map((child, i) => ({ path: child, token: found[i]!, line: lineOf(text, found[i]!.start) }))
      return all.sort((a, b) => a.token.start - b.token.start)
    },
    extent(path) {
      if (path.length === 0) return { start: 0, end: text.length }
      const { start, end } = token(path)
      return { start, end: blockEnd(text, start, end) }
    },
  }
}

function lineOf(text: string, offset: number): { key: number; column: number } {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const column = /^[ \t]*(?:-[ \t]+)*/.exec(text.slice(start, offset))![0].length
  return { key: start + column, column }
}

/** The end of the lines that are indented deeper than a token, or begin with its list's dashes; blank lines count to what follows. */
function blockEnd(text: string, start: number, end: number): number {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const column = start - lineStart
  const isItem = /-[ \t]+$/.test(text.slice(lineStart, start))
  const line = /[^\n]*(?:\n|$)/y
  let at = text.indexOf('\n', end) + 1
  if (at === 0) return text.length
  let last = at
  while (at < text.length) {
    line.lastIndex = at
    const content = line.exec(text)![0]
    const indent = content.search(/\S/)
    if (indent >= 0) {
      const dash = content[indent] === '-' && /^-\s/.test(content.slice(indent))
      if (indent < column || (indent === column && !isItem && !dash)) return last
      last = at + content.length
    }
    at += content.length
  }
  return text.length
}
