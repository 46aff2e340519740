import { type Cursor, code, giveUp, isMarker, loadLine } from './cursor.ts'

/**
 * The text of the quoted scalar at `start`; sets the token, and moves the cursor's line to the one where it ends. Lines after the first must be
 * indented more than `parent`. Line breaks fold: one becomes a space, n become n - 1 breaks.
 */
export function quoted(c: Cursor, start: number, parent: number): string {
  const double = c.text.charCodeAt(start) === code.quote
  let from = start + 1
  let close = closing(c, from, double)
  let out = ''
  let breaks = -1
  while (close < 0) {
    const line = piece(c, from, blankEnd(c, from, double), double)
    out += separator(breaks, line) + line
    breaks = line === '' && breaks >= 0 ? breaks + 1 : 0
    from = nextLine(c, parent)
    close = closing(c, from, double)
  }
  c.tokenStart = start
  c.tokenEnd = close + 1
  const last = piece(c, from, close, double)
  if (breaks < 0) return last
  return out + (breaks === 0 ? ' ' : '\n'.repeat(breaks)) + last
}

function separator(breaks: number, line: string): string {
  if (breaks < 0 || line === '') return ''
  return breaks === 0 ? ' ' : '\n'.repeat(breaks)
}

/** Offset of the quote that closes the scalar on the current line, or -1. */
export function closing(c: Cursor, from: number, double: boolean): number {
  const { text, end } = c
  for (let p = from; p < end; p++) {
    const found = text.charCodeAt(p)
    if (double) {
      if (found === code.quote) return p
      if (found === code.backslash) {
        p++
        // An escaped line break.
        if (p >= end) throw giveUp
      }
    } else if (found === code.apostrophe) {
      if (text.charCodeAt(p + 1) !== code.apostrophe) return p
      p++
    }
  }
  return -1
}

/** End of the current line without its trailing blanks. */
function blankEnd(c: Cursor, from: number, double: boolean): number {
  let end = c.end
  while (end > from && (c.text.charCodeAt(end - 1) === code.space || c.text.charCodeAt(end - 1) === code.tab)) end--
  // A blank that a backslash escapes is not trailing: rare.
  if (double && end < c.end && end > from && c.text.charCodeAt(end - 1) === code.backslash) throw giveUp
  return end
}

function nextLine(c: Cursor, parent: number): number {
  const start = c.next
  if (start >= c.text.length) throw giveUp
  loadLine(c, start)
  if (c.at < c.end && (c.at - start <= parent || c.text.charCodeAt(c.at) === code.tab || (c.at === start && isMarker(c, start))))
    throw giveUp
  return c.at
}

/** What a piece of one line between quotes means. */
export function piece(c: Cursor, from: number, to: number, double: boolean): string {
  const raw = c.text.slice(from, to)
  if (!double) return raw.includes("'") ? raw.replaceAll("''", "'") : raw
  return raw.includes('\\') ? unescaped(raw) : raw
}

// The escapes that JSON has too.
const common = /^(?:[^\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*$/

function unescaped(raw: string): string {
  if (!common.test(raw)) throw giveUp
  const text: string = JSON.parse(`"${raw.replaceAll('\t', '\\t')}"`)
  if (!text.isWellFormed()) throw giveUp
  return text
}
