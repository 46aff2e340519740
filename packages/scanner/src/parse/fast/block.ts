import type { Json, JsonObject } from '../../model.ts'
import { blockScalar } from './block-scalar.ts'
import { advance, type Cursor, code, enter, finishLine, giveUp, isBlankOrEnd, leave, record } from './cursor.ts'
import { flow } from './flow.ts'
import { checkPlainStart, plain, plainKey } from './plain.ts'
import { closing, piece, quoted } from './quoted.ts'

/** Reads the node that begins on the current content line, inside a node at column `parent`, and moves to the next content line after it. */
export function blockNode(c: Cursor, parent: number): Json {
  if (isDash(c, c.at)) return sequence(c, c.indent)
  const colon = keyColon(c)
  return colon >= 0 ? mapping(c, c.indent, colon) : inlineValue(c, c.at, parent)
}

function isDash(c: Cursor, at: number): boolean {
  if (c.text.charCodeAt(at) !== code.dash) return false
  if (c.text.charCodeAt(at + 1) === code.tab) throw giveUp
  return isBlankOrEnd(c, at + 1)
}

function sequence(c: Cursor, indent: number): Json[] {
  const out: Json[] = []
  enter(c)
  while (c.indent === indent && isDash(c, c.at)) {
    const dash = c.at
    out.push(item(c, indent))
    record(c, out, out.length - 1, dash, dash + 1)
  }
  if (c.indent > indent) throw giveUp
  leave(c)
  return out
}

/** The item behind the `-` at `c.at`. */
function item(c: Cursor, indent: number): Json {
  const start = skipSpaces(c, c.at + 1)
  if (isLineDone(c, start)) {
    advance(c)
    if (c.indent > indent) return blockNode(c, indent)
    c.tokenStart = -1
    return null
  }
  const column = indent + (start - c.at)
  c.at = start
  if (isDash(c, start)) {
    c.indent = column
    return sequence(c, column)
  }
  const colon = keyColon(c)
  if (colon < 0) return inlineValue(c, start, indent)
  c.indent = column
  return mapping(c, column, colon)
}

/** The mapping whose first key has just been found, its colon at `first`. */
function mapping(c: Cursor, indent: number, first: number): JsonObject {
  const out: JsonObject = {}
  enter(c)
  for (let colon = first; ; colon = keyColon(c)) {
    if (colon < 0) throw giveUp
    const { key, keyEnd, at: keyStart } = c
    if (Object.hasOwn(out, key)) throw giveUp
    out[key] = mappingValue(c, skipSpaces(c, colon + 1), indent)
    record(c, out, key, keyStart, keyEnd)
    if (c.indent < indent) break
    if (c.indent > indent || isDash(c, c.at)) throw giveUp
  }
  leave(c)
  return out
}

function mappingValue(c: Cursor, start: number, indent: number): Json {
  if (!isLineDone(c, start)) return inlineValue(c, start, indent)
  advance(c)
  if (c.indent > indent) return blockNode(c, indent)
  if (c.indent === indent && isDash(c, c.at)) return sequence(c, indent)
  c.tokenStart = -1
  return null
}

/** The value that begins in the middle of a line, or a scalar or flow collection on its own line. */
function inlineValue(c: Cursor, start: number, parent: number): Json {
  const first = c.text.charCodeAt(start)
  if (first === code.bar || first === code.greater) return blockScalar(c, start, parent)
  const isQuoted = first === code.quote || first === code.apostrophe
  if (!isQuoted && first !== code.openBracket && first !== code.openBrace) return plain(c, start, parent)
  const value = isQuoted ? quoted(c, start, parent) : flow(c, start, parent)
  finishLine(c, isQuoted ? c.tokenEnd : c.at)
  advance(c)
  if (c.indent > parent) throw giveUp
  return value
}

/**
 * Offset of the colon that makes the content at `c.at` a key, or -1 when it is none; sets `c.key` and `c.keyEnd`.
 */
function keyColon(c: Cursor): number {
  const { text, at: start, end } = c
  const first = text.charCodeAt(start)
  if (first === code.quote || first === code.apostrophe) return quotedKeyColon(c, first === code.quote)
  if (first === code.openBracket || first === code.openBrace || first === code.bar || first === code.greater) return -1
  checkPlainStart(c, start)
  let last = start
  for (let p = start; p < end; p++) {
    const found = text.charCodeAt(p)
    if (found === code.space) continue
    if (found === code.tab) return -1
    if (found === code.hash && p > last) return -1
    if (found === code.colon && isBlankOrEnd(c, p + 1)) {
      if (p - start > 1000) throw giveUp
      c.key = plainKey(text.slice(start, last))
      c.keyEnd = last
      return p
    }
    last = p + 1
  }
  return -1
}

function quotedKeyColon(c: Cursor, double: boolean): number {
  const { text, at: start } = c
  const close = closing(c, start + 1, double)
  if (close < 0) return -1
  const colon = skipSpaces(c, close + 1)
  if (text.charCodeAt(colon) !== code.colon || colon >= c.end || !isBlankOrEnd(c, colon + 1)) return -1
  if (colon - start > 1000) throw giveUp
  c.key = piece(c, start + 1, close, double)
  if (c.key === '__proto__' || c.key === '<<') throw giveUp
  c.keyEnd = close + 1
  return colon
}

/** Whether a comment or nothing follows on the line. */
function isLineDone(c: Cursor, at: number): boolean {
  return at >= c.end || c.text.charCodeAt(at) === code.hash
}

function skipSpaces(c: Cursor, start: number): number {
  let at = start
  while (c.text.charCodeAt(at) === code.space) at++
  if (c.text.charCodeAt(at) === code.tab) throw giveUp
  return at
}
