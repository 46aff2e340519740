import type { Severity } from '../../model.ts'
import { type FindingGroup, objectNames } from '../grouping.ts'
import type { Surface, SurfaceOptions } from '../surface.ts'
import type { Limit } from './layout.ts'
import { code, link } from './text.ts'

export interface MarkdownOptions extends SurfaceOptions {
  /** `summary`: everything, for the summary of a job or a file. `comment`: what a reviewer needs, for a pull request. */
  form: 'summary' | 'comment'
  /** Upper limits, inclusive; by default those of GitHub for the form. */
  limits?: Partial<Limit>
  /** Address of the run with the whole report. */
  runUrl?: string
}

/** What all sections need. */
export interface Writer extends Surface {
  options: MarkdownOptions
}

const severitySymbols: Record<Severity, string> = { critical: '🟣', high: '🔴', medium: '🟠', low: '🟡', info: '🔵' }

/** A row of a table; cells are Markdown of ours, without line breaks and bare pipes. */
export function tableRow(cells: string[]): string {
  return `| ${cells.join(' | ')} |\n`
}

/** Head of a table; a heading that begins with `>` has its column right-aligned. */
export function tableHead(columns: string[]): string {
  const names = columns.map((column) => column.replace(/^>/, ''))
  return tableRow(names) + tableRow(columns.map((column) => (column.startsWith('>') ? '--:' : ':--')))
}

/** Symbol and word; a narrow column would break Korean between any two syllables. */
export function severityLabel(severity: Severity, { words }: Pick<Writer, 'words'>): string {
  const word = words.severity[severity].replace(/(?<=\p{Script=Hangul})(?=\p{Script=Hangul})/gu, '&NoBreak;')
  return `${severitySymbols[severity]}&nbsp;${word}`
}

/** The first of some names as code, then how many more there are. */
export function names(list: string[], limit: number, { surface }: Pick<Writer, 'surface'>): string {
  const shown = list
    .slice(0, limit)
    .map((name) => code(name))
    .join(', ')
  return list.length > limit ? `${shown} ${surface.andMore(list.length - limit)}` : shown
}

/** `file:line` as a link to it. */
export function place({ location: { file, startLine, precision } }: Pick<FindingGroup, 'location'>, { options }: Writer): string {
  if (file === '') return ''
  const line = precision === 'file' ? undefined : startLine
  return link(code(line === undefined ? file : `${file}:${line}`), options.sourceLink?.(file, line))
}

export function ruleLink(ruleId: string, { rules }: Pick<Writer, 'rules'>): string {
  return link(code(ruleId), rules.url(ruleId))
}

/** Rule and check; the page is that of the rule. */
export function groupLink({ ruleId, name }: Pick<FindingGroup, 'ruleId' | 'name'>, { rules }: Pick<Writer, 'rules'>): string {
  return link(code(name), rules.url(ruleId))
}

/** Objects of a group beside its place; empty where that says it all. */
export function objects(group: FindingGroup, limit: number, writer: Writer): string {
  const list = objectNames(group)
  return list.length === 0 ? '' : names(list, limit, writer)
}

/** A collapsed part; the summary is Markdown of ours without block structure. */
export function details(summary: string): { open: string; close: string } {
  return { open: `<details>\n<summary>${summary}</summary>\n\n`, close: '</details>\n\n' }
}
