import { execFileSync } from 'node:child_process'
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { missed } from '../../../scanner/test/scan/judge.ts'
import { harmless } from '../../../scanner/test/scan/manifests.ts'
import { checkedOut, judged, proposed, pullRequestEvent } from './pull-request.ts'

const before = {
  '.policy-gate/config.yaml': 'profile: baseline\nfailOn: critical\ndiscover: {exclude: [fixtures/**]}\n',
  'app/old.yaml': harmless('old'),
  'app/settings.yaml': harmless(),
}
const change = {
  'app/Big.yaml': harmless('big'),
  'app/big.yaml': harmless('small'),
  'fixtures/a.yaml': harmless('a'),
  'app/README.md': '#\n',
}

/** Judges the change, once something has happened to the work tree. */
async function verdictAfter(prepare: (workspace: string) => void) {
  const made = proposed(before, change)
  const workspace = checkedOut(made)
  prepare(workspace)
  const { report, notices } = await judged({ workspace, event: pullRequestEvent(made) })
  return [report.verdict, missed(report), notices.map(({ code }) => code)]
}

describe('a file of the change that is not in the work tree', () => {
  it('is an error: a disk without regard to case keeps one of two', async () => {
    expect(await verdictAfter((workspace) => rmSync(join(workspace, 'app/Big.yaml')))).toEqual(['error', ['unreadable app/Big.yaml'], []])
  })

  it('is one by another name, too', async () => {
    const rename = (workspace: string): void => renameSync(join(workspace, 'app'), join(workspace, 'App'))
    expect(await verdictAfter(rename)).toEqual(['error', ['unreadable app/Big.yaml', 'unreadable app/big.yaml'], []])
  })

  it('is none where nothing of it is deployed, it is excluded, or the change leaves it alone', async () => {
    const remove = (workspace: string): void => {
      for (const file of ['app/README.md', 'fixtures/a.yaml', 'app/old.yaml']) rmSync(join(workspace, file))
    }
    expect(await verdictAfter(remove)).toEqual(['pass', [], []])
  })

  it('is told where the workflow has left it out', async () => {
    const sparse = (workspace: string): void =>
      void execFileSync('git', ['-C', workspace, 'sparse-checkout', 'set', '--no-cone', '/*', '!/app/big.yaml'], { stdio: 'ignore' })
    expect(await verdictAfter(sparse)).toEqual(['pass', [], ['sparse-checkout']])
  })
})
