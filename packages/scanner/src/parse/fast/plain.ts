import type { Json } from '../../model.ts'
import { isText, resolvePlain } from '../resolution.ts'
import { advance, type Cursor, code, giveUp, isBlankOrEnd, isMarker, loadLine } from './cursor.ts'

// Characters that no plain scalar begins with: , [ ] { } # & * ! | > ' " % @ `
const indicators = new Set([44, 91, 93, 123, 125, 35, 38, 42, 33, 124, 62, 39, 34, 37, 64, 96])

/** Gives up unless a plain scalar may begin at an offset. */
export function checkPlainStart(c: Cursor, at: number): void {
  const first = c.text.charCodeAt(at)
  if (indicators.has(first)) throw giveUp
  if ((first === code.dash || first === code.question || first === code.colon) && isBlankOrEnd(c, at + 1)) throw giveUp
}

/** The value of a plain scalar's text. */
export function plainValue(text: string): Json {
  if (isText(text)) return text
  const { value } = resolvePlain(text)
  if (value === undefined) throw giveUp
  return value
}

/** The property name that a plain key's text gives. Keys that mean more are left to the exact reader. */
export function plainKey(text: string): string {
  if (text === '<<' || text === '__proto__') throw giveUp
  if (isText(text)) return text
  const { key } = resolvePlain(text)
  if (key === undefined) throw giveUp
  return key
}

/**
 * Reads the plain scalar at `start` and moves to the next content line after it. Following lines that are indented more than `parent` belong to
 * it.
 */
export function plain(c: Cursor, start: number, parent: number): Json {
  checkPlainStart(c, start)
  const end = plainEnd(c, start)
  const commented = hasComment(c, end)
  const following = c.next
  const text = c.text.slice(start, end)
  c.tokenStart = start
  c.tokenEnd = end
  advance(c)
  if (c.indent <= parent) return plainValue(text)
  if (commented) throw giveUp
  c.next = following
  const more = folded(c, parent)
  advance(c)
  if (c.indent > parent) throw giveUp
  return more === '' ? plainValue(text) : text + more
}

/** End of the plain text on the current line: before a comment, without trailing blanks. Gives up at what would make it a key. */
function plainEnd(c: Cursor, start: number): number {
  const { text, end } = c
  let last = start
  for (let p = start; p < end; p++) {
    const found = text.charCodeAt(p)
    if (found === code.space || found === code.tab) continue
    if (found === code.hash && p > last) return last
    if (found === code.colon && isBlankOrEnd(c, p + 1)) throw giveUp
    last = p + 1
  }
  return last
}

/** Whether a comment follows the plain text that ends at `end`. */
function hasComment(c: Cursor, end: number): boolean {
  let p = end
  while (p < c.end && (c.text.charCodeAt(p) === code.space || c.text.charCodeAt(p) === code.tab)) p++
  return p < c.end
}

/** Continuation lines from `c.next` on: one break becomes a space, n become n - 1 breaks. */
function folded(c: Cursor, parent: number): string {
  const length = c.text.length
  let out = ''
  let breaks = 0
  let resume = c.next
  while (c.next < length) {
    const start = c.next
    loadLine(c, start)
    if (c.at >= c.end) {
      breaks++
      continue
    }
    const first = c.text.charCodeAt(c.at)
    if (c.at - start <= parent || first === code.hash || (c.at === start && isMarker(c, start))) break
    if (first === code.tab) throw giveUp
    const end = plainEnd(c, c.at)
    if (hasComment(c, end)) throw giveUp
    out += (breaks ? '\n'.repeat(breaks) : ' ') + c.text.slice(c.at, end)
    breaks = 0
    c.tokenEnd = end
    resume = c.next
  }
  c.next = resume
  return out
}
