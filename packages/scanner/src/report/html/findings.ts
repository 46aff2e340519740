/** Findings by unit with their sources, what to do by rule, units, and what the change fixes. */
import { type Finding, severities } from '../../model.ts'
import { severityCounts } from '../facts.ts'
import { compareBySeverity, type FindingGroup } from '../grouping.ts'
import { divideFindings, imageRow } from '../image-overview.ts'
import { comparison, openFindings, ruleTallies, type UnitSection, unitSections, unitTallies } from '../overview.ts'
import { imageFindingPart } from './images.ts'
import { sourceHtml } from './source.ts'
import { code, escapeText, lines, link, prose } from './text.ts'
import { groupName, names, objects, placeOf, severityLabel, type Writer } from './writer.ts'

/** Places shown of a page at most, worst first; more would be slow to open, and the JSON report has them. */
export const shownPlaces = 3000
const shownNames = 6
const shownMessages = 5

function article(group: FindingGroup, writer: Writer): string {
  const { surface, words } = writer
  const messages = group.messages.slice(0, shownMessages).map((message) => `<p class="message">${prose(message)}</p>`)
  const more = group.messages.length - messages.length
  const seen = group.related
    .filter(({ relation }) => relation !== 'deployment')
    .slice(0, shownNames)
    .map((location) => `<li>${escapeText(words.related)} ${placeOf({ location }, writer)} ${prose(location.message)}</li>`)
  const meta = [placeOf(group, writer), objects(group, shownNames, writer)].filter((part) => part !== '').join(' · ')
  return lines(
    '<article>',
    `<h4>${severityLabel(group.severity, writer)} ${groupName(group, writer)}</h4>`,
    messages,
    more > 0 ? `<p>${escapeText(surface.andMore(more))}</p>` : '',
    `<p class="meta">${meta}</p>`,
    sourceHtml(group.location, writer.sources),
    seen.length === 0 ? '' : lines('<ul class="related">', seen, '</ul>'),
    '</article>',
  )
}

function unitPart(section: UnitSection, groups: FindingGroup[], writer: Writer): string {
  const environments = [...new Set(section.units.map((unit) => writer.environments.get(unit) ?? ''))].filter((name) => name !== '').sort()
  const where = environments.map((name) => `<span class="environment">${escapeText(name)}</span>`).join(' ')
  const numbers = escapeText(severityCounts(section.counts, writer))
  const hidden = section.groups.slice(groups.length).reduce((sum, { findings }) => sum + findings.length, 0)
  return lines(
    '<section class="unit">',
    `<h3>${names(section.units, shownNames, writer)} ${where} <span class="numbers">${numbers}</span></h3>`,
    groups.map((group) => article(group, writer)),
    hidden > 0 ? `<p>${escapeText(writer.surface.moreOfUnit(hidden))}</p>` : '',
    '</section>',
  )
}

interface FindingList {
  id: string
  heading: string
  findings: Finding[]
  /** Collapsed at first. */
  collapsed: boolean
}

/** A list of findings, at most `limit` places of it, the worst of all units. */
function findingList({ id, heading, findings, collapsed }: FindingList, writer: Writer, limit: number): { html: string; shown: number } {
  if (findings.length === 0) return { html: '', shown: 0 }
  const sections = unitSections(findings)
  const all = sections.flatMap(({ groups }) => groups)
  const shown = new Set(all.length <= limit ? all : all.sort(compareBySeverity).slice(0, limit))
  const parts = sections.map((section) => ({ section, groups: section.groups.filter((group) => shown.has(group)) }))
  const hidden = parts.reduce((sum, { section, groups }) => sum + (groups.length === 0 ? section.findings : 0), 0)
  const body = [
    ...parts.filter(({ groups }) => groups.length > 0).map(({ section, groups }) => unitPart(section, groups, writer)),
    hidden > 0 ? `<p>${escapeText(writer.surface.more(hidden))}</p>` : '',
  ]
  const title = `<h2>${escapeText(writer.surface.counted(heading, findings.length))}</h2>`
  const html = collapsed
    ? lines(`<section id="${id}">`, '<details>', `<summary>${title}</summary>`, body, '</details>', '</section>')
    : lines(`<section id="${id}">`, title, body, '</section>')
  return { html, shown: shown.size }
}

/** Open findings; those that the base has too stand apart, collapsed; those in images after all others. */
export function findingParts(writer: Writer): string {
  const { report, surface } = writer
  const { open, added, unchanged } = openFindings(report)
  const [all, fresh, old] = [open, added, unchanged].map(divideFindings)
  if (comparison(report) === undefined) {
    const list = { id: 'findings', heading: surface.sections.findings, findings: all!.others, collapsed: false }
    return lines(findingList(list, writer, shownPlaces).html, imageFindingPart(all!.images, writer))
  }
  const news = { id: 'new', heading: surface.sections.new, findings: fresh!.others, collapsed: false }
  const { html, shown } = findingList(news, writer, shownPlaces)
  const rest = { id: 'unchanged', heading: surface.sections.unchanged, findings: old!.others, collapsed: added.length > 0 }
  return lines(html, findingList(rest, writer, shownPlaces - shown).html, imageFindingPart([...fresh!.images, ...old!.images], writer))
}

/** Rules with open findings: what they are about and what to do. */
export function remedyPart(writer: Writer): string {
  const { report, surface, rules, anchors } = writer
  const tallies = ruleTallies(openFindings(report).open)
  if (tallies.length === 0) return ''
  const rows = tallies.map(({ ruleId, severity, findings }) => {
    const text = rules.text(ruleId)
    return lines(
      `<section class="rule" id="${anchors.get(ruleId) ?? ''}">`,
      `<h3>${severityLabel(severity, writer)} ${link(code(ruleId), rules.url(ruleId))} <span class="numbers">${findings}</span></h3>`,
      text === undefined ? '' : `<p><strong>${prose(text.title)}</strong></p>`,
      text === undefined || text.description.trim() === '' ? '' : `<p class="meta">${prose(text.description)}</p>`,
      text === undefined || text.remediation.trim() === '' ? '' : `<p class="remedy">${prose(text.remediation)}</p>`,
      '</section>',
    )
  })
  const title = surface.counted(surface.sections.remedies, tallies.length)
  return lines('<section id="remedies">', `<h2>${escapeText(title)}</h2>`, rows, '</section>')
}

/** Units with open findings and their numbers; how many have none. */
export function unitTable(writer: Writer): string {
  const { report, surface, environments } = writer
  const tallies = unitTallies(openFindings(report).open)
  if (tallies.length === 0) return ''
  const clean = report.summary.units - tallies.length
  const title = surface.counted(surface.sections.units, tallies.length)
  return lines(
    '<section id="units">',
    `<h2>${escapeText(title)}</h2>`,
    '<table class="units">',
    `<thead><tr><th scope="col">${escapeText(surface.unit)}</th>`,
    severities.map((severity) => `<th scope="col" class="number">${escapeText(writer.words.severity[severity])}</th>`),
    '</tr></thead>',
    '<tbody>',
    tallies.slice(0, shownPlaces).map(({ unit, counts }) => {
      const environment = environments.get(unit) ?? ''
      const tag = environment === '' ? '' : ` <span class="environment">${escapeText(environment)}</span>`
      const cells = severities.map((severity) => `<td class="number${counts[severity] === 0 ? ' zero' : ''}">${counts[severity]}</td>`)
      return `<tr><th scope="row">${code(unit)}${tag}</th>${cells.join('')}</tr>`
    }),
    '</tbody>',
    '</table>',
    tallies.length > shownPlaces ? `<p>${escapeText(surface.moreRows(tallies.length - shownPlaces))}</p>` : '',
    clean > 0 ? `<p>${escapeText(surface.cleanUnits(clean))}</p>` : '',
    '</section>',
  )
}

/** Findings in short: severity, rule, message, place and units, one line each. Lines of findings that are gone mean nothing any more. */
export function shortList(findings: Finding[], writer: Writer, gone = false): string {
  const groups = unitSections(findings).flatMap((section) => section.groups)
  const rows = groups.slice(0, shownPlaces).map((group) => {
    const at = gone ? code(group.location.file) : placeOf(group, writer)
    const [first] = group.findings
    const vex = first?.vex === undefined ? '' : `${escapeText(imageRow(first, writer.image).note)} ${code(first.vex.document)}`
    const where = [at, names(group.units, shownNames, writer), vex].filter((part) => part !== '')
    const message = prose(group.messages[0] ?? '')
    return `<li>${severityLabel(group.severity, writer)} ${code(group.name)} ${message} <span class="meta">${where.join(' · ')}</span></li>`
  })
  const left = groups.slice(shownPlaces).reduce((sum, { findings: members }) => sum + members.length, 0)
  return lines('<ul class="short">', rows, '</ul>', left > 0 ? `<p>${escapeText(writer.surface.more(left))}</p>` : '')
}
