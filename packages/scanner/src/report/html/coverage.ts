/** What is not open, and what the verdict does not speak of. */
import { isBlocking } from '../../blocking.ts'
import type { NotEvaluated, WaiverReport } from '../../model.ts'
import { coverageFacts } from '../facts.ts'
import { imageSentences } from '../image-overview.ts'
import { notEvaluatedGroups, sizeOf } from '../overview.ts'
import { shortList, shownPlaces } from './findings.ts'
import { code, escapeText, lines, prose } from './text.ts'
import { names, place, ruleName, type Writer } from './writer.ts'

const shownNames = 6

/** Findings that the change fixes. */
export function fixedPart(writer: Writer): string {
  const fixed = writer.report.change?.fixed ?? []
  if (fixed.length === 0) return ''
  const title = writer.surface.counted(writer.surface.sections.fixed, fixed.length)
  return lines('<section id="fixed">', `<h2>${escapeText(title)}</h2>`, shortList(fixed, writer, true), '</section>')
}

/** Every waiver with its state, who answers for it, why, and what it covers; expired ones first. */
export function waiverPart(writer: Writer): string {
  const { report, surface, words } = writer
  const waivers = report.waivers ?? []
  if (waivers.length === 0) return ''
  const isExpired = ({ status }: WaiverReport): boolean => status === 'expired'
  const sorted = [...waivers.filter(isExpired), ...waivers.filter((waiver) => !isExpired(waiver))]
  const covered = Map.groupBy(report.findings, ({ waiver }) => waiver?.id)
  const items = sorted.map((waiver) =>
    lines(
      `<article class="waiver ${waiver.status}">`,
      `<h3>${code(waiver.id)} <span class="state">${prose(words.waiverStatus(waiver))}</span></h3>`,
      `<p>${prose(waiver.reason)}</p>`,
      `<p class="meta">${prose(words.waiverPeople(waiver))} · ${names(waiver.rules, shownNames, writer)}</p>`,
      (covered.get(waiver.id) ?? []).length > 0 ? shortList(covered.get(waiver.id)!, writer) : '',
      '</article>',
    ),
  )
  const title = surface.counted(surface.sections.waivers, waivers.length)
  return lines('<section id="waivers">', `<h2>${escapeText(title)}</h2>`, items, '</section>')
}

/** Findings that the baseline holds, and waived ones without an entry in the list of waivers, so that none is out of sight. */
export function asidePart(writer: Writer): string {
  const { report, surface, words } = writer
  const listed = new Set((report.waivers ?? []).map(({ id }) => id))
  const baseline = report.findings.filter(({ status }) => status === 'baseline')
  const waived = report.findings.filter(({ status, waiver }) => status === 'waived' && !(waiver !== undefined && listed.has(waiver.id)))
  const part = (id: string, heading: string, findings: typeof baseline): string =>
    findings.length === 0
      ? ''
      : lines(
          `<section id="${id}">`,
          `<details><summary><h2>${escapeText(surface.counted(heading, findings.length))}</h2></summary>`,
          shortList(findings, writer),
          '</details>',
          '</section>',
        )
  return lines(part('waived', words.waived, waived), part('baseline', surface.sections.baseline, baseline))
}

function notEvaluatedItem([entry, ...alike]: NotEvaluated[], writer: Writer): string {
  const { words } = writer
  const { file, unit, reason, message, line, ruleId } = entry!
  const where = file === '' ? code(unit) : place(file, line, writer)
  const rule = ruleId === undefined ? '' : ` ${ruleName(ruleId, writer)}`
  const more = alike.length === 0 ? '' : ` <span class="meta">${escapeText(words.alike(alike.length))}</span>`
  const kind = isBlocking(entry!) ? ' blocking' : ''
  return `<li><strong class="reason${kind}">${escapeText(words.reason[reason])}</strong>${rule} ${where}<br>${prose(message)}${more}</li>`
}

function notEvaluatedList(groups: NotEvaluated[][], writer: Writer): string {
  if (groups.length === 0) return ''
  const left = sizeOf(groups.slice(shownPlaces))
  const items = groups.slice(0, shownPlaces).map((group) => notEvaluatedItem(group, writer))
  return lines('<ul class="short">', items, '</ul>', left > 0 ? `<p>${escapeText(writer.surface.moreRows(left))}</p>` : '')
}

/** What may keep the gate from passing though no rule found anything. */
export function blockingPart(writer: Writer): string {
  const { blocking } = notEvaluatedGroups(writer.report)
  if (blocking.length === 0) return ''
  const title = writer.surface.counted(writer.surface.sections.blocking, sizeOf(blocking))
  return lines('<section id="blocking">', `<h2>${escapeText(title)}</h2>`, notEvaluatedList(blocking, writer), '</section>')
}

/** What was judged, under which settings, and every part that was not; always there. */
export function coveragePart(writer: Writer): string {
  const { report, surface, words } = writer
  const { checked, origin } = coverageFacts(report, writer)
  const { counted } = notEvaluatedGroups(report)
  return lines(
    '<section id="coverage">',
    `<h2>${escapeText(surface.sections.coverage)}</h2>`,
    '<ul>',
    [...checked, ...imageSentences(report, writer.image), ...origin].map((fact) => `<li>${prose(fact)}</li>`),
    '</ul>',
    counted.length === 0 ? '' : `<h3>${escapeText(surface.counted(words.notEvaluated, sizeOf(counted)))}</h3>`,
    notEvaluatedList(counted, writer),
    '</section>',
  )
}
