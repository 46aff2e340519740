import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { jsonReporter } from '../../src/report/json.ts'
import { scan } from '../../src/scan.ts'
import '../scan/judge.ts'
import { repository } from '../scan/repository.ts'
import { scanInShards } from './sharded.ts'

it('examples/cloudmart: three shards merge into the bytes of the scan of the whole (1, 2, 3 and 7: corpora.full.test.ts)', {
  timeout: 300_000,
}, async () => {
  const cwd = repository()
  cpSync(join(import.meta.dirname, '../../../../examples/cloudmart'), cwd, { recursive: true })
  const { report } = await scan({ cwd, root: cwd })
  expect(report.summary.objects).toBeGreaterThan(500)
  expect(jsonReporter((await scanInShards(cwd, 3)).report) === jsonReporter(report)).toBe(true)
})
