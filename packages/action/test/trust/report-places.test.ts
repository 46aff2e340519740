import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { missed } from '../../../scanner/test/scan/judge.ts'
import { harmless } from '../../../scanner/test/scan/manifests.ts'
import { checkedOut, type Files, judged, type Proposed, proposed, pullRequestEvent } from './pull-request.ts'

const before = { '.policy-gate/config.yaml': 'profile: baseline\nfailOn: critical\n', 'app/settings.yaml': harmless() }
const pod = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'intruder', namespace: 'shop' },
  spec: { containers: [{ name: 'shell', image: 'registry.example/shell:1.0', securityContext: { privileged: true } }] },
})

/** Judges a change, once what it has in the places of reports is removed as the action does. */
async function verdictOn(change: Files | ((origin: Proposed['origin']) => void), report: string, more: Record<string, string> = {}) {
  const made = proposed({ ...before, ...more }, change)
  const workspace = checkedOut(made)
  rmSync(join(workspace, report), { force: true })
  const judgement = await judged({ workspace, event: pullRequestEvent(made), outputs: [join(workspace, report)] })
  return [judgement.report.verdict, missed(judgement.report)]
}

describe('a manifest of the change in the place of a report', () => {
  it('is an error: it is deployed, and nobody has judged it', async () => {
    expect(await verdictOn({ 'gate.json': pod }, 'gate.json')).toEqual(['error', ['unreadable gate.json']])
  })

  it('is one behind a link of the change, too', async () => {
    const change = (origin: Proposed['origin']): void => {
      symlinkSync('app', join(origin.folder, 'reports'))
      origin.commit({ 'app/gate.json': pod })
    }
    expect(await verdictOn(change, 'reports/gate.json')).toEqual(['error', ['unreadable app/gate.json']])
  })

  it('that stood there before is none of its business, nor is a report that was committed as SARIF', async () => {
    expect(await verdictOn({ 'app/more.yaml': harmless('more') }, 'gate.json', { 'gate.json': '{}' })).toEqual(['pass', []])
    expect(await verdictOn({ 'gate.sarif': '{}' }, 'gate.sarif')).toEqual(['pass', []])
    expect(await verdictOn({ 'app/more.yaml': harmless('more') }, 'new/folder/gate.json')).toEqual(['pass', []])
  })
})
