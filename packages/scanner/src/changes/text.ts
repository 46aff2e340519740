import { checkName } from '../govern/baseline/entry.ts'
import { type Finding, type Json, type Language, severities } from '../model.ts'
import { objectName } from '../report/grouping.ts'
import { type Paint, painter } from '../report/paint.ts'
import { type Strings, strings } from '../report/strings.ts'
import { displayWidth, takeColumns } from '../report/width.ts'
import { neutraliseCommands, visible } from '../sanitize.ts'
import { formatSteps } from './fields.ts'
import type { ObjectChange, ObservedChange } from './objects.ts'
import { type DiffReport, type DiffUnit, isAtOrAbove } from './report.ts'
import { type DiffStrings, diffStrings } from './strings.ts'

export interface DiffTextOptions {
  language: Language
  colour: boolean
  /** Columns of the terminal. */
  width: number
  /** Every field and finding, values in full length. */
  verbose: boolean
}

interface Writer {
  options: DiffTextOptions
  words: DiffStrings
  /** Words that all reports share. */
  common: Strings
  paint: Paint
}

/** Fields of an object, and findings of a unit, before "and N more". */
const shown = 20

/** `policy-gate diff` for people: units with what changes in their objects and findings, then the counts and the verdict. */
export function diffText(report: DiffReport, options: DiffTextOptions): string {
  const { language } = options
  const writer: Writer = { options, words: diffStrings[language], common: strings[language], paint: painter(options.colour) }
  const { words, common, paint } = writer
  const { summary } = report
  const count = Object.values(summary.findings.new).reduce((sum, one) => sum + one, 0)
  const gaps = report.notEvaluated.map(
    ({ file, unit, reason, message }) => `  ${common.reason[reason]}: ${visible(file || unit)}: ${visible(message)}`,
  )
  const lines = [
    visible(words.compared(report)),
    '',
    ...(report.units.length === 0 ? [words.nothing, ''] : report.units.flatMap((unit) => unitLines(unit, writer))),
    ...(gaps.length === 0 ? [] : [paint.bold(words.notEvaluated), ...gaps, '']),
    words.units(summary.units),
    words.objects(summary.objects),
    words.findings({ ...summary.findings, new: count }),
    verdictLine(report, writer),
  ]
  return neutraliseCommands(`${lines.join('\n')}\n`)
}

function verdictLine({ verdict, failOn, summary }: DiffReport, { words, common, paint }: Writer): string {
  const count = severities
    .filter((severity) => isAtOrAbove(severity, failOn))
    .reduce((sum, severity) => sum + summary.findings.new[severity], 0)
  const reason = verdict === 'fail' && failOn !== 'none' ? `  ${words.failing(count, common.severity[failOn])}` : ''
  return paint.verdict(verdict, common.verdict[verdict]) + reason
}

function unitLines(unit: DiffUnit, writer: Writer): string[] {
  const { words, paint } = writer
  const notes = [
    unit.kind,
    unit.environment,
    unit.change === 'changed' && unit.reason !== undefined ? words.reason[unit.reason] : words.change[unit.change],
  ]
  const before = unit.notEvaluatedBefore.length
  return [
    `${paint.bold(visible(unit.id))}  ${paint.dim(visible(notes.filter((note) => note !== '').join(', ')))}`,
    ...unit.objects.flatMap((object) => objectLines(object, writer)),
    ...limited(unit.findings, writer, (finding) => findingLine(finding, writer)),
    ...(before === 0 ? [] : [`  ${words.notEvaluatedBefore(before)}`]),
    '',
  ]
}

const marks = { added: '+', removed: '-', changed: '~' } as const
const markVerdict = { added: 'pass', removed: 'fail', changed: 'warn' } as const

function objectLines({ change, ref, fields }: ObjectChange, writer: Writer): string[] {
  const mark = writer.paint.verdict(markVerdict[change], marks[change])
  return [`  ${mark} ${visible(objectName(ref))}`, ...limited(fields, writer, (field) => `  ${fieldLine(field, writer)}`)]
}

function fieldLine(field: ObservedChange, { words, paint, options }: Writer): string {
  const path = `    ${visible(formatSteps(field.path))}: `
  if ('redacted' in field) return path + paint.dim(words.redacted)
  const room = Math.max(16, Math.floor((options.width - displayWidth(path) - 6) / 2))
  const text = (json: Json | undefined): string | undefined => (json === undefined ? undefined : visible(JSON.stringify(json)))
  const values: Pair = [text(field.before), text(field.after)]
  const [old, now] = options.verbose ? values : shortenedPair(values, room)
  const before = old === undefined ? undefined : paint.verdict('fail', old)
  const after = now === undefined ? undefined : paint.verdict('pass', now)
  if (before === undefined) return `${path}+ ${after}`
  return after === undefined ? `${path}- ${before}` : `${path}${before} -> ${after}`
}

function findingLine(finding: DiffUnit['findings'][number], { words, common, paint }: Writer): string {
  const { baselineState, severity, message } = finding
  const state =
    baselineState === 'absent' ? paint.verdict('pass', words.findingState.absent) : paint.verdict('fail', words.findingState.new)
  return `  ${state}  ${paint.severity(severity, common.severity[severity])}  ${visible(checkName(finding))}  ${paint.dim(place(finding))}  ${visible(message)}`
}

function place({ location }: Finding): string {
  return location.precision === 'file' ? visible(location.file) : `${visible(location.file)}:${location.startLine}:${location.startColumn}`
}

function limited<T>(items: T[], { options, words }: Writer, line: (item: T) => string): string[] {
  const limit = options.verbose ? items.length : shown
  const lines = items.slice(0, limit).map(line)
  return items.length > limit ? [...lines, `      ${words.more(items.length - limit)}`] : lines
}

type Pair = [before: string | undefined, after: string | undefined]

/** Characters that are shown before the place where two long values part. */
const alike = 8

/** Values of a field, cut to their columns: two that begin alike (images of one registry) from shortly before where they part. */
function shortenedPair(values: Pair, columns: number): Pair {
  const [before, after] = values.map((value) => [...(value ?? '')]) as [string[], string[]]
  const isLong = values.some((value) => value !== undefined && displayWidth(value) > columns)
  const parting = before.findIndex((character, index) => character !== after[index])
  const from = isLong ? Math.max(0, (parting < 0 ? before.length : parting) - alike) : 0
  return values.map((value) => {
    if (value === undefined) return undefined
    return shortened(from <= 1 ? value : `…${[...value].slice(from).join('')}`, columns)
  }) as Pair
}

function shortened(text: string, columns: number): string {
  return displayWidth(text) <= columns ? text : `${takeColumns(text, columns - 1)}…`
}
