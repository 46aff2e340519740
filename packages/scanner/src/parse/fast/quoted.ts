import { type Cursor, code, giveUp, isMarker, loadLine } from './cursor.ts'

const open = -1
const escapedBreak = -2

/**
 * The text of the quoted scalar at `start`; sets the token, and moves the cursor's line to the one where it ends. Lines after the first must be
 * indented more than `parent`. Line breaks fold: one becomes a space, n become n - 1 breaks, an escaped one nothing.
 */
export function quoted(c: Cursor, start: number, parent: number): string {
  const double = c.text.charCodeAt(start) === code.quote
  let from = start + 1
  let close = closing(c, from, double)
  let out = ''
  // Line breaks to fold before the next text less one; -1 where there is none, at the start and behind an escaped one.
  let breaks = -1
  while (close < 0) {
    const escaped = close === escapedBreak
    const line = piece(c, from, escaped ? c.end - 1 : blankEnd(c, from, double), double)
    if (line === '' && !escaped) {
      // An empty line behind an escaped line break: rare.
      if (breaks < 0 && from > start + 1) throw giveUp
      breaks++
    } else {
      out += separator(breaks) + line
      breaks = escaped ? -1 : 0
    }
    from = nextLine(c, parent)
    close = closing(c, from, double)
  }
  c.tokenStart = start
  c.tokenEnd = close + 1
  return out + separator(breaks) + piece(c, from, close, double)
}

function separator(breaks: number): string {
  if (breaks < 0) return ''
  return breaks === 0 ? ' ' : '\n'.repeat(breaks)
}

/** Offset of the quote that closes the scalar on the current line; negative when there is none, and when an escaped line break ends the line. */
export function closing(c: Cursor, from: number, double: boolean): number {
  const { text, end } = c
  for (let p = from; p < end; p++) {
    const found = text.charCodeAt(p)
    if (double) {
      if (found === code.quote) return p
      if (found === code.backslash && ++p >= end) return escapedBreak
    } else if (found === code.apostrophe) {
      if (text.charCodeAt(p + 1) !== code.apostrophe) return p
      p++
    }
  }
  return open
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

const escapes: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  ' ': ' ',
  0: '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

function unescaped(raw: string): string {
  const text = raw.replace(/\\(u[0-9a-fA-F]{4}|[^u])/g, (_, escaped: string) => {
    const meaning = escaped.length === 5 ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : escapes[escaped]
    if (meaning === undefined) throw giveUp
    return meaning
  })
  if (/\\u(?![0-9a-fA-F]{4})/.test(raw) || !text.isWellFormed()) throw giveUp
  return text
}
