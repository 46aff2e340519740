import type { Location } from '../../model.ts'
import { visible } from '../../sanitize.ts'
import type { Sources } from '../sources.ts'
import { escapeText } from './text.ts'

/** Lines shown before and after a region, and of the region itself. */
const before = 2
const after = 1
const regionLines = 6
/** Characters shown of one line before, inside and after a region. */
const shownBefore = 160
const shownInside = 400
const shownAfter = 160

function display(text: string): string {
  return visible(text.replaceAll('\t', '  '))
}

function startOf(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text
}

/** One line with the part from `from` to `to` (0-based, exclusive) marked. */
function lineHtml(line: string, from: number, to: number): string {
  const head = display(line.slice(0, from))
  const inside = startOf(display(line.slice(from, to)), shownInside)
  const rest = startOf(display(line.slice(to)), shownAfter)
  const lead = head.length > shownBefore && to > from ? `${/^ */.exec(head)![0]}…${head.slice(-shownBefore)}` : startOf(head, shownInside)
  return `${escapeText(lead)}${inside === '' ? '' : `<mark>${escapeText(inside)}</mark>`}${escapeText(rest)}`
}

/** The lines of a finding with its region marked; empty for a whole file and where the source cannot be read. */
export function sourceHtml(location: Location, sources: Sources): string {
  const { file, startLine, startColumn, endLine, endColumn, precision } = location
  const text = precision === 'file' ? undefined : sources.lines(file)
  if (text === undefined || startLine > text.length) return ''
  const last = Math.min(endLine, startLine + regionLines - 1, text.length)
  const cut = last < Math.min(endLine, text.length)
  const end = cut ? last : Math.min(text.length, last + after)
  const rows: string[] = []
  for (let number = Math.max(1, startLine - before); number <= end; number++) {
    const line = text[number - 1]!
    const marked = number >= startLine && number <= last
    const from = !marked ? line.length : number === startLine ? startColumn - 1 : line.length - line.trimStart().length
    const to = !marked ? line.length : number === endLine ? endColumn - 1 : line.trimEnd().length
    rows.push(
      `<span class="line"><span class="number">${number}</span><span class="text">${lineHtml(line, from, Math.max(from, to))}</span></span>`,
    )
  }
  if (cut) rows.push('<span class="line"><span class="number">…</span><span class="text"></span></span>')
  return `<pre class="source"><code>${rows.join('')}</code></pre>`
}
