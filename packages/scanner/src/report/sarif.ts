import { gzipSync } from 'node:zlib'
import type { Log, Notification, ReportingDescriptor, Run } from 'sarif'
import { isBlocking } from '../blocking.ts'
import type { NotEvaluated, Report, ReportContext, Reporter } from '../model.ts'
import { truncate } from '../sanitize.ts'
import { compareBySeverity, type FindingGroup, groupFindings } from './grouping.ts'
import { jsonText } from './json-text.ts'
import { projectUrl, ruleTable } from './rules.ts'
import { sarifCheck } from './sarif-checks.ts'
import { sarifLimits } from './sarif-limits.ts'
import { messageText, relativeUri, sarifResult, sourceRoot } from './sarif-results.ts'
import { sarifId, sarifRule, unknownRule } from './sarif-rules.ts'
import { openSources } from './sources.ts'
import { strings } from './strings.ts'

export interface SarifOptions {
  /** Tells several scans of one commit apart (the parts of a matrix); empty for the only one. To be kept stable: alerts belong to it. */
  category: string
}

/** With more results than this the excerpts are left out: GitHub does not read them and they are half of the file. */
const snippetResults = 1000
/** Notifications kept; the rest is counted in one more. */
const shownNotifications = 500

/** `policy-gate/<category>/`: GitHub takes what stands before the last slash as the category. */
function automationId(category: string): string {
  const parts = category.split('/').filter((part) => part !== '')
  return `${['policy-gate', ...parts].join('/')}/`
}

function notification({ file, unit, reason, message, line, column, ruleId }: NotEvaluated, context: ReportContext): Notification {
  const words = strings[context.language]
  const at = line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } }
  const where = { artifactLocation: { uri: relativeUri(file), uriBaseId: sourceRoot }, ...at }
  return {
    descriptor: { id: reason },
    ...(ruleId === undefined ? {} : { associatedRule: { id: ruleId } }),
    level: isBlocking({ reason }) ? 'error' : 'note',
    message: { text: truncate(messageText(`${words.reason[reason]}: ${message}`), sarifLimits.descriptionLength) },
    ...(file === '' ? {} : { locations: [{ physicalLocation: where }] }),
    ...(unit === '' ? {} : { properties: { unit } }),
  }
}

function notifications(report: Report, context: ReportContext, leftOut: string[]): Notification[] {
  const words = strings[context.language]
  const entries = [...report.notEvaluated.filter(isBlocking), ...report.notEvaluated.filter((entry) => !isBlocking(entry))]
  const more = entries.length - shownNotifications
  const counted = more > 0 ? [`${words.notEvaluated}: ${words.more(more)}`] : []
  return [
    ...[...leftOut, ...counted].map((text): Notification => ({ descriptor: { id: 'left-out' }, level: 'warning', message: { text } })),
    ...entries.slice(0, shownNotifications).map((entry) => notification(entry, context)),
  ]
}

/**
 * Every rule that was on, each at its own severity; the further descriptors that findings of another severity need; one for each check of a
 * scanner. A rule that the context does not have gets one descriptor, at the severity of its worst finding. `groups` are worst first.
 */
function descriptors(groups: FindingGroup[], context: ReportContext): ReportingDescriptor[] {
  const table = ruleTable(context)
  const rows = new Map(context.rules.map((rule) => [rule.id, sarifRule(rule, rule.severity, context)]))
  const checks = Map.groupBy(groups, (group) => sarifId(group, table.find(group.ruleId)))
  for (const [id, members] of checks) {
    const { ruleId, severity, check } = members[0]!
    const rule = table.find(ruleId) ?? unknownRule(ruleId, severity)
    if (check !== undefined) rows.set(id, sarifCheck(members, { id, rule, context }))
    else if (!rows.has(id)) rows.set(id, sarifRule(rule, severity, context))
  }
  return [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** The log with the first `kept` groups, worst first. */
function sarifLog(report: Report, context: ReportContext, options: SarifOptions & { groups: FindingGroup[]; kept: number }): Log {
  const { groups, kept, category } = options
  const shown = groups.slice(0, kept)
  const rows = descriptors(shown, context)
  const shared = {
    context,
    rules: ruleTable(context),
    sources: openSources(report.findings, context),
    ruleIndex: new Map(rows.map(({ id }, index) => [id, index])),
    snippets: kept <= snippetResults && groups.length <= snippetResults,
  }
  const leftOut = groups.length > kept ? [strings[context.language].leftOut(groups.length - kept, kept)] : []
  const run: Run = {
    tool: {
      driver: {
        name: 'policy-gate',
        version: report.tool.version,
        semanticVersion: report.tool.version,
        informationUri: projectUrl,
        rules: rows,
      },
    },
    automationDetails: { id: automationId(category) },
    language: context.language === 'ko' ? 'ko-KR' : 'en-US',
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [sourceRoot]: { description: { text: 'Root of the repository' } } },
    invocations: [
      {
        // An unsuccessful run keeps GitHub from taking missing results for mended ones.
        executionSuccessful: report.verdict !== 'error',
        toolExecutionNotifications: notifications(report, context, leftOut),
      },
    ],
    results: shown.map((group) => sarifResult(group, shared)),
    properties: { verdict: report.verdict, reasons: report.reasons, summary: report.summary, policies: report.tool.policies },
  }
  return { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
}

/**
 * SARIF 2.1.0 for GitHub code scanning. Only open findings are results: GitHub does not honour suppressions reliably, so waived and
 * baseline findings are counted in the run's properties. Beyond GitHub's limits the worst results stay and a notification counts the rest.
 */
export function sarifReporter(options: SarifOptions): Reporter {
  return (report, context) => {
    const groups = groupFindings(report.findings.filter((finding) => finding.status === 'open')).sort(compareBySeverity)
    let kept = Math.min(groups.length, sarifLimits.resultsKept)
    let text = jsonText(sarifLog(report, context, { ...options, groups, kept }))
    while (kept > 0 && text.length > sarifLimits.gzipBytes && gzipSync(text).length > sarifLimits.gzipBytes) {
      kept = Math.floor(kept / 2)
      text = jsonText(sarifLog(report, context, { ...options, groups, kept }))
    }
    return text
  }
}
