import { type Document, isCollection, isMap, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml'
import type { Json, Path, Region } from '../model.ts'
import { lineTable } from '../parse/lines.ts'

/** A document in which keys stand twice. Kubernetes' strict readers refuse it; Helm reads values so, and the last one counts. */
export interface RepeatedDocument {
  value: Json
  locate(path: Path): { region: Region; precision: 'field' | 'parent' | 'document' }
}

/** Reads a values file in which keys stand twice; nothing when it is not YAML for other reasons. */
export function repeatedDocuments(text: string): RepeatedDocument[] {
  const lines = lineTable(text)
  const documents = parseAllDocuments(text, { version: '1.1', uniqueKeys: false, logLevel: 'silent' })
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return []
  return documents.map((document) => ({
    value: plain(document),
    locate(path) {
      let at = document.contents as Node | null
      let token: Node | null = null
      for (const [depth, step] of path.entries()) {
        const next = child(at, step)
        if (next === undefined) {
          const precision = depth === 0 ? 'document' : 'parent'
          return { region: region(token ?? document.contents, lines), precision }
        }
        at = next.value
        token = isCollection(at) || at === null ? next.key : at
      }
      return { region: region(token ?? document.contents, lines), precision: path.length === 0 ? 'document' : 'field' }
    },
  }))
}

/** Aliases that expand to too much have no value: then nothing is found in the document. */
function plain(document: Document.Parsed): Json {
  try {
    return (document.toJS() ?? {}) as Json
  } catch {
    return {}
  }
}

function child(parent: Node | null, step: string | number): { key: Node; value: Node | null } | undefined {
  if (isSeq(parent)) {
    const item = parent.items[Number(step)] as Node | undefined
    return item && { key: item, value: item }
  }
  const pair = isMap(parent) ? parent.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(step)) : undefined
  return pair && { key: pair.key as Node, value: (pair.value ?? null) as Node | null }
}

/** The region of a scalar, or of what a collection begins with. */
function region(node: Node | null, lines: ReturnType<typeof lineTable>): Region {
  const first = isMap(node) ? (node.items[0]?.key as Node | undefined) : isSeq(node) ? (node.items[0] as Node | undefined) : undefined
  if (first !== undefined) return region(first, lines)
  const [start, end] = node?.range ?? [0, 0]
  return lines.region(start, end)
}
