import type { Region } from '../model.ts'

/** Lines and columns of the offsets of one text. */
export interface LineTable {
  /** 1-based line and column (in UTF-16 units; a byte order mark takes no column) of an offset. */
  position(offset: number): { line: number; column: number }
  /** Region from `start` to `end` (exclusive). */
  region(start: number, end: number): Region
}

/** Reads the line starts of a text once; each look-up is a binary search. Lines end in LF or CRLF. */
export function lineTable(text: string): LineTable {
  const starts = [text.charCodeAt(0) === 0xfeff ? 1 : 0]
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1)
  const position = (offset: number) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: Math.max(offset - starts[low]!, 0) + 1 }
  }
  const region = (start: number, end: number): Region => {
    const from = position(start)
    const to = position(end)
    return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column }
  }
  return { position, region }
}
