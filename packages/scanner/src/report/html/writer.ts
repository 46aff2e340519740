import type { Severity } from '../../model.ts'
import { type FindingGroup, objectNames } from '../grouping.ts'
import type { Sources } from '../sources.ts'
import type { Surface, SurfaceOptions } from '../surface.ts'
import { code, escapeText, link } from './text.ts'

/** What all sections need. */
export interface Writer extends Surface {
  options: SurfaceOptions
  sources: Sources
  /** Anchors of the rules that have something to mend. */
  anchors: Map<string, string>
}

export function severityLabel(severity: Severity, { words }: Pick<Writer, 'words'>): string {
  return `<span class="severity ${severity}">${escapeText(words.severity[severity])}</span>`
}

/** The first of some names, then how many more there are. */
export function names(list: string[], limit: number, { surface }: Pick<Writer, 'surface'>): string {
  const shown = list
    .slice(0, limit)
    .map((name) => code(name))
    .join(', ')
  return list.length > limit ? `${shown} ${escapeText(surface.andMore(list.length - limit))}` : shown
}

/** `file:line`, a link where there is an address. */
export function place(file: string, line: number | undefined, { options }: Pick<Writer, 'options'>): string {
  return file === '' ? '' : link(code(line === undefined ? file : `${file}:${line}`), options.sourceLink?.(file, line))
}

export function placeOf({ location: { file, startLine, precision } }: Pick<FindingGroup, 'location'>, writer: Writer): string {
  return place(file, precision === 'file' ? undefined : startLine, writer)
}

/** A rule, a link to what can be done about it where that is in the file. */
export function ruleName(ruleId: string, { anchors }: Pick<Writer, 'anchors'>): string {
  const anchor = anchors.get(ruleId)
  return anchor === undefined ? code(ruleId) : `<a href="#${anchor}">${code(ruleId)}</a>`
}

/** Rule and check, as ruleName has it. */
export function groupName({ ruleId, name }: Pick<FindingGroup, 'ruleId' | 'name'>, { anchors }: Pick<Writer, 'anchors'>): string {
  const anchor = anchors.get(ruleId)
  return anchor === undefined ? code(name) : `<a href="#${anchor}">${code(name)}</a>`
}

/** Objects of a group beside its place; empty where that says it all. */
export function objects(group: FindingGroup, limit: number, writer: Writer): string {
  const list = objectNames(group)
  return list.length === 0 ? '' : names(list, limit, writer)
}
