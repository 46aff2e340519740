import { type Report, type Severity, severities } from '../model.ts'
import type { Strings } from './strings.ts'
import type { SurfaceStrings } from './surface-strings.ts'

/** What the state was compared with, or why there is nothing to compare. */
export function comparedWith({ change }: Pick<Report, 'change'>, surface: SurfaceStrings): string[] {
  if (change === undefined) return [surface.notCompared]
  return change.problem === undefined ? [surface.compared(change.base)] : [surface.baseProblem(change.base), change.problem]
}

/** Sentences about what was judged and what was set aside, then under which settings and compared with what. */
export function coverageFacts(
  report: Report,
  { words, surface }: { words: Strings; surface: SurfaceStrings },
): {
  checked: string[]
  origin: string[]
} {
  const aside = words.setAside(report.summary)
  const gone = report.baseline?.gone ?? 0
  return {
    checked: [
      words.checked(report.summary, report.tool.policies.rules),
      aside.length > 0 ? `${aside.join(', ')}.` : words.everythingEvaluated,
    ],
    origin: [
      ...(report.shard === undefined ? [] : [surface.shard(report.shard.index, report.shard.total)]),
      report.settings === undefined ? surface.ownSettings : surface.settings(report.settings),
      ...comparedWith(report, surface),
      ...(gone > 0 ? [words.baselineGone(gone)] : []),
      ...(report.generatedAt === undefined ? [] : [surface.generatedAt(report.generatedAt)]),
    ],
  }
}

/** `2 critical, 1 high` in words of the language; empty without findings. */
export function severityCounts(counts: Record<Severity, number>, { words, surface }: { words: Strings; surface: SurfaceStrings }): string {
  return severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => surface.numbered(counts[severity], words.severity[severity]))
    .join(', ')
}
