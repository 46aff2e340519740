import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { type Report, severities } from '../../scanner/src/model.ts'

/** Every output of `action.yml`, which a test compares with this list. */
export const outputNames = [
  'verdict',
  'exit-code',
  'findings',
  ...severities,
  'new',
  'fixed',
  'waived',
  'baseline',
  'not-evaluated',
  'images',
  'images-scanned',
  'sarif-file',
  'json-file',
  'html-file',
  'policies-digest',
  'settings-commit',
  'comment-url',
  'check-run-url',
  'sarif-id',
] as const
export type OutputName = (typeof outputNames)[number]
export type Outputs = Partial<Record<OutputName, string | number>>

/**
 * Adds outputs to the file that the runner reads when the step has ended; of two values of a name the later one holds. Each value stands
 * between two lines of a random delimiter, so that none can begin another output.
 * @throws what the file system says
 */
export function writeOutputs(outputs: Outputs, env: NodeJS.ProcessEnv): void {
  const file = env.GITHUB_OUTPUT ?? ''
  if (file === '') throw new Error('GITHUB_OUTPUT')
  const delimiter = `delimiter-${randomUUID()}`
  const entries = Object.entries(outputs).map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
  // one write: what is there is there whole
  appendFileSync(file, entries.join(''))
}

/** What a report says to the steps behind; counts of a comparison are empty where nothing was compared. */
export function reportOutputs(report: Report): Outputs {
  const { summary, change, settings } = report
  const images = report.images?.images
  const open = report.findings.filter(({ status }) => status === 'open')
  return {
    verdict: report.verdict,
    findings: severities.reduce((sum, severity) => sum + summary.findings[severity], 0),
    ...summary.findings,
    new: change === undefined ? '' : open.filter(({ baselineState }) => baselineState === 'new').length,
    fixed: change === undefined ? '' : change.fixed.length,
    waived: summary.waived,
    baseline: summary.baseline,
    'not-evaluated': summary.notEvaluated,
    images: images?.length ?? '',
    'images-scanned': images?.filter(({ status }) => status === 'scanned').length ?? '',
    'policies-digest': report.tool.policies.digest,
    'settings-commit': settings?.commit ?? '',
  }
}
