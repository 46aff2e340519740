import type { Region } from '../model.ts'
import { visible } from '../sanitize.ts'
import { displayWidth, takeColumns } from './width.ts'

export interface ExcerptOptions {
  /** Lines of the file, without line breaks. */
  lines: string[]
  region: Region
  /** Lines shown before the region. */
  before: number
  /** Columns available, the gutter included. */
  width: number
}

/** An excerpt in plain text; `marker` lines hold the carets. */
export interface ExcerptLine {
  gutter: string
  text: string
  marker: boolean
}

/** Lines of a region that are shown before the rest is left out. */
const regionLines = 3
const tabWidth = 2

/** Source text as it is printed: tabs as spaces, invisible characters escaped. */
function display(text: string): string {
  return visible(text.replaceAll('\t', ' '.repeat(tabWidth)))
}

/** Shortens a line from the left so that the part before the caret takes at most half of the columns, and from the right to fit. */
function fit(before: string, marked: string, after: string, columns: number): { text: string; offset: number; length: number } {
  let start = before
  const limit = Math.floor(columns / 2)
  if (displayWidth(before + marked) > columns && displayWidth(before) > limit) {
    const characters = [...before]
    while (displayWidth(characters.join('')) > limit - 1) characters.shift()
    start = `…${characters.join('')}`
  }
  const offset = displayWidth(start)
  const whole = start + marked + after
  const text = displayWidth(whole) <= columns ? whole : `${takeColumns(whole, columns - 1)}…`
  const length = Math.min(displayWidth(marked), displayWidth(text) - offset)
  return { text, offset, length: Math.max(1, length) }
}

/**
 * The lines of a region with line numbers and carets under exactly the region, however wide its characters are. A region of several lines
 * shows its first three; carets start at the first character that is not white space. Empty when the region is not in the text.
 */
export function excerpt({ lines, region, before, width }: ExcerptOptions): ExcerptLine[] {
  if (region.startLine > lines.length) return []
  const last = Math.min(region.endLine, region.startLine + regionLines - 1, lines.length)
  const first = Math.max(1, region.startLine - before)
  const digits = String(last).length
  const columns = Math.max(20, width - digits - 3)
  const result: ExcerptLine[] = []
  for (let number = first; number <= last; number++) {
    const line = lines[number - 1]!
    const gutter = String(number).padStart(digits)
    if (number < region.startLine) {
      result.push({ gutter, text: fit('', '', display(line), columns).text, marker: false })
      continue
    }
    const from = number === region.startLine ? region.startColumn - 1 : line.length - line.trimStart().length
    const to = number === region.endLine ? region.endColumn - 1 : line.trimEnd().length
    const shown = fit(display(line.slice(0, from)), display(line.slice(from, to)), display(line.slice(to)), columns)
    result.push({ gutter, text: shown.text, marker: false })
    if (to > from) result.push({ gutter: ' '.repeat(digits), text: ' '.repeat(shown.offset) + '^'.repeat(shown.length), marker: true })
  }
  if (last < Math.min(region.endLine, lines.length)) result.push({ gutter: ' '.repeat(digits), text: '…', marker: false })
  return result
}
