/** What is not open, and what the verdict does not speak of: waivers, baseline, what was checked and what was not. */
import { checkName } from '../../govern/baseline/entry.ts'
import type { NotEvaluated, WaiverReport } from '../../model.ts'
import { coverageFacts } from '../facts.ts'
import { imageSentences } from '../image-overview.ts'
import { notEvaluatedGroups, sizeOf } from '../overview.ts'
import type { Group, Section } from './layout.ts'
import { code, link, prose } from './text.ts'
import { details, groupLink, names, place, ruleLink, severityLabel, tableHead, tableRow, type Writer } from './writer.ts'

const shown = { summary: { waivers: 200, baseline: 100, notEvaluated: 500 }, comment: { waivers: 10, baseline: 0, notEvaluated: 10 } }
const shownNames = 3

/** Every waiver with its state, who answers for it and why; expired ones first. */
export function waiverSection(writer: Writer): Section[] {
  const { report, surface, words, options } = writer
  const waivers = report.waivers ?? []
  if (waivers.length === 0) return []
  const isExpired = ({ status }: WaiverReport): boolean => status === 'expired'
  const sorted = [...waivers.filter(isExpired), ...waivers.filter((waiver) => !isExpired(waiver))]
  const group: Group = {
    open: tableHead([surface.waiver, surface.waiverState, surface.rule, surface.people, surface.why]),
    rows: sorted.map((waiver) => ({
      count: 1,
      text: () => {
        const people = [code(waiver.owner), ...waiver.approvedBy.slice(0, shownNames).map((name) => `✓ ${code(name)}`)].join('<br>')
        const state = `${isExpired(waiver) ? '⚠️ ' : ''}${prose(words.waiverStatus(waiver))}`
        return tableRow([code(waiver.id), state, names(waiver.rules, shownNames, writer), people, prose(waiver.reason)])
      },
    })),
    maximum: shown[options.form].waivers,
    more: (left) => `\n${surface.moreRows(left)}\n`,
    close: '\n',
  }
  const frame = details(`<strong>${surface.counted(surface.sections.waivers, waivers.length)}</strong>`)
  return [{ ...frame, priority: 11, groups: [group], more: (left) => `${surface.moreRows(left)}\n\n` }]
}

/** Findings that the baseline holds. */
export function baselineSection(writer: Writer): Section[] {
  const { report, surface, options } = writer
  const findings = report.findings.filter(({ status }) => status === 'baseline')
  const maximum = shown[options.form].baseline
  if (findings.length === 0 || maximum === 0) return []
  const group: Group = {
    open: tableHead([surface.severity, surface.rule, surface.where, surface.unit]),
    rows: findings.map((finding) => ({
      count: 1,
      text: () =>
        tableRow([
          severityLabel(finding.severity, writer),
          groupLink({ ruleId: finding.ruleId, name: checkName(finding) }, writer),
          place(finding, writer),
          code(finding.image?.repository ?? finding.unit),
        ]),
    })),
    maximum,
    more: (left) => `\n${surface.more(left)}\n`,
    close: '\n',
  }
  const frame = details(`<strong>${surface.counted(surface.sections.baseline, findings.length)}</strong>`)
  return [{ ...frame, priority: 12, groups: [group], more: (left) => `${surface.more(left)}\n\n` }]
}

function notEvaluatedRow([entry, ...alike]: NotEvaluated[], writer: Writer): string {
  const { words, options } = writer
  const { file, unit, reason, message, line, ruleId } = entry!
  const where = file === '' ? code(unit) : link(code(line === undefined ? file : `${file}:${line}`), options.sourceLink?.(file, line))
  const rule = ruleId === undefined ? [] : [ruleLink(ruleId, writer)]
  const more = alike.length === 0 ? [] : [words.alike(alike.length)]
  return tableRow([where, [words.reason[reason], ...rule].join('<br>'), [prose(message), ...more].join('<br>')])
}

/** A table of entries that were not evaluated, those of one cause as one row. */
function notEvaluatedTable(groups: NotEvaluated[][], writer: Writer): Group {
  const { surface, options } = writer
  return {
    open: tableHead([surface.where, surface.reason, surface.message]),
    rows: groups.map((group) => ({ count: group.length, text: () => notEvaluatedRow(group, writer) })),
    maximum: shown[options.form].notEvaluated,
    more: (left) => `\n${surface.moreRows(left)}\n`,
    close: '\n',
  }
}

/** What may keep the gate from passing though no rule found anything. */
export function blockingSection(writer: Writer): Section[] {
  const { blocking } = notEvaluatedGroups(writer.report)
  if (blocking.length === 0) return []
  const { surface } = writer
  return [
    {
      priority: 3,
      open: `### ${surface.counted(surface.sections.blocking, sizeOf(blocking))}\n\n`,
      groups: [notEvaluatedTable(blocking, writer)],
      more: (left) => `${surface.moreRows(left)}\n\n`,
      close: '',
    },
  ]
}

function list(facts: string[]): string {
  return facts.map((fact) => `- ${prose(fact)}\n`).join('')
}

/** Always there, on a pass too. A comment has it in one line and the rest collapsed. */
export function coverageSection(writer: Writer): Section {
  const { report, surface, words, options } = writer
  const { counted } = notEvaluatedGroups(report)
  const { checked, origin } = coverageFacts(report, writer)
  const rest = [
    ...imageSentences(report, writer.image),
    ...origin,
    `policy-gate ${report.tool.version}, ${surface.policies} ${report.tool.policies.digest}`,
  ]
  const table = notEvaluatedTable(counted, writer)
  const heading = `#### ${surface.counted(words.notEvaluated, sizeOf(counted))}\n\n`
  const frame = details(`<strong>${surface.sections.coverage}</strong>`)
  const isComment = options.form === 'comment'
  return {
    priority: 4,
    open: isComment
      ? `${checked.map((fact) => prose(fact)).join(' ')}\n\n${frame.open}${list(rest)}\n`
      : `### ${surface.sections.coverage}\n\n${list([...checked, ...rest])}\n`,
    groups: counted.length > 0 ? [{ ...table, open: heading + table.open }] : [],
    more: (left) => `${words.notEvaluated}: ${surface.moreRows(left)}\n\n`,
    close: isComment ? frame.close : '',
  }
}
