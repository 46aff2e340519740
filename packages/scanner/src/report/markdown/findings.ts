/** Findings by unit, findings by rule with what to do, units, and what the change fixes. */
import { type Finding, severities } from '../../model.ts'
import { severityCounts } from '../facts.ts'
import type { FindingGroup } from '../grouping.ts'
import { divideFindings } from '../image-overview.ts'
import { comparison, openFindings, ruleTallies, type UnitSection, unitSections, unitTallies } from '../overview.ts'
import { imageFindingSection } from './images.ts'
import type { Group, Section } from './layout.ts'
import { code, prose } from './text.ts'
import { details, groupLink, names, objects, place, ruleLink, severityLabel, tableHead, tableRow, type Writer } from './writer.ts'

/** What a form shows at most of each list; the summary is bounded by its size only. */
interface Amounts {
  units: number | undefined
  perUnit: number | undefined
  fixed: number
  rules: number
}

const amounts: Record<'summary' | 'comment', Amounts> = {
  summary: { units: undefined, perUnit: undefined, fixed: 500, rules: 500 },
  comment: { units: 10, perUnit: 5, fixed: 20, rules: 20 },
}
/** Names of a list shown before "and N more". */
const shownNames = 3
const shownMessages = 3

function findingRow(group: FindingGroup, writer: Writer): string {
  const { surface, words } = writer
  const messages = group.messages.slice(0, shownMessages).map((message) => prose(message))
  const more = group.messages.length > shownMessages ? [surface.andMore(group.messages.length - shownMessages)] : []
  const seen = group.related
    .filter(({ relation }) => relation === 'object')
    .slice(0, shownNames)
    .map((location) => `${words.related} ${place({ location }, writer)} ${prose(location.message)}`)
  const finding = [...messages, ...more, ...(writer.options.form === 'summary' ? seen : []), groupLink(group, writer)]
  const where = [place(group, writer), objects(group, shownNames, writer)].filter((part) => part !== '')
  return tableRow([severityLabel(group.severity, writer), finding.join('<br>'), where.join('<br>')])
}

/** Units as a heading: names, environment, counts. */
function unitHeading({ units, counts }: UnitSection, writer: Writer): string {
  const environments = [...new Set(units.map((unit) => writer.environments.get(unit) ?? ''))].filter((name) => name !== '').sort()
  const where =
    environments.length > 0
      ? ` (${environments
          .slice(0, shownNames)
          .map((name) => prose(name))
          .join(', ')})`
      : ''
  return `#### ${names(units, shownNames, writer)}${where}: ${severityCounts(counts, writer)}\n\n`
}

function unitGroup(section: UnitSection, writer: Writer): Group {
  const { surface, options } = writer
  return {
    open: unitHeading(section, writer) + tableHead([surface.severity, surface.finding, surface.where]),
    rows: section.groups.map((group) => ({
      count: group.findings.length,
      rank: severities.indexOf(group.severity),
      text: () => findingRow(group, writer),
    })),
    maximum: amounts[options.form].perUnit,
    more: (left) => `\n${surface.moreOfUnit(left)}\n`,
    close: '\n',
  }
}

export interface FindingList {
  heading: string
  findings: Finding[]
  priority: number
  collapsed: boolean
}

function findingSection({ heading, findings, priority, collapsed }: FindingList, writer: Writer): Section[] {
  if (findings.length === 0) return []
  const { surface, options } = writer
  const title = surface.counted(heading, findings.length)
  const frame = collapsed ? details(`<strong>${title}</strong>`) : { open: `### ${title}\n\n`, close: '' }
  const groups = unitSections(findings).map((section) => unitGroup(section, writer))
  const more = (left: number): string => `${surface.more(left)}\n\n`
  return [{ ...frame, priority, groups, maximum: amounts[options.form].units, more }]
}

/** Open findings; those that the base has too stand apart and, in a comment, collapsed. A comment that passes shows all collapsed. */
export function findingSections(writer: Writer): Section[] {
  const { report, surface, options } = writer
  const { open, added, unchanged } = openFindings(report)
  const isComment = options.form === 'comment'
  const calm = isComment && report.verdict === 'pass'
  const { findings, new: fresh, unchanged: old } = surface.sections
  const both = (list: FindingList): Section[] => {
    const { images, others } = divideFindings(list.findings)
    return [...findingSection({ ...list, findings: others }, writer), ...imageFindingSection({ ...list, findings: images }, writer)]
  }
  if (comparison(report) === undefined) return both({ heading: findings, findings: open, priority: 6, collapsed: calm })
  return [
    ...both({ heading: fresh, findings: added, priority: 6, collapsed: calm }),
    ...both({ heading: old, findings: unchanged, priority: 9, collapsed: isComment }),
  ]
}

/** Findings that the change fixes, collapsed. */
export function fixedSection(writer: Writer): Section[] {
  const fixed = writer.report.change?.fixed ?? []
  if (fixed.length === 0) return []
  const { surface, options } = writer
  const group: Group = {
    open: tableHead([surface.severity, surface.finding, surface.unit]),
    rows: unitSections(fixed).flatMap(({ units, groups }) =>
      groups.map((found) => ({
        count: found.findings.length,
        text: () => {
          const what = [prose(found.messages[0] ?? ''), groupLink(found, writer)].join('<br>')
          return tableRow([severityLabel(found.severity, writer), what, names(units, shownNames, writer)])
        },
      })),
    ),
    maximum: amounts[options.form].fixed,
    more: (left) => `\n${surface.more(left)}\n`,
    close: '\n',
  }
  const frame = details(`<strong>${surface.counted(surface.sections.fixed, fixed.length)}</strong>`)
  return [{ ...frame, priority: 10, groups: [group], more: (left) => `${surface.more(left)}\n\n` }]
}

/** What to do, a row for each rule with open findings; of a comparison only rules with new ones, unless there are none. */
export function remedySection(writer: Writer): Section[] {
  const { report, surface, options, rules } = writer
  const { open, added } = openFindings(report)
  const tallies = ruleTallies(added.length > 0 ? added : open)
  if (tallies.length === 0) return []
  const group: Group = {
    open: tableHead([surface.rule, `>${surface.findings}`, surface.sections.remedies]),
    rows: tallies.map(({ ruleId, severity, findings }) => ({
      count: 1,
      text: () => {
        const remedy = rules.text(ruleId)?.remediation ?? ''
        const rule = `${severityLabel(severity, writer)}<br>${ruleLink(ruleId, writer)}`
        return tableRow([rule, String(findings), remedy.trim() === '' ? '' : prose(remedy)])
      },
    })),
    maximum: amounts[options.form].rules,
    more: (left) => `\n${surface.moreRows(left)}\n`,
    close: '\n',
  }
  const title = surface.counted(surface.sections.remedies, tallies.length)
  const frame = options.form === 'comment' ? details(`<strong>${title}</strong>`) : { open: `### ${title}\n\n`, close: '' }
  return [{ ...frame, priority: 7, groups: [group], more: (left) => `${surface.moreRows(left)}\n\n` }]
}

/** Units with open findings and their numbers; how many have none. */
export function unitSection(writer: Writer): Section[] {
  const { report, surface } = writer
  const tallies = unitTallies(openFindings(report).open)
  if (tallies.length < 2) return []
  const group: Group = {
    open: tableHead([surface.unit, surface.environment, ...severities.map((severity) => `>${severityLabel(severity, writer)}`)]),
    rows: tallies.map(({ unit, counts }) => ({
      count: 1,
      text: () => {
        const environment = writer.environments.get(unit) ?? ''
        return tableRow([
          code(unit),
          environment === '' ? '' : code(environment),
          ...severities.map((severity) => String(counts[severity])),
        ])
      },
    })),
    maximum: 1000,
    more: (left) => `\n${surface.moreRows(left)}\n`,
    close: '\n',
  }
  const clean = report.summary.units - tallies.length
  return [
    {
      priority: 8,
      open: `### ${surface.counted(surface.sections.units, tallies.length)}\n\n`,
      groups: [group],
      more: (left) => `${surface.moreRows(left)}\n\n`,
      close: clean > 0 ? `${surface.cleanUnits(clean)}\n\n` : '',
    },
  ]
}
