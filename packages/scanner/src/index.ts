/** The library: one function scans, reporters turn its report into text. */
export { type GovernanceReader, type GovernanceTexts, governanceTexts } from './govern/sources.ts'
export type * from './model.ts'
export { exitCodes, UserError } from './model.ts'
export { reportContext } from './report/context.ts'
export {
  type FormatName,
  formatNames,
  githubSourceLink,
  htmlReporter,
  markdownReporter,
  reporters,
  sarifReporter,
  textReporter,
} from './report/index.ts'
export { type Progress, type ScanOptions, type ScanResult, scan } from './scan.ts'
export { type MergeOptions, mergeReports } from './shards/merge.ts'
export { readReports } from './shards/reading.ts'
export { version } from './version.ts'
