import type { Json, JsonObject } from '../../model.ts'
import { setProperty } from '../objects.ts'
import { type Cursor, code, enter, giveUp, isBlankOrEnd, isMarker, leave, loadLine, record } from './cursor.ts'
import { checkPlainStart, plainKey, plainValue } from './plain.ts'
import { quoted } from './quoted.ts'

/**
 * Reads the flow collection at `start`, over several lines too (each indented more than `parent`); moves the cursor's line to the one where it
 * ends and `c.at` behind it.
 */
export function flow(c: Cursor, start: number, parent: number): Json {
  c.at = start
  c.flowDepth = c.depth + 1
  return c.text.charCodeAt(start) === code.openBracket ? sequence(c, parent) : mapping(c, parent)
}

function sequence(c: Cursor, parent: number): Json[] {
  const start = c.at++
  const out: Json[] = []
  enter(c)
  for (;;) {
    skip(c, parent)
    if (c.text.charCodeAt(c.at) === code.closeBracket) break
    out.push(value(c, parent))
    record(c, out, out.length - 1, start, start + 1)
    if (separated(c, parent, code.closeBracket)) break
  }
  close(c, start, out.length)
  return out
}

function mapping(c: Cursor, parent: number): JsonObject {
  const start = c.at++
  const out: JsonObject = {}
  let empty = true
  enter(c)
  for (;;) {
    skip(c, parent)
    if (c.text.charCodeAt(c.at) === code.closeBrace) break
    empty = false
    const keyStart = c.at
    const name = key(c, parent)
    const keyEnd = c.tokenEnd
    if (Object.hasOwn(out, name)) throw giveUp
    skip(c, parent)
    const next = c.text.charCodeAt(c.at)
    if (next === code.comma || next === code.closeBrace) {
      setProperty(out, name, null)
      c.tokenStart = -1
    } else setProperty(out, name, value(c, parent))
    record(c, out, name, keyStart, keyEnd)
    if (separated(c, parent, code.closeBrace)) break
  }
  close(c, start, empty ? 0 : 1)
  return out
}

/** After an item: true at the closing bracket, false behind a comma. */
function separated(c: Cursor, parent: number, closer: number): boolean {
  skip(c, parent)
  const found = c.text.charCodeAt(c.at)
  if (found === closer) return true
  if (found !== code.comma) throw giveUp
  c.at++
  return false
}

function close(c: Cursor, start: number, size: number): void {
  c.at++
  leave(c)
  if (size > 0) return
  c.tokenStart = start
  c.tokenEnd = c.at
}

function value(c: Cursor, parent: number): Json {
  const first = c.text.charCodeAt(c.at)
  if (first === code.openBracket) return sequence(c, parent)
  if (first === code.openBrace) return mapping(c, parent)
  if (first === code.quote || first === code.apostrophe) {
    const text = quoted(c, c.at, parent)
    c.at = c.tokenEnd
    return text
  }
  const text = plain(c)
  // Where a line ends the text, what follows must not continue it.
  if (c.text.charCodeAt(c.at) === code.colon) throw giveUp
  return plainValue(text)
}

/** Reads a key and the colon after it, which must be on the same line. */
function key(c: Cursor, parent: number): string {
  const start = c.at
  const first = c.text.charCodeAt(start)
  if (first === code.quote || first === code.apostrophe) {
    const next = c.next
    const text = quoted(c, start, parent)
    if (c.next !== next || text === '__proto__' || text === '<<') throw giveUp
    colon(c, c.tokenEnd)
    return text
  }
  const text = plain(c)
  colon(c, c.tokenEnd)
  if (!isBlankOrEnd(c, c.at)) throw giveUp
  return plainKey(text)
}

function colon(c: Cursor, at: number): void {
  c.at = at
  while (c.text.charCodeAt(c.at) === code.space) c.at++
  if (c.at >= c.end || c.text.charCodeAt(c.at) !== code.colon || c.at - c.tokenStart > 1000) throw giveUp
  c.at++
}

/** A plain scalar on one line. The question mark and a colon before a bracket or comma mean different things to different readers. */
function plain(c: Cursor): string {
  const { text, end } = c
  const start = c.at
  checkPlainStart(c, start)
  let last = start
  let p = start
  for (; p < end; p++) {
    const found = text.charCodeAt(p)
    if (found === code.space || found === code.tab) continue
    if (found === code.hash && p > last) break
    if (isFlowIndicator(found)) break
    if (found === code.question) throw giveUp
    if (found === code.colon) {
      if (isBlankOrEnd(c, p + 1)) break
      if (isFlowIndicator(text.charCodeAt(p + 1))) throw giveUp
    }
    last = p + 1
  }
  if (last === start || (last === start + 1 && (text.charCodeAt(start) === code.dash || text.charCodeAt(start) === code.colon)))
    throw giveUp
  c.tokenStart = start
  c.tokenEnd = last
  c.at = last
  return text.slice(start, last)
}

function isFlowIndicator(found: number): boolean {
  return (
    found === code.comma ||
    found === code.openBracket ||
    found === code.closeBracket ||
    found === code.openBrace ||
    found === code.closeBrace
  )
}

/** Moves over blanks, comments and line breaks. */
function skip(c: Cursor, parent: number): void {
  const { text } = c
  for (;;) {
    const found = c.at < c.end ? text.charCodeAt(c.at) : -1
    if (found === code.space || found === code.tab) c.at++
    else if (found === code.hash) {
      const before = text.charCodeAt(c.at - 1)
      if (before !== code.space && before !== code.tab && before !== code.newline) throw giveUp
      c.at = c.end
    } else if (found === -1) {
      const start = c.next
      if (start >= text.length) throw giveUp
      loadLine(c, start)
      if (c.at < c.end && text.charCodeAt(c.at) !== code.hash && c.at - start <= parent && !isLastBracket(c, start + parent)) throw giveUp
      if (c.at === start && isMarker(c, start)) throw giveUp
    } else return
  }
}

/** The bracket that closes the whole collection may stand in the column of its parent. */
function isLastBracket(c: Cursor, margin: number): boolean {
  const found = c.text.charCodeAt(c.at)
  return c.at === margin && c.depth === c.flowDepth && (found === code.closeBracket || found === code.closeBrace)
}
