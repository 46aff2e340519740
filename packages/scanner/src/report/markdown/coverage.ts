/** What is not open, and what the verdict does not speak of: waivers, baseline, what was checked and what was not. */
import type { NotEvaluated, WaiverReport } from '../../model.ts'
import { notEvaluatedGroups } from '../overview.ts'
import type { Group, Section } from './layout.ts'
import { code, link, prose } from './text.ts'
import { details, names, place, ruleLink, severityLabel, tableHead, tableRow, type Writer } from './writer.ts'

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
  return [{ ...frame, priority: 10, groups: [group], more: (left) => `${surface.moreRows(left)}\n\n` }]
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
        tableRow([severityLabel(finding.severity, writer), ruleLink(finding.ruleId, writer), place(finding, writer), code(finding.unit)]),
    })),
    maximum,
    more: (left) => `\n${surface.more(left)}\n`,
    close: '\n',
  }
  const frame = details(`<strong>${surface.counted(surface.sections.baseline, findings.length)}</strong>`)
  return [{ ...frame, priority: 11, groups: [group], more: (left) => `${surface.more(left)}\n\n` }]
}

function notEvaluatedRow([entry, ...alike]: NotEvaluated[], writer: Writer): string {
  const { words, options } = writer
  const { file, unit, reason, message, line, ruleId } = entry!
  const where = file === '' ? code(unit) : link(code(line === undefined ? file : `${file}:${line}`), options.sourceLink?.(file, line))
  const rule = ruleId === undefined ? [] : [ruleLink(ruleId, writer)]
  const more = alike.length === 0 ? [] : [words.alike(alike.length)]
  return tableRow([where, [words.reason[reason], ...rule].join('<br>'), [prose(message), ...more].join('<br>')])
}

/** Sentences about what was judged, under which settings, and what was set aside. */
function facts({ report, words, surface }: Writer): string[] {
  const aside = words.setAside(report.summary)
  const gone = report.baseline?.gone ?? 0
  return [
    words.checked(report.summary, report.tool.policies.rules),
    aside.length > 0 ? `${aside.join(', ')}.` : words.everythingEvaluated,
    ...(report.shard === undefined ? [] : [surface.shard(report.shard.index, report.shard.total)]),
    report.settings === undefined ? surface.ownSettings : surface.settings(report.settings),
    report.change === undefined ? surface.notCompared : surface.compared(report.change.base),
    ...(gone > 0 ? [words.baselineGone(gone)] : []),
    ...(report.generatedAt === undefined ? [] : [surface.generatedAt(report.generatedAt)]),
    `policy-gate ${report.tool.version}, ${surface.policies} ${report.tool.policies.digest}`,
  ]
}

/** Always there, on a pass too. */
export function coverageSection(writer: Writer): Section {
  const { report, surface, words, options } = writer
  const groups = notEvaluatedGroups(report)
  const table: Group = {
    open: `#### ${surface.counted(words.notEvaluated, report.notEvaluated.length)}\n\n${tableHead([surface.where, surface.reason, surface.message])}`,
    rows: groups.map((group) => ({ count: group.length, text: () => notEvaluatedRow(group, writer) })),
    maximum: shown[options.form].notEvaluated,
    more: (left) => `\n${surface.moreRows(left)}\n`,
    close: '\n',
  }
  const list = facts(writer)
    .map((fact) => `- ${prose(fact)}\n`)
    .join('')
  return {
    priority: 3,
    open: `### ${surface.sections.coverage}\n\n${list}\n`,
    groups: groups.length > 0 ? [table] : [],
    more: (left) => `${words.notEvaluated}: ${surface.moreRows(left)}\n\n`,
    close: '',
  }
}
