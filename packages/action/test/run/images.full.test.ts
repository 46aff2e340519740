/** The action as a step, with the real Trivy and a registry of the test: a change that brings a vulnerable image, and one that brings none. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { configuration, deployment } from '../../../scanner/test/images/deployments.ts'
import { database, registry, sound, temporary, vulnerable } from '../../../scanner/test/images/shop.ts'
import type { Registry } from '../../../scanner/test/images/support/registry-server.ts'
import { realTrivy } from '../../../scanner/test/images/support/trivy.ts'
import { buildProduct, type Product } from '../runner/product.ts'
import { runStep, type StepResult } from '../runner/runner.ts'
import { checkedOut, type Files, proposed } from '../trust/pull-request.ts'

let product: Product
let server: Registry
const small = database()

beforeAll(async () => {
  product = await buildProduct()
  server = await registry()
  server.push('shop/order', sound, '1.4.0')
  server.push('shop/order', vulnerable, '1.5.0')
})
afterAll(() => product.remove())

const order = (tag: string): string => deployment('order', `${server.host}/shop/order:${tag}`)

// the step lives today, and the database of the test does not get younger
const settings = (): string => configuration([server.host], '  maximumDatabaseAge: 100000\n')

/** What the step says about a pull request that changes these files. */
async function step(change: Files, inputs: Record<string, string> = {}): Promise<StepResult & { workspace: string }> {
  const made = proposed({ '.policy-gate/config.yaml': settings(), 'order.yaml': order('1.4.0') }, change)
  const workspace = checkedOut(made)
  const payload = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/pull_request.json'), 'utf8'))
  payload.pull_request.head.sha = made.head
  payload.pull_request.base.sha = made.base
  const result = await runStep({
    product: product.folder,
    workspace,
    sha: made.merge,
    ref: 'refs/pull/2/merge',
    event: { name: 'pull_request', payload },
    inputs: { images: 'changed', trivy: realTrivy, 'trivy-database': small, 'json-file': 'report.json', ...inputs },
    env: { POLICY_GATE_CACHE_DIR: temporary() },
  })
  return { ...result, workspace }
}

it('a change that brings a vulnerable image fails, at the line of the image, with what is new', async () => {
  const result = await step({ 'order.yaml': order('1.5.0') })
  expect(result.exitCode).toBe(1)
  expect(Object.fromEntries(result.outputs)).toMatchObject({ verdict: 'fail', images: '1', 'images-scanned': '1' })
  const report = JSON.parse(readFileSync(join(result.workspace, 'report.json'), 'utf8'))
  const found = report.findings.find(({ check }: { check?: string }) => check === 'CVE-2026-0004')
  expect(found).toMatchObject({ severity: 'critical', baselineState: 'new', location: { file: 'order.yaml', startLine: 15 } })
  const annotation = result.log.annotations.find(({ message }) => message.includes('CVE-2026-0004'))
  expect(annotation).toMatchObject({ level: 'error', properties: { file: 'order.yaml', line: '15' } })
  expect(result.summary).toContain('CVE-2026-0004')
  const sarif = JSON.parse(readFileSync(join(result.workspace, 'policy-gate.sarif'), 'utf8'))
  const rules = sarif.runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)
  expect(rules).toContain('image/vulnerability/CVE-2026-0004')
})

it('a change that brings no other image asks nobody, and needs no Trivy', async () => {
  server.requests.length = 0
  const result = await step({ 'order.yaml': `# the same\n${order('1.4.0')}` }, { trivy: '', 'trivy-database': '' })
  expect(server.requests).toEqual([])
  expect(Object.fromEntries(result.outputs)).toMatchObject({ images: '1', 'images-scanned': '0' })
  expect(result.outputs.get('verdict')).not.toBe('error')
})

it('a change cannot keep its image from being scanned', async () => {
  const result = await step({
    'order.yaml': order('1.5.0'),
    '.policy-gate/config.yaml': 'failOn: none\nimages: {scan: none, exclude: ["*/shop/*"]}\n',
    '.policy-gate/waivers.yaml':
      'waivers: [{id: mine, rules: [image/vulnerability/CVE-2026-0004], scope: {images: ["*/shop/order"]}, reason: I say so., owner: me, approvedBy: you, expiresAt: 2099-01-01}]\n',
    'trivy.yaml': 'severity: [LOW]\n',
    '.trivyignore': 'CVE-2026-0004\n',
  })
  expect(result.exitCode).toBe(1)
  const report = JSON.parse(readFileSync(join(result.workspace, 'report.json'), 'utf8'))
  expect(report.findings.find(({ check }: { check?: string }) => check === 'CVE-2026-0004')).toMatchObject({ status: 'open' })
  expect(report.change.gate.files.map(({ file }: { file: string }) => file)).toEqual([
    '.policy-gate/config.yaml',
    '.policy-gate/waivers.yaml',
    '.trivyignore',
    'trivy.yaml',
  ])
})
