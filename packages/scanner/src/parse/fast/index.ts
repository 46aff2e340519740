import type { Positions, RawDocument } from '../positions.ts'
import { blockNode } from './block.ts'
import { advance, type Cursor, code, cursorOf, finishLine, giveUp } from './cursor.ts'

/**
 * Reads, in one pass, what nearly all Kubernetes files are written in: block mappings and sequences, scalars of every style, flow
 * collections, comments and `---`. Gives undefined for anything else and for every mistake: anchors, aliases, tags, merge keys, directives,
 * `...`, tabs as indentation, duplicate keys, odd keys and escapes. What it does read, it reads exactly as the exact reader.
 */
export function readFast(text: string, positions?: Positions): RawDocument[] | undefined {
  try {
    return documents(cursorOf(text, positions))
  } catch (error) {
    if (error === giveUp) return undefined
    throw error
  }
}

function documents(c: Cursor): RawDocument[] {
  const found: RawDocument[] = []
  advance(c)
  if (c.indent >= 0) found.push(contents(c))
  while (c.at < c.text.length) {
    if (c.text.charCodeAt(c.at) !== code.dash) throw giveUp
    finishLine(c, c.at + 3)
    advance(c)
    found.push(c.indent >= 0 ? contents(c) : { value: null, start: 0 })
  }
  return found
}

function contents(c: Cursor): RawDocument {
  const start = c.at
  const value = blockNode(c, -1)
  if (c.indent >= 0) throw giveUp
  return { value, start, token: c.tokenStart < 0 ? undefined : { start: c.tokenStart, end: c.tokenEnd } }
}
