import { advance, type Cursor, code, finishLine, giveUp, isBlankOrEnd } from './cursor.ts'

interface Lines {
  /** Without indentation; blank lines are empty. */
  lines: string[]
  /** Whether the last line ends in a line break. */
  ended: boolean
}

/** Reads the literal (`|`) or folded (`>`) scalar whose header is at `start` and moves to the next content line after it. */
export function blockScalar(c: Cursor, start: number, parent: number): string {
  // At the root, content may stand at the margin, where markers do too.
  if (parent < 0) throw giveUp
  const { text } = c
  const sign = text[start + 1]
  const chomping = sign === '-' || sign === '+' ? sign : ''
  const headerEnd = start + 1 + chomping.length
  if (!isBlankOrEnd(c, headerEnd)) throw giveUp
  finishLine(c, headerEnd)
  c.tokenStart = start
  c.tokenEnd = headerEnd
  const { lines, ended } = content(c, parent)
  let count = lines.length
  while (count > 0 && lines[count - 1] === '') count--
  if (count === 0 && lines.length > 0) throw giveUp
  const body = text.charCodeAt(start) === code.greater ? fold(lines, count) : lines.slice(0, count).join('\n')
  advance(c)
  if (c.indent > parent) throw giveUp
  if (count === 0 || chomping === '-') return body
  const complete = ended || count < lines.length
  if (chomping === '+') return body + '\n'.repeat(lines.length - count + (ended ? 1 : 0))
  return complete ? `${body}\n` : body
}

/** The lines of the scalar; `c.next` is left at the first line after it, the token's end at the end of its last line that is not blank. */
function content(c: Cursor, parent: number): Lines {
  const { text } = c
  const length = text.length
  const lines: string[] = []
  let indent = -1
  let ended = true
  // Most spaces of the blank lines before the text.
  let blanks = 0
  let start = c.next
  while (start < length) {
    let at = start
    while (text.charCodeAt(at) === code.space) at++
    let newline = text.indexOf('\n', at)
    if (newline < 0) newline = length
    const end = newline > at && text.charCodeAt(newline - 1) === code.return ? newline - 1 : newline
    const column = at - start
    if (at === end) {
      // More spaces than the text before them has: part of the text.
      if (indent < 0) blanks = Math.max(blanks, column)
      else if (column > indent && newline === length) throw giveUp
      lines.push(indent >= 0 && column > indent ? text.slice(start + indent, end) : '')
    } else {
      if (indent < 0 ? column <= parent : column < indent) {
        if (column > parent) throw giveUp
        break
      }
      if (indent < 0) {
        if (text.charCodeAt(at) === code.tab || blanks > column) throw giveUp
        indent = column
      }
      // A line of nothing but blanks behind a tab.
      if (text.charCodeAt(at) === code.tab && text.slice(at, end).trim() === '') throw giveUp
      lines.push(text.slice(start + indent, end))
      c.tokenEnd = end
    }
    ended = newline < length
    start = newline + 1
  }
  c.next = start
  return { lines, ended }
}

function fold(lines: string[], count: number): string {
  let out = ''
  let breaks = 0
  let begun = false
  for (let i = 0; i < count; i++) {
    const line = lines[i]!
    const first = line.charCodeAt(0)
    if (first === code.space || first === code.tab) throw giveUp
    if (line === '') breaks++
    else {
      // Blank lines before the first text are kept as they are.
      out += breaks > 0 ? '\n'.repeat(breaks) + line : begun ? ` ${line}` : line
      breaks = 0
      begun = true
    }
  }
  return out
}
