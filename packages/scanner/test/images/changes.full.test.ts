/** What a change does to the images that run, with the real Trivy: only what is new is scanned, and compared with what ran before. */
import { describe, expect, it } from 'vitest'
import { type ComparisonOptions, compareWith } from '../../src/changes/comparison.ts'
import { comparedReport } from '../../src/changes/report.ts'
import type { Report } from '../../src/model.ts'
import { history } from '../git/history.ts'
import { layOut, repository } from '../scan/repository.ts'
import { configuration, deployment } from './deployments.ts'
import { database, registry, scanOptions, sound, vulnerable } from './shop.ts'
import type { Registry } from './support/registry-server.ts'
import { realTrivy } from './support/trivy.ts'

const small = database()

/** A commit with two workloads, of which each runs an image of its own. */
async function committed(): Promise<{ server: Registry; folder: string }> {
  const server = await registry()
  server.push('shop/order', vulnerable, '1.4.0')
  server.push('shop/order', sound, '1.5.0')
  server.push('shop/user', vulnerable, '2.0.0')
  const { folder } = history(repository(), {
    '.policy-gate/config.yaml': configuration([server.host]).replace('scan: all', 'scan: changed'),
    'order/order.yaml': deployment('order', `${server.host}/shop/order:1.4.0`),
    'user/user.yaml': deployment('user', `${server.host}/shop/user:2.0.0`),
  })
  return { server, folder }
}

async function compared(folder: string, more: ComparisonOptions = {}): Promise<Report> {
  return comparedReport(
    await compareWith(
      'HEAD',
      scanOptions(folder, { scanner: { program: realTrivy, database: small }, judge: 'all', ...more } as ComparisonOptions),
    ),
  )
}

const vulnerabilities = ({ findings }: Report) =>
  findings
    .filter(({ ruleId }) => ruleId === 'image/vulnerability')
    .map(({ check, image, baselineState, status }) => `${check} ${image?.repository.replace(/^[^/]*\//, '')} ${baselineState} ${status}`)
    .sort()

describe('a change', () => {
  it('that changes no image asks no registry and needs no Trivy', async () => {
    const { server, folder } = await committed()
    layOut(folder, { 'order/order.yaml': `# one more line\n${deployment('order', `${server.host}/shop/order:1.4.0`)}` })
    for (const judge of ['all', 'affected'] as const) {
      const report = await compared(folder, { judge, scanner: {} })
      expect(server.requests).toEqual([])
      expect(report.images?.images.map(({ status }) => status)).toEqual(judge === 'all' ? ['unchanged', 'unchanged'] : ['unchanged'])
      expect(report.notEvaluated).toEqual([])
    }
  })

  it('that changes nothing at all neither', async () => {
    const { server, folder } = await committed()
    const report = await compared(folder, { scanner: {} })
    expect(server.requests).toEqual([])
    expect(report.verdict).not.toBe('error')
  })

  it('that takes a newer image: what is fixed, what is still there', async () => {
    const { server, folder } = await committed()
    layOut(folder, { 'order/order.yaml': deployment('order', `${server.host}/shop/order:1.5.0`) })
    const report = await compared(folder)
    expect(vulnerabilities(report)).toEqual(['CVE-2026-0002 shop/order unchanged open'])
    expect(
      report.change?.fixed
        .filter(({ ruleId }) => ruleId === 'image/vulnerability')
        .map(({ check }) => check)
        .sort(),
    ).toEqual(['CVE-2026-0001', 'CVE-2026-0004'])
    expect(report.images?.images.map(({ status }) => status)).toEqual(['scanned', 'unchanged'])
    expect(server.requests.filter(({ path }) => path.includes('shop/user'))).toEqual([])
  })

  it('that takes an older image: new findings, also where only new ones count', async () => {
    const { server, folder } = await committed()
    server.push('shop/user', sound, '1.0.0')
    const older = history(folder, { 'user/user.yaml': deployment('user', `${server.host}/shop/user:1.0.0`) })
    layOut(older.folder, { 'user/user.yaml': deployment('user', `${server.host}/shop/user:2.0.0`) })
    const report = await compared(older.folder, { newOnly: true })
    expect(vulnerabilities(report)).toEqual([
      'CVE-2026-0001 shop/user new open',
      'CVE-2026-0002 shop/user unchanged baseline',
      'CVE-2026-0004 shop/user new open',
    ])
    expect(report.verdict).toBe('fail')
  })

  it('that promotes an image to another environment has it looked at again', async () => {
    const { server, folder } = await committed()
    const dev = history(folder, { 'dev/user.yaml': deployment('user', `${server.host}/shop/user:2.0.0`) })
    layOut(dev.folder, { 'prod/user.yaml': deployment('user', `${server.host}/shop/user:2.0.0`) })
    const report = await compared(dev.folder)
    expect(report.images?.images.map(({ reference, status }) => `${reference.replace(/^[^/]*/, '')} ${status}`)).toEqual([
      '/shop/order:1.4.0 unchanged',
      '/shop/user:2.0.0 scanned',
    ])
  })

  it('that adds a workload with an image that runs already: nothing to scan', async () => {
    const { server, folder } = await committed()
    layOut(folder, { 'more/more.yaml': deployment('more', `${server.host}/shop/user:2.0.0`) })
    const report = await compared(folder, { scanner: {} })
    expect(server.requests).toEqual([])
    expect(report.images?.images.map(({ status }) => status)).toEqual(['unchanged', 'unchanged'])
  })
})
