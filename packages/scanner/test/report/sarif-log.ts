import type { Log, Result } from 'sarif'
import { expect } from 'vitest'
import type { Report, ReportContext } from '../../src/model.ts'
import { reporters } from '../../src/report/index.ts'
import { context } from './factory.ts'
import { sarifProblems } from './sarif-problems.ts'

/** The SARIF log of a report; fails when GitHub would not take it as it is. */
export function sarif(scanned: Report, overrides: Partial<ReportContext> = {}): Log {
  const log: Log = JSON.parse(reporters.sarif(scanned, context(overrides)))
  expect(sarifProblems(log)).toEqual([])
  return log
}

/** The results of its only run. */
export const results = (scanned: Report, overrides: Partial<ReportContext> = {}): Result[] => sarif(scanned, overrides).runs[0]!.results!
