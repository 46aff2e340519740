import { cpSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { jsonReporter } from '../../src/report/json.ts'
import { scan } from '../../src/scan.ts'
import '../scan/judge.ts'
import { repository } from '../scan/repository.ts'
import { scanInShards } from './sharded.ts'

const corpora = resolve(process.env.POLICY_GATE_CORPORA ?? join(import.meta.dirname, '../../../../../shared/corpora'))
const example = join(import.meta.dirname, '../../../../examples/cloudmart')
const present = existsSync(corpora)

/** A copy, so that where it lies decides nothing. */
function copyOf(folder: string): string {
  const copy = repository()
  cpSync(folder, copy, { recursive: true })
  return copy
}

async function expectSame(folder: string, objects: number): Promise<void> {
  const cwd = copyOf(folder)
  const { report } = await scan({ cwd, root: cwd })
  expect(report.summary.objects).toBeGreaterThan(objects)
  const whole = jsonReporter(report)
  for (const total of [1, 2, 3, 7]) expect(jsonReporter((await scanInShards(cwd, total)).report) === whole, `${total} shards`).toBe(true)
}

describe('1, 2, 3 and 7 shards merge into the bytes of the scan of the whole', { timeout: 600_000 }, () => {
  it('examples/cloudmart', () => expectSame(example, 500))
  it.runIf(present)('public projects', () => expectSame(join(corpora, 'realworld'), 1000))
  it.runIf(present)('labelled manifests', () => expectSame(join(corpora, 'labelled'), 1500))
})
if (!present)
  it('LEFT OUT: public projects and labelled manifests, because there are no corpora (POLICY_GATE_CORPORA)', ({ skip }) => skip())
