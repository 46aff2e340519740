import type { ReportContext } from '../model.ts'
import type { ScanResult } from '../scan.ts'

/** What reporters need beside the report of a scan. */
export function reportContext({ rules, config, sources }: Pick<ScanResult, 'rules' | 'config' | 'sources'>): ReportContext {
  return {
    rules,
    language: config.language,
    readSource(file) {
      const text = sources.text(file)
      return typeof text === 'string' ? text : undefined
    },
  }
}
