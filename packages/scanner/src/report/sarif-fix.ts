import type { Replacement } from 'sarif'
import type { Finding, JsonPrimitive, Path } from '../model.ts'

function samePath(a: Path, b: Path): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** JSON's form of a scalar is also YAML's, in flow and in block style. */
function scalar(value: unknown): value is JsonPrimitive {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function indent(line: string | undefined): number {
  return line === undefined || !/^\s*["']?[\w./-]+["']?:(\s|$)/.test(line) ? -1 : line.length - line.trimStart().length
}

/**
 * The edit of a finding's fix hint, only where it is certain: the location is the field that the hint names, its value is one plain or
 * quoted scalar in one line behind its own key, and nothing in it is a template, an anchor, an alias or a tag. Removing a field takes its
 * whole line, and only when a neighbour of the same mapping stays behind. Undefined otherwise.
 */
export function exactReplacement(finding: Finding, lines: string[] | undefined): Replacement | undefined {
  const { fix, location, path } = finding
  const key = path.at(-1)
  const line = lines?.[location.startLine - 1]
  if (!fix || !lines || line === undefined || typeof key !== 'string') return undefined
  if (location.precision !== 'field' || location.startLine !== location.endLine || !samePath(fix.path, path)) return undefined

  const before = line.slice(0, location.startColumn - 1)
  const value = line.slice(location.startColumn - 1, location.endColumn - 1)
  const after = line.slice(location.endColumn - 1)
  const [, lead, quote] = /^(.*?)(["']?)[^\s"'{}[\],]*\2:\s+$/.exec(before) ?? []
  const keyText = before.trimEnd().slice((lead ?? '').length, -1)
  if (lead === undefined || keyText !== `${quote}${key}${quote}` || !/^(\s*(-\s+)*|.*[{,]\s*)$/.test(lead)) return undefined
  if (!/^(\s*|\s+#.*|\s*[,}\]].*)$/.test(after)) return undefined
  if (!/^("[^"\\]*"|'[^']*'|[^\s"'&*!|>{}[\],%@`#][^\s{}[\],]*)$/.test(value) || line.includes('{{')) return undefined

  const region = {
    startLine: location.startLine,
    startColumn: location.startColumn,
    endLine: location.endLine,
    endColumn: location.endColumn,
  }
  if (fix.op === 'set')
    return scalar(fix.value) ? { deletedRegion: region, insertedContent: { text: JSON.stringify(fix.value) } } : undefined

  const wholeLine = lead.trim() === '' && /^\s*(#.*)?$/.test(after)
  const neighbour = [lines[location.startLine - 2], lines[location.startLine]].some((other) => indent(other) === lead.length)
  if (!wholeLine || !neighbour || location.startLine === lines.length) return undefined
  return { deletedRegion: { startLine: location.startLine, startColumn: 1, endLine: location.startLine + 1, endColumn: 1 } }
}
