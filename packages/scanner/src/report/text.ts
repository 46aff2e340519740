import type { NotEvaluated, Report, ReportContext, Reporter } from '../model.ts'
import { neutraliseCommands, visible, visibleLines, visibleParagraphs } from '../sanitize.ts'
import { excerpt } from './excerpt.ts'
import { compareBySeverity, compareGroups, type FindingGroup, groupFindings, objectNames } from './grouping.ts'
import { imageStrings } from './image-strings.ts'
import { notEvaluatedGroups } from './overview.ts'
import { type Paint, painter } from './paint.ts'
import { type RuleTable, ruleTable } from './rules.ts'
import { openSources, type Sources } from './sources.ts'
import { type Strings, strings } from './strings.ts'
import { surfaceStrings } from './surface-strings.ts'
import { imageFindingLines, imageListLines, imageSummaryLines } from './text-images.ts'
import { summaryLines } from './text-summary.ts'
import { waiverLines } from './text-waivers.ts'
import { wrap } from './width.ts'

export interface TextOptions {
  colour: boolean
  /** Columns of the terminal. */
  width: number
  /** Names every unit and object of a group, waived findings and baseline findings, and shows two lines before each region. */
  verbose: boolean
  /** Only what was not evaluated, the counts and the verdict. */
  quiet: boolean
  /** Groups printed at most, worst first; all when undefined. */
  maxFindings?: number
}

interface Writer {
  options: TextOptions
  words: Strings
  rules: RuleTable
  sources: Sources
  paint: Paint
}

/** Names shown of a list before "and N more". */
const shownNames = 4
/** Entries shown of what was not evaluated and does not block the gate. */
const shownCounted = 10

function listed(names: string[], { words, options }: Writer): string {
  const limit = options.verbose ? names.length : shownNames
  const shown = names.slice(0, limit).map(visible).join(', ')
  return names.length > limit ? `${shown} ${words.more(names.length - limit)}` : shown
}

/** `file:line:column`, as terminals and editors recognise it. */
function place({ location }: FindingGroup): string {
  const file = visible(location.file)
  return location.precision === 'file' ? file : `${file}:${location.startLine}:${location.startColumn}`
}

function members(group: FindingGroup, writer: Writer): string[] {
  const { words, paint, options } = writer
  const units = group.units.length > 1 || group.units[0] !== '.' ? [`${words.units}: ${listed(group.units, writer)}`] : []
  const names = objectNames(group)
  const objects = names.length > 0 ? [`${words.objects}: ${listed(names, writer)}`] : []
  const text = [...objects, ...units].join('; ')
  if (text === '') return []
  return wrap(text, options.width - 4).map((line) => `    ${paint.dim(line)}`)
}

function sourceLines(group: FindingGroup, { sources, paint, options }: Writer): string[] {
  const lines = group.location.precision === 'file' ? undefined : sources.lines(group.location.file)
  if (!lines) return []
  return excerpt({ lines, region: group.location, before: options.verbose ? 2 : 0, width: options.width - 4 }).map(
    ({ gutter, text, marker }) => `    ${paint.dim(`${gutter} |`)} ${marker ? paint.severity(group.severity, text) : text}`.trimEnd(),
  )
}

function headingLines(group: FindingGroup, { words, paint, options }: Writer): string[] {
  const aside = group.findings.filter(({ status }) => status !== 'open')
  const notes = new Set(
    aside.map(({ status, waiver }) =>
      waiver === undefined ? words[status as 'waived' | 'baseline'] : `${words.waived}: ${visible(waiver.id)}`,
    ),
  )
  const note = [...notes].map((text) => ` (${text})`).join('')
  const heading = [paint.severity(group.severity, words.severity[group.severity]), paint.bold(visible(group.name)), paint.dim(place(group))]
  const messages = options.verbose ? group.messages : group.messages.slice(0, shownNames)
  const more = group.messages.length > messages.length ? [`    ${words.more(group.messages.length - messages.length)}`] : []
  const wrapped = messages.flatMap((message) => wrap(visible(message), options.width - 4).map((line) => `    ${line}`))
  return [`  ${heading.join('  ').trimEnd()}${note}`, ...wrapped, ...more]
}

/** What deploys the objects is told by the names of their units. */
function relatedLines(group: FindingGroup, { words, paint, options }: Writer): string[] {
  return group.related
    .filter(({ relation }) => options.verbose || relation !== 'deployment')
    .map(({ file, startLine, startColumn, message }) => {
      const at = `${visible(file)}:${startLine}:${startColumn}`
      return `    ${paint.dim(`${words.related} ${at} ${visible(message)}`)}`
    })
}

/** Groups at the same place about the same objects, several missing fields of one container, share one excerpt. */
function sharesPlace(a: FindingGroup, b: FindingGroup): boolean {
  const key = ({ location, units, objects }: FindingGroup): string => JSON.stringify([location, units, objects])
  return key(a) === key(b)
}

function fileSections(groups: FindingGroup[], writer: Writer): string[] {
  const byFile = Map.groupBy(groups, (group) => group.location.file || group.units.join(', '))
  return [...byFile].flatMap(([file, inFile]) => [
    writer.paint.bold(visible(file)),
    ...inFile.flatMap((group, index) => {
      const next = inFile[index + 1]
      const head = [...headingLines(group, writer), ...relatedLines(group, writer)]
      return next && sharesPlace(group, next) ? head : [...head, ...sourceLines(group, writer), ...members(group, writer), '']
    }),
  ])
}

function remedies(groups: FindingGroup[], { rules, words, paint, options }: Writer): string[] {
  const counts = new Map<string, number>()
  for (const group of [...groups].sort(compareBySeverity)) counts.set(group.ruleId, (counts.get(group.ruleId) ?? 0) + group.findings.length)
  if (counts.size === 0) return []
  const lines = [...counts].flatMap(([ruleId, count]) => [
    `  ${paint.bold(visible(ruleId))} (${count})`,
    ...visibleParagraphs(rules.text(ruleId)?.remediation ?? '').flatMap((line) => wrap(line, options.width - 4)),
    paint.dim(`policy-gate explain ${visible(ruleId)}`),
  ])
  return [
    paint.bold(words.howToFix),
    ...lines.filter((line) => line !== '').map((line) => (line.startsWith('  ') ? line : `    ${line}`)),
    '',
  ]
}

/** Everything that blocks the gate, then the first of what is only counted. */
function notEvaluatedLines(report: Report, { words, paint, options }: Writer): string[] {
  if (report.notEvaluated.length === 0) return []
  const { blocking, counted } = notEvaluatedGroups(report)
  const shown = options.verbose ? counted : counted.slice(0, shownCounted)
  const placeOf = ({ file, unit, line, column }: NotEvaluated): string =>
    visible([file || unit, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':'))
  const lines = [...blocking, ...shown].flatMap(([entry, ...others]) => {
    const { reason, message, ruleId } = entry!
    const at = placeOf(entry!)
    const [first = '', ...rest] = visibleLines(message)
    const rule = ruleId === undefined ? '' : ` [${visible(ruleId)}]`
    const alike = others.length === 0 ? [] : [paint.dim(words.alike(others.length))]
    // what one line generates has that place in common, and a cause of its own
    const apart = (other: NotEvaluated): string => (placeOf(other) === at ? visible(other.message) : placeOf(other))
    const details = options.verbose ? [...new Set(others.map(apart))].filter((text) => text !== at && text !== visible(message)) : []
    return [
      `  ${at}  ${words.reason[reason]}${rule}: ${first}`,
      ...[...rest, ...alike].map((text) => `    ${text}`),
      ...details.map((text) => `      ${paint.dim(text)}`),
    ]
  })
  const more = counted.length > shown.length ? [`  ${words.more(counted.length - shown.length)}`] : []
  return [paint.bold(`${words.notEvaluated} (${report.notEvaluated.length})`), ...lines, ...more, '']
}

function shownGroups(report: Report, options: TextOptions): { groups: FindingGroup[]; left: number } {
  const groups = groupFindings(report.findings.filter((finding) => options.verbose || finding.status === 'open'))
  const limit = options.maxFindings ?? groups.length
  const sorted = groups.sort(compareBySeverity)
  const left = sorted.slice(limit).reduce((sum, group) => sum + group.findings.length, 0)
  return { groups: sorted.slice(0, limit).sort(compareGroups), left }
}

function isOfImage({ findings }: FindingGroup): boolean {
  return findings[0]?.image !== undefined
}

/** A reporter for people: findings by file with excerpts, what to do per rule, what was not evaluated, counts, verdict and reasons. */
export function textReporter(options: TextOptions): Reporter {
  return (report: Report, context: ReportContext) => {
    const writer: Writer = {
      options,
      words: strings[context.language],
      rules: ruleTable(context),
      sources: openSources(report.findings, context),
      paint: painter(options.colour),
    }
    const { groups, left } = shownGroups(report, options)
    const images = { ...writer, ...options, image: imageStrings[context.language] }
    const inImages = groups.filter(isOfImage).flatMap((group) => group.findings)
    const inFiles = groups.filter((group) => !isOfImage(group))
    const body = options.quiet
      ? []
      : [
          ...fileSections(inFiles, writer),
          ...imageFindingLines(inImages, images),
          ...(left > 0 ? [writer.words.notPrinted(left), ''] : []),
          ...remedies(groups, writer),
        ]
    const waivers = options.quiet ? [] : waiverLines(report, { ...writer, ...options })
    const lines = [
      ...body,
      ...waivers,
      ...(options.quiet ? [] : imageListLines(report, images)),
      ...notEvaluatedLines(report, writer),
      ...imageSummaryLines(report, images),
      ...summaryLines(report, { ...writer, surface: surfaceStrings[context.language] }),
    ]
    return `${neutraliseCommands(lines.join('\n'))}\n`
  }
}
