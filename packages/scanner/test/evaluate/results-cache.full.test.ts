import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { corporaFolder } from '../../../../scripts/testing/left-out.ts'
import type { ScanOptions } from '../../src/scan.ts'
import { judged } from './judged.ts'

const scratch = mkdtempSync(join(tmpdir(), 'policy-gate-results-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** The same report, and next to nothing asked, once answers are kept; and the same again without a cache for them. */
async function expectEqual(name: string, folder: string, options: ScanOptions): Promise<void> {
  const given = { ...options, cacheDir: join(scratch, name) }
  const cold = await judged(folder, given)
  const warm = await judged(folder, given)
  expect(warm.report).toEqual(cold.report)
  expect(cold.asked).toBeGreaterThan(100)
  expect(warm.asked).toBe(0)
  rmSync(join(given.cacheDir, 'results'), { recursive: true })
  expect((await judged(folder, given)).report).toEqual(cold.report)
  expect((await judged(folder, { ...options, cache: false })).report).toEqual(cold.report)
}

it('the example', { timeout: 600_000 }, () => expectEqual('example', join(import.meta.dirname, '../../../../examples/cloudmart'), {}))

const absent = existsSync(corporaFolder) ? '' : ' (LEFT OUT: POLICY_GATE_CORPORA names no folder with the corpora)'
it.runIf(absent === '').each(['realworld', 'labelled'])(`the corpus %s${absent}`, { timeout: 600_000 }, (name) =>
  expectEqual(name, join(corporaFolder, name), { unit: 'file', profile: 'all' }),
)
