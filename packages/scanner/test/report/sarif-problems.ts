import { gzipSync } from 'node:zlib'
import type { Log, Region, ReportingDescriptor, Result, Run } from 'sarif'
import { sarifLimits } from '../../src/report/sarif-limits.ts'

const levels = ['error', 'warning', 'note']
const order = (level: string | undefined): number => levels.indexOf(level ?? 'warning')

function ruleProblems(rule: ReportingDescriptor): string[] {
  const { name, shortDescription, fullDescription, help, defaultConfiguration, properties } = rule
  const score: unknown = properties?.['security-severity']
  const tags: unknown[] = properties?.tags ?? []
  const problems = [
    [!shortDescription?.text || shortDescription.text.length > sarifLimits.descriptionLength, 'short description missing or too long'],
    [!fullDescription?.text || fullDescription.text.length > sarifLimits.descriptionLength, 'full description missing or too long'],
    [!help?.text, 'help text missing'],
    [name !== undefined && (name === '' || name.length > sarifLimits.nameLength), 'name empty or too long'],
    [!levels.includes(defaultConfiguration?.level ?? ''), 'default level is not error, warning or note'],
    [tags.length > sarifLimits.tagsKept || new Set(tags).size !== tags.length, 'more than 10 tags, or one twice'],
    [
      score !== undefined && !(typeof score === 'string' && /^\d+(\.\d+)?$/.test(score) && Number(score) > 0 && Number(score) <= 10),
      'security-severity is not a string between 0 and 10',
    ],
  ] as const
  return problems.filter(([wrong]) => wrong).map(([, problem]) => `rule ${rule.id}: ${problem}`)
}

function uriProblem(uri: string | undefined): string | undefined {
  if (!uri) return 'uri is missing'
  if (/^[a-z][a-z0-9+.-]*:/i.test(uri) || uri.startsWith('/')) return `uri ${uri} is not relative`
  if (uri.split('/').includes('..')) return `uri ${uri} leaves the repository`
  try {
    const encoded = uri.split('/').map((segment) => encodeURIComponent(decodeURIComponent(segment)))
    return encoded.join('/') === uri ? undefined : `uri ${uri} is not percent-encoded`
  } catch {
    return `uri ${uri} is not percent-encoded`
  }
}

function regionProblem(region: Region | undefined): string | undefined {
  const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = region ?? {}
  if (![startLine, startColumn, endLine, endColumn].every((number) => Number.isInteger(number) && number >= 1))
    return 'region is incomplete'
  return endLine < startLine || (endLine === startLine && endColumn <= startColumn) ? 'region ends before it starts' : undefined
}

function resultProblems(result: Result, run: Run): string[] {
  const { ruleId, ruleIndex = -1, message, level, locations = [], relatedLocations = [], partialFingerprints = {} } = result
  const place = locations[0]?.physicalLocation
  const hash = partialFingerprints.primaryLocationLineHash
  const links = [...(message.text ?? '').matchAll(/(?<!\\)\]\((\d+)\)/g)].map(([, id]) => Number(id))
  const ids = relatedLocations.map(({ id }) => id)
  const problems = [
    run.tool.driver.rules?.[ruleIndex]?.id === ruleId ? undefined : 'ruleIndex does not lead to the rule',
    levels.includes(level ?? '') ? undefined : 'level is not error, warning or note',
    message.text ? undefined : 'message is empty',
    locations.length === 1 ? undefined : 'has not exactly one location',
    relatedLocations.length <= sarifLimits.locationsKept ? undefined : 'more than 100 related locations',
    links.every((id) => ids.includes(id)) && new Set(ids).size === ids.length
      ? undefined
      : 'message links to a related location that is not there',
    uriProblem(place?.artifactLocation?.uri),
    regionProblem(place?.region),
    hash === undefined || /^[0-9a-f]{1,16}:[1-9]\d*$/.test(hash) ? undefined : 'primaryLocationLineHash is not of the form hex:count',
  ]
  return problems.filter((problem) => problem !== undefined).map((problem) => `result of ${ruleId}: ${problem}`)
}

function repeated(keys: string[]): string[] {
  const seen = new Set<string>()
  return keys.filter((key) => seen.size === seen.add(key).size)
}

function runProblems(run: Run): string[] {
  const rules = run.tool.driver.rules ?? []
  const results = run.results ?? []
  const place = ({ ruleId, locations, partialFingerprints }: Result): string =>
    JSON.stringify([ruleId, locations?.[0]?.physicalLocation, partialFingerprints?.primaryLocationLineHash])
  const own = (results.map(({ partialFingerprints }) => partialFingerprints?.['policyGate/v1'] ?? '') ?? []).filter(Boolean)
  const checks = [
    [run.results === undefined, 'results is not an array'],
    [results.length > sarifLimits.resultsKept, 'more than 5,000 results'],
    [rules.length > sarifLimits.rules, 'more than 25,000 rules'],
    [!run.automationDetails?.id?.endsWith('/'), 'automationDetails.id has no category'],
    [typeof run.invocations?.[0]?.executionSuccessful !== 'boolean', 'executionSuccessful is missing'],
    [results.some((result, index) => index > 0 && order(result.level) < order(results[index - 1]!.level)), 'results are not worst first'],
  ] as const
  return [
    ...checks.filter(([wrong]) => wrong).map(([, problem]) => problem),
    ...repeated(rules.map(({ id }) => id)).map((id) => `rule ${id}: stands twice`),
    ...repeated(results.map(place)).map((key) => `result ${key}: stands twice`),
    ...repeated(own).map((fingerprint) => `fingerprint ${fingerprint}: stands twice`),
    ...rules.flatMap(ruleProblems),
    ...results.flatMap((result) => resultProblems(result, run)),
  ]
}

/**
 * What GitHub code scanning would refuse, cut or ignore in a log that is valid by SARIF's own schema; empty when nothing. One sentence per
 * problem.
 */
export function sarifProblems(log: Log): string[] {
  const categories = log.runs.map((run) => `${run.tool.driver.name} ${run.automationDetails?.id}`)
  const size = gzipSync(JSON.stringify(log)).length
  return [
    ...(log.$schema && log.version === '2.1.0' ? [] : ['$schema or version is missing']),
    ...(log.runs.length >= 1 && log.runs.length <= sarifLimits.runs ? [] : ['not between 1 and 20 runs']),
    ...repeated(categories).map((category) => `category ${category}: two runs have it`),
    ...(size <= sarifLimits.gzipBytes ? [] : [`${size} bytes when compressed, more than 10 MB`]),
    ...log.runs.flatMap(runProblems),
  ]
}
