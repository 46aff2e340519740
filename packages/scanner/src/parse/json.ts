import type { Json, JsonObject } from '../model.ts'
import { maxDepth, tooDeep } from './limits.ts'
import { setProperty } from './objects.ts'
import type { Positions, RawDocument } from './positions.ts'
import { TextProblem } from './problems.ts'

interface Cursor {
  readonly text: string
  readonly positions: Positions | undefined
  at: number
  depth: number
  /** Start of the last value's token, -1 for a collection that has children. */
  token: number
}

// Without a backslash or control character; sticky, so that matching begins at `lastIndex`.
const stringToken = () => /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const literalToken = () => /true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y

interface Tokens {
  string: RegExp
  literal: RegExp
}

/**
 * Reads one strict JSON value (RFC 8259). A key that stands twice, a number that is too big for a 64-bit float, half a surrogate pair and
 * deep nesting are refused: throws a TextProblem.
 */
export function readJson(text: string, positions?: Positions): RawDocument {
  const c: Cursor = { text, positions, at: text.charCodeAt(0) === 0xfeff ? 1 : 0, depth: 0, token: -1 }
  const tokens = { string: stringToken(), literal: literalToken() }
  skip(c)
  const start = c.at
  const read = value(c, tokens)
  const token = c.token < 0 ? undefined : { start: c.token, end: c.at }
  skip(c)
  if (c.at < text.length) throw unexpected(c)
  return { value: read, start, token }
}

function value(c: Cursor, tokens: Tokens): Json {
  const first = c.text[c.at]
  if (first === '{' || first === '[') {
    const start = c.at++
    if (++c.depth > maxDepth) throw tooDeep(start)
    const read = first === '{' ? members(c, tokens) : elements(c, tokens, start)
    c.depth--
    c.token = isEmpty(read) ? start : -1
    return read
  }
  c.token = c.at
  if (first === '"') return string(c, tokens)
  tokens.literal.lastIndex = c.at
  const literal = tokens.literal.exec(c.text)?.[0]
  if (literal === undefined) throw unexpected(c)
  if (literal !== 'true' && literal !== 'false' && literal !== 'null' && !Number.isFinite(Number(literal)))
    throw new TextProblem(`the number ${literal.slice(0, 40)} is too big`, c.at)
  c.at += literal.length
  return JSON.parse(literal)
}

function isEmpty(read: Json[] | JsonObject): boolean {
  for (const _ in read) return false
  return true
}

function members(c: Cursor, tokens: Tokens): JsonObject {
  const out: JsonObject = {}
  skip(c)
  if (taken(c, '}')) return out
  for (;;) {
    const start = c.at
    if (c.text[start] !== '"') throw unexpected(c)
    const name = string(c, tokens)
    const key = { start, end: c.at }
    if (Object.hasOwn(out, name)) throw new TextProblem(`the key "${name}" stands twice in one mapping`, start)
    skip(c)
    if (!taken(c, ':')) throw unexpected(c)
    skip(c)
    setProperty(out, name, value(c, tokens))
    c.positions?.set(out, name, c.token < 0 ? { key } : { key, value: { start: c.token, end: c.at } })
    skip(c)
    if (taken(c, '}')) return out
    if (!taken(c, ',')) throw unexpected(c)
    skip(c)
  }
}

function elements(c: Cursor, tokens: Tokens, start: number): Json[] {
  const out: Json[] = []
  const key = { start, end: start + 1 }
  skip(c)
  if (taken(c, ']')) return out
  for (;;) {
    out.push(value(c, tokens))
    c.positions?.set(out, out.length - 1, c.token < 0 ? { key } : { key, value: { start: c.token, end: c.at } })
    skip(c)
    if (taken(c, ']')) return out
    if (!taken(c, ',')) throw unexpected(c)
    skip(c)
  }
}

function string(c: Cursor, tokens: Tokens): string {
  tokens.string.lastIndex = c.at
  const token = tokens.string.exec(c.text)?.[0]
  if (token === undefined) throw new TextProblem('this string is not valid JSON', c.at)
  const text = token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1)
  if (!text.isWellFormed()) throw new TextProblem('this string holds half a surrogate pair', c.at)
  c.at += token.length
  return text
}

function taken(c: Cursor, character: string): boolean {
  if (c.text[c.at] !== character) return false
  c.at++
  return true
}

function skip(c: Cursor): void {
  for (;;) {
    const code = c.text.charCodeAt(c.at)
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return
    c.at++
  }
}

function unexpected(c: Cursor): TextProblem {
  if (c.at >= c.text.length) return new TextProblem('the JSON text ends too early', c.at)
  return new TextProblem(`unexpected ${JSON.stringify(String.fromCodePoint(c.text.codePointAt(c.at)!))} in JSON`, c.at)
}
