import type { Config } from '../config/config.ts'
import type { SourceFiles } from '../files.ts'
import type { ReportContext, Rule } from '../model.ts'

/** Of the result of a scan. */
export interface ReportedScan {
  rules: Rule[]
  config: Pick<Config, 'language'>
  sources: SourceFiles
}

/** What reporters need beside the report of a scan. */
export function reportContext({ rules, config, sources }: ReportedScan): ReportContext {
  return {
    rules,
    language: config.language,
    readSource(file) {
      const text = sources.text(file)
      return typeof text === 'string' ? text : undefined
    },
  }
}
