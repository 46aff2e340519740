import type { PhysicalLocation, Result, Location as SarifLocation, Region as SarifRegion } from 'sarif'
import type { Location, RelatedLocation, ReportContext } from '../model.ts'
import { truncate, visible } from '../sanitize.ts'
import { type FindingGroup, objectName } from './grouping.ts'
import type { RuleTable } from './rules.ts'
import { exactReplacement } from './sarif-fix.ts'
import { sarifLimits } from './sarif-limits.ts'
import { sarifId, sarifLevel } from './sarif-rules.ts'
import type { Sources } from './sources.ts'
import { strings } from './strings.ts'

/** Name of the base that all URIs are relative to: the root of the repository, as CodeQL names it. */
export const sourceRoot = '%SRCROOT%'

export interface ResultContext {
  context: ReportContext
  rules: RuleTable
  sources: Sources
  /** Position of each SARIF rule id in `tool.driver.rules`. */
  ruleIndex: Map<string, number>
  snippets: boolean
}

/** Messages and units named in the text of one result. */
const shownMessages = 5
const shownUnits = 10
/** Units and fingerprints listed in the properties of one result. */
const shownMembers = 100
/** Lines of one excerpt, so that a finding that covers a document does not copy it. */
const snippetLines = 10
const snippetLineLength = 500

/**
 * A repository path as a relative URI reference (RFC 3986), each segment percent-encoded; a lone surrogate becomes U+FFFD. Empty and dot
 * segments are dropped, so that no path can become absolute or leave the repository; an empty path is `.`.
 */
export function relativeUri(file: string): string {
  const segments = file
    .toWellFormed()
    .split('/')
    .filter((segment) => !['', '.', '..'].includes(segment))
  return segments.map(encodeURIComponent).join('/') || '.'
}

/** Text for SARIF messages, where `[text](target)` is a link and `{0}` a placeholder: neither may come from a repository. */
export function messageText(text: string): string {
  return visible(text)
    .replaceAll('](', '] (')
    .replace(/\{(\d+)\}/g, '{{$1}}')
}

function region({ startLine, startColumn, endLine, endColumn }: Location): SarifRegion {
  const start = { startLine: Math.max(1, startLine), startColumn: Math.max(1, startColumn) }
  const isRange = endLine > start.startLine || (endLine === start.startLine && endColumn > start.startColumn)
  return { ...start, endLine: isRange ? endLine : start.startLine, endColumn: isRange ? endColumn : start.startColumn + 1 }
}

/** The lines `from` to `to`, unless they are too many or too long to repeat. */
function excerptLines(lines: string[], from: number, to: number): string[] | undefined {
  const shown = lines.slice(from - 1, to)
  return shown.length > 0 && shown.length <= snippetLines && shown.every((line) => line.length <= snippetLineLength) ? shown : undefined
}

/** Exactly the text of a region. */
function snippet({ startLine, startColumn, endLine, endColumn }: Location, lines: string[]): string | undefined {
  const shown = excerptLines(lines, startLine, endLine)
  if (!shown || shown.length !== endLine - startLine + 1) return undefined
  const ended = [...shown.slice(0, -1), shown.at(-1)!.slice(0, endColumn - 1)]
  return [ended[0]!.slice(startColumn - 1), ...ended.slice(1)].join('\n')
}

/** The lines around the region; SARIF wants a context region to be larger than the region itself. */
function contextRegion(location: Location, lines: string[]): SarifRegion | undefined {
  const startLine = Math.max(1, location.startLine - 2)
  const endLine = Math.min(lines.length, location.endLine + 2)
  const shown = excerptLines(lines, startLine, endLine)
  const larger = startLine < location.startLine || endLine > location.endLine
  return shown === undefined || !larger ? undefined : { startLine, endLine, snippet: { text: shown.join('\n') } }
}

function physicalLocation(location: Location, { sources, snippets }: ResultContext): PhysicalLocation {
  const lines = snippets && location.precision !== 'file' ? sources.lines(location.file) : undefined
  const text = lines && snippet(location, lines)
  const around = lines && contextRegion(location, lines)
  return {
    artifactLocation: { uri: relativeUri(location.file), uriBaseId: sourceRoot },
    region: { ...region(location), ...(text ? { snippet: { text } } : {}) },
    ...(around ? { contextRegion: around } : {}),
  }
}

function logicalLocations(group: FindingGroup): SarifLocation['logicalLocations'] {
  return group.objects.slice(0, shownUnits).map((ref) => ({
    name: visible(ref.name),
    fullyQualifiedName: visible([ref.apiVersion, ref.kind, ref.namespace, ref.name].filter((part) => part !== '').join('/')),
    kind: 'resource',
  }))
}

function relatedLocations(related: RelatedLocation[]): SarifLocation[] {
  return related.slice(0, sarifLimits.locationsKept).map((location, index) => ({
    id: index + 1,
    message: { text: messageText(location.message) || relativeUri(location.file) },
    physicalLocation: { artifactLocation: { uri: relativeUri(location.file), uriBaseId: sourceRoot }, region: region(location) },
  }))
}

/** Link text may hold no bracket of its own, and no backslash that would act on the one that ends it. */
function linkText(text: string): string {
  return messageText(text).replace(/[[\]\\]/g, '\\$&')
}

function message(group: FindingGroup, { context }: ResultContext): string {
  const words = strings[context.language]
  const named = group.messages.slice(0, shownMessages).map((text) => truncate(messageText(text), sarifLimits.descriptionLength))
  const more = group.messages.length - named.length
  const units = group.units.slice(0, shownUnits).map(messageText).join(', ')
  const moreUnits = group.units.length > shownUnits ? ` ${words.more(group.units.length - shownUnits)}` : ''
  const related = group.related
    .slice(0, shownMessages)
    .map((location, index) => `[${linkText(location.message || location.file)}](${index + 1})`)
  return [
    ...named,
    ...(more > 0 ? [words.more(more)] : []),
    ...(group.units.length > 1 ? [`${words.units}: ${units}${moreUnits}`] : []),
    ...(related.length > 0 ? [`${words.seeAlso}: ${related.join(', ')}`] : []),
  ].join('\n')
}

function fixes(group: FindingGroup, { sources, rules }: ResultContext): Result['fixes'] {
  const [first, ...others] = group.findings
  const lines = sources.rawLines(group.location.file)
  const replacement = first && exactReplacement(first, lines)
  if (!replacement || others.some((finding) => JSON.stringify(finding.fix) !== JSON.stringify(first.fix))) return undefined
  const description = rules.text(group.ruleId)?.remediation.trim() || group.ruleId
  return [
    {
      description: { text: truncate(messageText(description), sarifLimits.descriptionLength) },
      artifactChanges: [
        { artifactLocation: { uri: relativeUri(group.location.file), uriBaseId: sourceRoot }, replacements: [replacement] },
      ],
    },
  ]
}

/** Only where two states were compared; one new finding makes the alert new. */
function baselineState({ findings }: FindingGroup): Pick<Result, 'baselineState'> {
  if (findings.every((finding) => finding.baselineState === undefined)) return {}
  return { baselineState: findings.some((finding) => finding.baselineState === 'new') ? 'new' : 'unchanged' }
}

/**
 * What GitHub knows an alert by, beside its rule. Of a finding in an image it is its own identity: the line with the tag changes with every
 * release, and two packages with the same vulnerability share it.
 */
function locationHash({ location, findings }: FindingGroup, { sources }: ResultContext): string | undefined {
  const [first] = findings
  if (first?.image !== undefined) return `${first.fingerprint.slice(0, 16)}:1`
  return sources.lineHash(location.file, Math.max(1, location.startLine))
}

function imageProperties({ check, findings }: FindingGroup): Record<string, string> {
  const repository = findings[0]?.image?.repository
  return { ...(check === undefined ? {} : { check }), ...(repository === undefined ? {} : { repository }) }
}

/** One result for a group of findings: GitHub shows one alert per rule and line, so the units of the same line share it. */
export function sarifResult(group: FindingGroup, options: ResultContext): Result {
  const ruleId = sarifId(group, options.rules.find(group.ruleId))
  const hash = locationHash(group, options)
  const fingerprints = group.findings.map((finding) => finding.fingerprint).sort()
  const edits = fixes(group, options)
  return {
    ruleId,
    ruleIndex: options.ruleIndex.get(ruleId)!,
    level: sarifLevel(group.severity),
    message: { text: message(group, options) || objectName(group.objects[0]!) || ruleId },
    locations: [{ physicalLocation: physicalLocation(group.location, options), logicalLocations: logicalLocations(group)! }],
    partialFingerprints: { ...(hash === undefined ? {} : { primaryLocationLineHash: hash }), 'policyGate/v1': fingerprints[0]! },
    ...(group.related.length > 0 ? { relatedLocations: relatedLocations(group.related) } : {}),
    ...(edits ? { fixes: edits } : {}),
    ...baselineState(group),
    properties: {
      severity: group.severity,
      precision: group.location.precision,
      ...imageProperties(group),
      units: group.units.slice(0, shownMembers),
      fingerprints: fingerprints.slice(0, shownMembers),
    },
  }
}
