import { isBlocking } from '../blocking.ts'
import type { NotEvaluated, Report, ReportContext, Reporter, Severity } from '../model.ts'
import { escapeCommandData, escapeCommandProperty, neutraliseCommands, truncate, visible, visibleLines } from '../sanitize.ts'
import { compareBySeverity, type FindingGroup, groupFindings } from './grouping.ts'
import { ruleTable } from './rules.ts'
import { type Strings, strings } from './strings.ts'

type Level = 'error' | 'warning' | 'notice'

interface Annotation {
  level: Level
  properties: Record<string, string | number | undefined>
  message: string
}

/** What the runner keeps of each level in one step, and of each message and title. */
const perLevel: Record<Level, number> = { error: 10, warning: 10, notice: 10 }
const messageLimit = 4096
const titleLimit = 255
/** Units named in a message. */
const shownUnits = 5

const levelOf: Record<Severity, Level> = { critical: 'error', high: 'error', medium: 'warning', low: 'notice', info: 'notice' }

function findingAnnotation(group: FindingGroup, title: string, words: Strings): Annotation {
  const { file, startLine, startColumn, endLine, endColumn, precision } = group.location
  const hasLine = precision !== 'file'
  const oneLine = hasLine && startLine === endLine
  const others = group.units.length > shownUnits ? ` ${words.more(group.units.length - shownUnits)}` : ''
  const units = group.units.length > 1 ? [`${words.units}: ${group.units.slice(0, shownUnits).map(visible).join(', ')}${others}`] : []
  return {
    level: levelOf[group.severity],
    properties: {
      file,
      line: hasLine ? startLine : undefined,
      endLine: hasLine ? endLine : undefined,
      // GitHub refuses columns when an annotation spans lines.
      col: oneLine ? startColumn : undefined,
      endColumn: oneLine ? endColumn : undefined,
      title: `${words.severity[group.severity]}: ${group.name}${title === '' ? '' : ` ${title}`}`,
    },
    message: [...group.messages.map(visible), ...units].join('\n'),
  }
}

function notEvaluatedAnnotation({ file, unit, reason, message, line, column }: NotEvaluated, words: Strings): Annotation {
  return {
    level: isBlocking({ reason }) ? 'error' : 'notice',
    properties: {
      file: file || undefined,
      line,
      col: line === undefined ? undefined : column,
      title: `${words.notEvaluated}: ${words.reason[reason]}`,
    },
    message: (file === '' && unit !== '' ? [visible(unit), ...visibleLines(message)] : visibleLines(message)).join('\n'),
  }
}

function command({ level, properties, message }: Annotation): string {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined)
  const list = given.map(([name, value]) => {
    const text = visible(String(value))
    return `${name}=${escapeCommandProperty(name === 'title' ? truncate(neutraliseCommands(text), titleLimit) : text)}`
  })
  return `::${level}${list.length > 0 ? ` ${list.join(',')}` : ''}::${escapeCommandData(truncate(neutraliseCommands(message), messageLimit))}`
}

/** `githubReporter` for a step with annotations of its own beside these, of which the runner keeps as many less. */
export function annotationReporter(room: Record<Level, number>): Reporter {
  return (report, context) => annotate(report, context, room)
}

/**
 * Workflow commands that annotate files in GitHub Actions, worst first, within what the runner keeps of one step; a last notice says how
 * many findings have no annotation. What could not be evaluated and blocks the gate comes before all findings. Waived and baseline
 * findings are left out. Lines and columns are 1-based, `endColumn` is exclusive.
 */
export const githubReporter: Reporter = annotationReporter(perLevel)

/** What reads alike at one place is one annotation: a generator that makes fifty Applications has one line. */
function notEvaluatedEntries({ notEvaluated }: Report, words: Strings): { annotation: Annotation; findings: number }[] {
  const annotations = notEvaluated.map((entry) => notEvaluatedAnnotation(entry, words))
  const alike = Map.groupBy(annotations, (annotation) => JSON.stringify(annotation))
  return [...alike.values()].map((same) => ({ annotation: same[0]!, findings: same.length }))
}

function annotate(report: Report, context: ReportContext, room: Record<Level, number>): string {
  const words = strings[context.language]
  const rules = ruleTable(context)
  const groups = groupFindings(report.findings.filter((finding) => finding.status === 'open')).sort(compareBySeverity)
  const entries = [
    ...notEvaluatedEntries(report, words),
    ...groups.map((group) => ({
      annotation: findingAnnotation(group, rules.text(group.ruleId)?.title ?? '', words),
      findings: group.findings.length,
    })),
  ]
  const shown = (['error', 'warning', 'notice'] as const).flatMap((level) =>
    // the last notice is the closing line
    entries.filter(({ annotation }) => annotation.level === level).slice(0, Math.max(0, room[level] - (level === 'notice' ? 1 : 0))),
  )
  const left = entries.filter((entry) => !shown.includes(entry))
  const leftFindings = left.reduce((sum, { findings }) => sum + Math.max(1, findings), 0)
  const closing: Annotation[] = leftFindings > 0 ? [{ level: 'notice', properties: {}, message: words.moreFindings(leftFindings) }] : []
  return [...shown.map(({ annotation }) => annotation), ...closing].map((annotation) => `${command(annotation)}\n`).join('')
}
