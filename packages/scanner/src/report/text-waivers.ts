import { checkName } from '../govern/baseline/entry.ts'
import type { Finding, Report, WaiverReport } from '../model.ts'
import { visible } from '../sanitize.ts'
import { objectName } from './grouping.ts'
import type { Paint } from './paint.ts'
import type { Strings } from './strings.ts'
import { wrap } from './width.ts'

/** Findings shown of one waiver before "and N more". */
const shownFindings = 4

interface Options {
  words: Strings
  paint: Paint
  width: number
  /** Names every finding. */
  verbose: boolean
}

/** Every waiver with what became of it, who answers for it and why, and the findings that it covers; expired ones first. */
export function waiverLines(report: Report, options: Options): string[] {
  const waivers = report.waivers ?? []
  if (waivers.length === 0) return []
  const isExpired = ({ status }: WaiverReport): boolean => status === 'expired'
  const sorted = [...waivers.filter(isExpired), ...waivers.filter((waiver) => !isExpired(waiver))]
  const covered = Map.groupBy(report.findings, ({ waiver }) => waiver?.id)
  const { words, paint, width } = options
  return [
    paint.bold(`${words.waivers} (${waivers.length})`),
    ...sorted.flatMap((waiver) => [
      `  ${paint.bold(visible(waiver.id))}  ${visible(words.waiverStatus(waiver))}`,
      ...wrap(visible(`${words.waiverPeople(waiver)}: ${waiver.reason.trim()}`), width - 4).map((line) => `    ${line}`),
      ...findingLines(covered.get(waiver.id) ?? [], options),
    ]),
    '',
  ]
}

function findingLines(findings: Finding[], { words, paint, verbose }: Options): string[] {
  const shown = verbose ? findings : findings.slice(0, shownFindings)
  const lines = shown.map((finding) => {
    const { severity, ref, unit, image, location } = finding
    const { file, startLine, precision } = location
    const place = precision === 'file' ? file : `${file}:${startLine}`
    return [words.severity[severity], checkName(finding), place, image?.repository ?? objectName(ref), unit].map(visible).join('  ')
  })
  const more = findings.length > shown.length ? [words.more(findings.length - shown.length)] : []
  return [...lines, ...more].map((line) => `    ${paint.dim(line)}`)
}
