/** What stands first: the verdict with its reasons, the counts, and what the change does to its own gate. */
import { type GateChange, type Severity, severities } from '../../model.ts'
import { severityCounts } from '../facts.ts'
import { comparison, countRows, openFindings, totalOf } from '../overview.ts'
import { verdictSymbols } from '../surface-strings.ts'
import type { Group, Section } from './layout.ts'
import { code, link, prose } from './text.ts'
import { severityLabel, tableHead, tableRow, type Writer } from './writer.ts'

const none = (): string => ''
const shownReasons = 20
const shownFiles = 50

/** Verdict as a word and a symbol, and why. */
export function verdictSection({ report, words, surface, options }: Writer): Section {
  const { verdict, reasons } = report
  const name = options.name === undefined || options.name === '' ? '' : code(options.name)
  const mode = options.mode === 'warn' && verdict === 'fail' ? `${surface.warnMode}\n\n` : ''
  const group: Group = {
    open: '',
    rows: reasons.map(({ message }) => ({ count: 1, text: () => `${reasons.length > 1 ? '- ' : ''}**${prose(message)}**\n` })),
    maximum: shownReasons,
    more: (left) => `- ${surface.andMore(left)}\n`,
    close: '\n',
  }
  return {
    priority: 0,
    open: `## ${verdictSymbols[verdict]} ${surface.title(words.verdict[verdict], name)}\n\n`,
    groups: [group],
    more: none,
    close: mode,
  }
}

/** Numbers by severity: open ones, or new, unchanged and fixed ones; those set aside; nothing at all is a sentence. */
export function countSection(writer: Writer): Section {
  const { report, surface } = writer
  const { open } = openFindings(report)
  const rows = countRows(report)
  const sentences = open.length === 0 ? [surface.noOpen] : comparison(report) !== undefined && rows[0]!.total === 0 ? [surface.noNew] : []
  const text = sentences.map((sentence) => `${sentence}\n\n`).join('')
  const table: Group = {
    open: tableHead(['', ...severities.map((severity) => `>${severityLabel(severity, writer)}`), `>${surface.total}`]),
    rows: rows.map(({ kind, counts, total }) => ({
      count: 0,
      text: () => tableRow([surface.count[kind], ...severities.map((severity) => String(counts[severity])), `**${total}**`]),
    })),
    more: none,
    close: '\n',
  }
  return { priority: 1, open: text, groups: rows.some(({ total }) => total > 0) ? [table] : [], more: none, close: '' }
}

/** Files of the gate that the change touches, and what its own settings would say; nothing of it is applied. */
export function gateSection(writer: Writer): Section[] {
  const gate = writer.report.change?.gate
  if (gate === undefined) return []
  const { surface, options } = writer
  const table: Group = {
    open: tableHead([surface.file, surface.change, surface.heldBy]),
    rows: gate.files.map(({ file, change, role }) => ({
      count: 1,
      text: () => tableRow([link(code(file), options.sourceLink?.(file)), surface.changeOfFile[change], surface.role[role]]),
    })),
    maximum: shownFiles,
    more: (left) => `\n${surface.moreRows(left)}\n`,
    close: '\n',
  }
  return [
    {
      priority: 2,
      open: `### ⚠️ ${surface.sections.gate}\n\n${surface.gateIntro}\n\n`,
      groups: [table],
      more: (left) => `${surface.moreRows(left)}\n\n`,
      close: underHead(gate, writer),
    },
  ]
}

function underHead({ underHead: head }: GateChange, { surface, words }: Writer): string {
  if (head === undefined) return ''
  if ('problem' in head) return `${surface.headProblem} ${prose(head.problem)}\n\n${surface.notApplied}\n\n`
  const counts: Record<Severity, number> = head.findings
  const text = totalOf(counts) === 0 ? surface.noOpenShort : severityCounts(counts, { words, surface })
  const verdict = `**${verdictSymbols[head.verdict]} ${words.verdict[head.verdict]}**`
  return `${surface.underHead(verdict, text)} ${surface.notApplied}\n\n`
}

/** What should be known beside the verdict. */
export function noticeSection({ options, surface }: Writer): Section[] {
  const notices = options.notices ?? []
  if (notices.length === 0) return []
  const group: Group = {
    open: `### ${surface.sections.notices}\n\n`,
    rows: notices.map(({ level, message }) => ({
      count: 1,
      text: () => `- ${level === 'warning' ? '⚠️' : 'ℹ️'} ${prose(message)}\n`,
    })),
    maximum: shownFiles,
    more: (left) => `- ${surface.andMore(left)}\n`,
    close: '\n',
  }
  return [{ priority: 5, open: '', groups: [group], more: none, close: '' }]
}
