/** The top of the page: verdict and reasons, numbers with bars, what the change does to its own gate, notices. */
import { severities, type Verdict } from '../../model.ts'
import { comparison, countRows, openFindings } from '../overview.ts'
import { underHeadText } from '../text-change.ts'
import { code, escapeText, lines, prose } from './text.ts'
import { place, severityLabel, type Writer } from './writer.ts'

/** Verdict as word and symbol, why, and what was checked in one line. */
export function verdictHeader({ report, words, surface, options }: Writer): string {
  const { verdict, reasons, summary, tool } = report
  const title = surface.title(words.verdict[verdict], options.name ?? '')
  const mode = options.mode === 'warn' && verdict === 'fail' ? `<p>${escapeText(surface.warnMode)}</p>` : ''
  return lines(
    `<header class="verdict ${verdict}">`,
    `<h1>${verdictIcon(verdict)} ${escapeText(title)}</h1>`,
    reasons.length === 0
      ? ''
      : lines(
          '<ul class="reasons">',
          reasons.map(({ message }) => `<li>${prose(message)}</li>`),
          '</ul>',
        ),
    mode,
    `<p>${escapeText(words.checked(summary, tool.policies.rules))}</p>`,
    '</header>',
  )
}

/** Drawn, because a machine may have no font with such signs. */
const iconPaths: Record<Verdict, string> = {
  pass: 'M4 12.5l5 5L20 6.5',
  warn: 'M12 3L2 21h20L12 3zM12 10v5M12 18v.5',
  fail: 'M5 5l14 14M19 5L5 19',
  error: 'M8 2h8l6 6v8l-6 6H8l-6-6V8zM12 7v6M12 16.5v.5',
}

function verdictIcon(verdict: Verdict): string {
  return `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="${iconPaths[verdict]}"/></svg>`
}

/** A bar as wide as its share of the longest one; the number beside it says the same. */
function bar(value: number, longest: number, kind: string): string {
  const width = longest === 0 ? 0 : Math.max(value > 0 ? 1 : 0, Math.round((value / longest) * 100))
  return `<svg class="bar ${kind}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="${width}" height="8"/></svg>`
}

/** A row for each severity, a column for each kind: open, or new, unchanged and fixed; those set aside. */
export function countTable(writer: Writer): string {
  const { report, surface } = writer
  const rows = countRows(report)
  const { open } = openFindings(report)
  const sentence = open.length === 0 ? surface.noOpen : comparison(report) !== undefined && rows[0]!.total === 0 ? surface.noNew : ''
  const note = sentence === '' ? '' : `<p>${escapeText(sentence)}</p>`
  if (rows.every(({ total }) => total === 0)) return note
  const main = rows[0]!
  const longest = Math.max(...severities.map((severity) => main.counts[severity]))
  return lines(
    note,
    '<table class="counts">',
    `<thead><tr><th scope="col">${escapeText(surface.severity)}</th>`,
    rows.map(({ kind }) => `<th scope="col" class="number">${escapeText(surface.count[kind])}</th>`),
    `<td class="graph"></td></tr></thead>`,
    '<tbody>',
    severities.map((severity) =>
      lines(
        `<tr><th scope="row">${severityLabel(severity, writer)}</th>`,
        rows.map(({ counts }) => `<td class="number${counts[severity] === 0 ? ' zero' : ''}">${counts[severity]}</td>`),
        `<td class="graph">${bar(main.counts[severity], longest, severity)}</td></tr>`,
      ),
    ),
    '</tbody>',
    `<tfoot><tr><th scope="row">${escapeText(surface.total)}</th>`,
    rows.map(({ total }) => `<td class="number">${total}</td>`),
    '<td class="graph"></td></tr></tfoot>',
    '</table>',
  )
}

/** Files of the gate that the change touches, and what its own settings would say; nothing of it is applied. */
export function gatePart(writer: Writer): string {
  const gate = writer.report.change?.gate
  if (gate === undefined) return ''
  const { surface } = writer
  return lines(
    '<section class="gate" id="gate">',
    `<h2>${escapeText(surface.sections.gate)}</h2>`,
    `<p>${escapeText(surface.gateIntro)}</p>`,
    '<ul>',
    gate.files.map(
      ({ file, change, role }) =>
        `<li>${place(file, undefined, writer)} ${escapeText(surface.changeOfFile[change])}, ${escapeText(surface.role[role])}</li>`,
    ),
    '</ul>',
    gate.underHead === undefined ? '' : `<p>${prose(underHeadText(gate.underHead, writer))}</p>`,
    '</section>',
  )
}

export function noticePart({ options, surface, words }: Writer): string {
  const notices = options.notices ?? []
  if (notices.length === 0) return ''
  return lines(
    '<section id="notices">',
    `<h2>${escapeText(surface.sections.notices)}</h2>`,
    '<ul>',
    notices.map(
      ({ level, message }) =>
        `<li>${level === 'warning' ? `<strong>${escapeText(words.verdict.warn)}</strong> ` : ''}${prose(message)}</li>`,
    ),
    '</ul>',
    '</section>',
  )
}

/** What the page is about, for a window and for a list of them. */
export function pageTitle({ report, words, surface, options }: Writer): string {
  return escapeText(surface.title(words.verdict[report.verdict], options.name ?? ''))
}

/** Name of the tool, its version and the policies. */
export function footer({ report, surface }: Writer): string {
  const { version, policies } = report.tool
  return lines('<footer>', `<p>policy-gate ${code(version)}, ${escapeText(surface.policies)} ${code(policies.digest)}</p>`, '</footer>')
}
