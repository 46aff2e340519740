import { isBlocking } from '../../../scanner/src/blocking.ts'
import { type Language, type NotEvaluated, type Severity, severities } from '../../../scanner/src/model.ts'
import { compareBySeverity, type FindingGroup, groupFindings } from '../../../scanner/src/report/grouping.ts'
import { type RuleTable, ruleTable } from '../../../scanner/src/report/rules.ts'
import { strings } from '../../../scanner/src/report/strings.ts'
import { truncate, visible, visibleLines } from '../../../scanner/src/sanitize.ts'
import type { Publication } from '../model.ts'

/** An annotation as GitHub's API takes it: lines and columns are 1-based; columns only where it is one line. */
export interface CheckAnnotation {
  path: string
  start_line: number
  end_line: number
  start_column?: number
  end_column?: number
  annotation_level: 'failure' | 'warning' | 'notice'
  title: string
  message: string
}

const titleLimit = 255
/** GitHub's limit is 64 KB; three bytes are the most that a UTF-16 unit takes. */
const messageLimit = 20_000
const shownUnits = 5
/** Further ones cost a request for every 50, and nobody reads them. */
export const mostAnnotations = 1000

const levelOf: Record<Severity, CheckAnnotation['annotation_level']> = {
  critical: 'failure',
  high: 'failure',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
}

/** Annotations of open findings, worst first, behind those of what could not be evaluated and blocks the gate; and how many are left out. */
export function checkAnnotations({ judgement, context }: Publication): { annotations: CheckAnnotation[]; left: number } {
  const { report } = judgement
  const rules = ruleTable(context)
  const groups = groupFindings(report.findings.filter(({ status }) => status === 'open')).sort(compareBySeverity)
  const all = [
    ...report.notEvaluated.filter(isBlocking).map((entry) => ofEntry(entry, context.language)),
    ...groups.map((group) => ofGroup(group, rules, context.language)),
  ]
  const placed = all.filter(({ path }) => path !== '')
  return { annotations: placed.slice(0, mostAnnotations), left: all.length - Math.min(placed.length, mostAnnotations) }
}

function ofGroup(
  { location, severity, ruleId, name, messages, units }: FindingGroup,
  rules: RuleTable,
  language: Language,
): CheckAnnotation {
  const words = strings[language]
  const others = units.length > shownUnits ? ` ${words.more(units.length - shownUnits)}` : ''
  const shown = units.length > 1 ? [`${words.units}: ${units.slice(0, shownUnits).map(visible).join(', ')}${others}`] : []
  const title = rules.text(ruleId)?.title ?? ''
  const oneLine = location.precision !== 'file' && location.startLine === location.endLine
  return {
    path: location.file,
    start_line: Math.max(1, location.startLine),
    end_line: Math.max(1, location.startLine, location.endLine),
    ...(oneLine && { start_column: location.startColumn, end_column: Math.max(location.startColumn, location.endColumn) }),
    annotation_level: levelOf[severities.includes(severity) ? severity : 'info'],
    title: truncate(visible(`${words.severity[severity]}: ${name}${title === '' ? '' : ` ${title}`}`), titleLimit),
    // GitHub refuses an empty one
    message: truncate([...messages.map(visible), ...shown].join('\n').trim() || ruleId, messageLimit),
  }
}

function ofEntry({ file, line = 1, reason, message }: NotEvaluated, language: Language): CheckAnnotation {
  const words = strings[language]
  return {
    path: file,
    start_line: line,
    end_line: line,
    annotation_level: 'failure',
    title: truncate(visible(`${words.notEvaluated}: ${words.reason[reason]}`), titleLimit),
    message: truncate(visibleLines(message).join('\n').trim() || words.reason[reason], messageLimit),
  }
}
