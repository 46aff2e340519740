import { expect, it } from 'vitest'
import { scan } from '../../src/scan.ts'
import { repository } from './repository.ts'

const files = { '.policy-gate/config.yaml': '{}\n', 'infra/main.tf': 'variable "x" {}\n', 'a.tf.txt': '' }
const scanned = async (paths: string[], scan_: 'all' | 'none') => {
  const cwd = repository(files)
  // no Trivy is installed there
  const { report } = await scan({ cwd, paths, infrastructure: { scan: scan_ }, cacheDir: repository() })
  return report
}
const gaps = (report: Awaited<ReturnType<typeof scanned>>) => report.notEvaluated.map(({ file, reason }) => `${reason} ${file}`)

it('a file that is named is not called excluded where it is given to the scanner', async () => {
  expect(gaps(await scanned(['infra/main.tf'], 'none'))).toEqual(['excluded infra/main.tf'])
  const report = await scanned(['infra/main.tf', 'a.tf.txt'], 'all')
  expect(gaps(report)).toEqual(['excluded a.tf.txt', 'file-not-scanned infra'])
  expect(report.verdict).toBe('error')
  expect(report.summary.units).toBe(report.units.length)
})
