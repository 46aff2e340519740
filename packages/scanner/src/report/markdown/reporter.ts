import type { Reporter } from '../../model.ts'
import { neutraliseCommands } from '../../sanitize.ts'
import { surfaceOf } from '../surface.ts'
import { baselineSection, blockingSection, coverageSection, waiverSection } from './coverage.ts'
import { findingSections, fixedSection, remedySection, unitSection } from './findings.ts'
import { countSection, gateSection, noticeSection, verdictSection } from './head.ts'
import { imageListSection, vexSection } from './images.ts'
import { type Limit, layOut, type Section } from './layout.ts'
import { link } from './text.ts'
import type { MarkdownOptions, Writer } from './writer.ts'

/** What GitHub takes, with some room: a summary of a step 1 MiB, a comment 65,536 characters. Both count everything in the text. */
export const markdownLimits: Record<MarkdownOptions['form'], Limit> = {
  summary: { bytes: 999_999, characters: 999_999 },
  comment: { bytes: 262_143, characters: 65_535 },
}

function runSection({ options, surface }: Writer): Section[] {
  if (options.form !== 'comment' || options.runUrl === undefined) return []
  return [{ priority: 15, open: `${link(surface.seeRun, options.runUrl)}\n`, groups: [], more: () => '', close: '' }]
}

/**
 * GitHub's Markdown: the verdict first, numbers, what the change does to its own gate, findings by unit and what to do by rule, waivers,
 * baseline, and always what was checked and what was not. The text stays within the limits, is cut between rows only, and nothing that a
 * repository wrote acts in it. A function of report, context and options alone.
 */
export function markdownReporter(options: MarkdownOptions): Reporter {
  return (report, context) => {
    const writer: Writer = { ...surfaceOf(report, context), options }
    const sections = [
      verdictSection(writer),
      countSection(writer),
      ...blockingSection(writer),
      ...gateSection(writer),
      ...noticeSection(writer),
      ...findingSections(writer),
      ...remedySection(writer),
      ...(options.form === 'summary' ? unitSection(writer) : []),
      ...fixedSection(writer),
      ...waiverSection(writer),
      ...baselineSection(writer),
      ...vexSection(writer),
      ...imageListSection(writer),
      coverageSection(writer),
      ...runSection(writer),
    ]
    const limit = { ...markdownLimits[options.form], ...options.limits }
    return neutraliseCommands(layOut(sections, limit))
  }
}
