import type { Json, Path, Region } from '../model.ts'
import { lineTable } from './lines.ts'
import { Positions, type RawDocument, type Slot, type Span } from './positions.ts'
import { TextProblem } from './problems.ts'
import { readStream } from './stream.ts'

export interface LocateRequest {
  /** Index of the document as `readDocuments` gives it. */
  document: number
  path: Path
}

export interface Located {
  region: Region
  precision: 'field' | 'parent' | 'document'
}

/**
 * Where paths into the documents of a file are written. One answer per request, in order; the text is read once.
 *
 * - A scalar: its token, without tag, anchor and comment. A quoted or plain scalar of several lines reaches from its first to its last
 *   character, a block scalar from its header (`|`, `>`) to the end of its last line that is not blank.
 * - A mapping or sequence under a key, and a value left out (`key:`): the key's token. As an item of a list: the item's first token (of a
 *   mapping its first key), for an item left out its `-`.
 * - Through an alias: the alias itself (`*name`) where it stands for a scalar or list item; below it, and for keys from a merge key, the
 *   place where the value is written.
 * - A path that does not exist: `parent`, the same for its deepest existing parent (a scalar parent gives its key's token); `document`, the
 *   document's first token, when that parent is the document, and for the empty path.
 *
 * Lines and columns are 1-based, columns count UTF-16 units, ends are exclusive. A text that cannot be read, or an unknown or empty
 * document, gives `document` with an empty region at its first line.
 */
export function locate(text: string, requests: LocateRequest[], options: { file?: string } = {}): Located[] {
  if (requests.length === 0) return []
  const { documents, positions } = read(text, options.file)
  const lines = lineTable(text)
  return requests.map(({ document, path }) => {
    const { span, precision } = find(documents[document], path, positions)
    return { region: lines.region(span.start, span.end), precision }
  })
}

function read(text: string, file: string | undefined): { documents: RawDocument[]; positions: Positions } {
  try {
    const { documents, positions } = readStream(text, { located: true, ...(file === undefined ? {} : { file }) })
    return { documents, positions: positions! }
  } catch (error) {
    if (error instanceof TextProblem) return { documents: [], positions: new Positions() }
    throw error
  }
}

function find(document: RawDocument | undefined, path: Path, positions: Positions): { span: Span; precision: Located['precision'] } {
  let value = document?.value ?? null
  let found: { slot: Slot; value: Json; item: boolean } | undefined
  let complete = true
  for (const segment of path) {
    const step = child(value, segment)
    const slot = step && positions.get(step.parent, step.name)
    if (!slot) {
      complete = false
      break
    }
    value = step.value
    found = { slot, value, item: Array.isArray(step.parent) }
  }
  if (!found) return { span: wholeDocument(document, positions), precision: 'document' }
  const { slot, item } = found
  if (value !== null && typeof value === 'object') {
    const span = item ? (slot.value ?? positions.head(value) ?? slot.key) : slot.key
    return { span, precision: complete ? 'field' : 'parent' }
  }
  if (complete) return { span: slot.value ?? slot.key, precision: 'field' }
  return { span: item ? (slot.value ?? slot.key) : slot.key, precision: 'parent' }
}

function wholeDocument(document: RawDocument | undefined, positions: Positions): Span {
  if (!document) return { start: 0, end: 0 }
  return positions.head(document.value) ?? document.token ?? { start: document.start, end: document.start }
}

function child(parent: Json, segment: string | number): { parent: object; name: string | number; value: Json } | undefined {
  if (parent === null || typeof parent !== 'object') return undefined
  if (Array.isArray(parent)) {
    const index = Number(segment)
    const value = parent[index]
    return value === undefined ? undefined : { parent, name: index, value }
  }
  const name = String(segment)
  return Object.hasOwn(parent, name) ? { parent, name, value: parent[name]! } : undefined
}
