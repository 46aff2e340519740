import { maxDepth } from '../limits.ts'
import type { Positions, Span } from '../positions.ts'

export const code = {
  tab: 9,
  newline: 10,
  return: 13,
  space: 32,
  quote: 34,
  hash: 35,
  apostrophe: 39,
  comma: 44,
  dash: 45,
  dot: 46,
  colon: 58,
  greater: 62,
  question: 63,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  bar: 124,
  closeBrace: 125,
} as const

/** Thrown when a text holds something that only the exact reader knows, mistakes included. */
export const giveUp = new Error('left to the exact reader')

/**
 * Where the fast reader is. `text` has no carriage return without a line feed. A "content line" is one that holds more than blanks and a comment.
 */
export interface Cursor {
  readonly text: string
  readonly positions: Positions | undefined
  /** Column (0-based) where the current content line begins; -1 at a document marker and at the end of the text. */
  indent: number
  /** Offset of the content that is looked at. */
  at: number
  /** End of the current line, without its line break. */
  end: number
  /** Start of the following line. */
  next: number
  /** The token of the last value read; `tokenStart` is -1 when it has none of its own (a collection, a value left out). */
  tokenStart: number
  tokenEnd: number
  /** The last key that `keyColon` found: its text as a property name, and the end of its token. */
  key: string
  keyEnd: number
  depth: number
  /** `depth` inside the outermost flow collection under way. */
  flowDepth: number
}

export function cursorOf(text: string, positions: Positions | undefined): Cursor {
  const next = text.charCodeAt(0) === 0xfeff ? 1 : 0
  return {
    text,
    positions,
    indent: -1,
    at: next,
    end: next,
    next,
    tokenStart: -1,
    tokenEnd: -1,
    key: '',
    keyEnd: 0,
    depth: 0,
    flowDepth: 0,
  }
}

/** Sets `end` and `next` for the line that begins at `start`, and `at` to its first character that is not a space. */
export function loadLine(c: Cursor, start: number): void {
  const { text } = c
  let at = start
  while (text.charCodeAt(at) === code.space) at++
  let newline = text.indexOf('\n', at)
  if (newline < 0) newline = text.length
  c.at = at
  c.next = newline + 1
  c.end = newline > at && text.charCodeAt(newline - 1) === code.return ? newline - 1 : newline
}

/** Moves to the next content line. */
export function advance(c: Cursor): void {
  const { text } = c
  const length = text.length
  while (c.next < length) {
    const start = c.next
    loadLine(c, start)
    const first = text.charCodeAt(c.at)
    if (c.at >= c.end || first === code.hash) continue
    if (first === code.tab) throw giveUp
    if (c.at === start && isMarker(c, start)) {
      c.indent = -1
      return
    }
    c.indent = c.at - start
    return
  }
  c.indent = -1
  c.at = length
  c.end = length
}

/** Whether the line at `start` is a document marker (`---`, `...`), or a directive, which is left to the exact reader. */
export function isMarker(c: Cursor, start: number): boolean {
  const { text } = c
  const first = text.charCodeAt(start)
  if (first === 37) throw giveUp
  if ((first !== code.dash && first !== code.dot) || text.charCodeAt(start + 1) !== first || text.charCodeAt(start + 2) !== first)
    return false
  return isBlankOrEnd(c, start + 3)
}

/** Whether a space, a tab or the end of the line (or text) is at an offset. */
export function isBlankOrEnd(c: Cursor, at: number): boolean {
  const value = c.text.charCodeAt(at)
  return at >= c.end || value === code.space || value === code.tab
}

/** The rest of the current line from `at` may hold blanks and a comment only. */
export function finishLine(c: Cursor, at: number): void {
  const { text, end } = c
  let p = at
  while (p < end && (text.charCodeAt(p) === code.space || text.charCodeAt(p) === code.tab)) p++
  if (p < end && (p === at || text.charCodeAt(p) !== code.hash)) throw giveUp
}

export function enter(c: Cursor): void {
  c.depth++
  if (c.depth > maxDepth) throw giveUp
}

/** Marks that the collection just read has no token of its own. */
export function leave(c: Cursor): void {
  c.depth--
  c.tokenStart = -1
}

/** Records the position of a child just read, where positions are wanted. */
export function record(c: Cursor, parent: object, child: string | number, keyStart: number, keyEnd: number): void {
  if (!c.positions) return
  const key: Span = { start: keyStart, end: keyEnd }
  c.positions.set(parent, child, c.tokenStart < 0 ? { key } : { key, value: { start: c.tokenStart, end: c.tokenEnd } })
}
