import type { Report, ReportContext } from '../model.ts'
import { type ImageStrings, imageStrings } from './image-strings.ts'
import { type RuleTable, ruleTable } from './rules.ts'
import { type Strings, strings } from './strings.ts'
import { type SurfaceStrings, surfaceStrings } from './surface-strings.ts'

/** What all sections of the Markdown and the HTML report need. */
export interface Surface {
  report: Report
  context: ReportContext
  words: Strings
  surface: SurfaceStrings
  image: ImageStrings
  rules: RuleTable
  /** Names of environments by unit. */
  environments: Map<string, string>
}

export function surfaceOf(report: Report, context: ReportContext): Surface {
  return {
    report,
    context,
    words: strings[context.language],
    surface: surfaceStrings[context.language],
    image: imageStrings[context.language],
    rules: ruleTable(context),
    environments: new Map(report.units.map(({ id, environment }) => [id, environment])),
  }
}

/** What the Markdown and the HTML report can be told beside the report itself. */
export interface SurfaceOptions {
  /** Address of a file at a 1-based line, or of the file alone; undefined where there is none. Not escaped by the caller. */
  sourceLink?(file: string, line?: number): string | undefined
  /** Tells several gates of one repository apart; usually the category. */
  name?: string
  /** `warn`: it is said that the verdict does not fail the job. */
  mode?: 'enforce' | 'warn'
  /** What people should know and what does not decide. */
  notices?: { level: 'notice' | 'warning'; message: string }[]
}
