/** The action as a step, with the real Trivy and a registry of the test: a change that brings a vulnerable image, and one that brings none. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configuration, deployment } from '../../../scanner/test/images/deployments.ts'
import { database, registry, sound, temporary, vulnerable } from '../../../scanner/test/images/shop.ts'
import { writeLayout } from '../../../scanner/test/images/support/image-maker.ts'
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

/** What the step says about a pull request that changes these files, once earlier steps of its job have built what they build. */
async function step(
  change: Files,
  inputs: Record<string, string> = {},
  build: (workspace: string) => void = () => {},
): Promise<StepResult & { workspace: string }> {
  const made = proposed({ '.policy-gate/config.yaml': settings(), 'order.yaml': order('1.4.0') }, change)
  const workspace = checkedOut(made)
  build(workspace)
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

describe('an image that the job has built', () => {
  const build = (workspace: string): void => writeLayout(vulnerable, join(workspace, 'built/order'))
  const findings = ({ workspace }: { workspace: string }) => {
    const report = JSON.parse(readFileSync(join(workspace, 'report.json'), 'utf8'))
    return report.findings.filter(({ check }: { check?: string }) => check === 'CVE-2026-0004')
  }

  it('stands for its reference, and what is in it is new, also where the base runs the same tag and only new findings count', async () => {
    const layouts = { 'image-layouts': `${server.host}/shop/order:1.4.0=built/order\n${server.host}/shop/user:1=built/order\n` }
    const changes: Files[] = [{ 'order.yaml': `# the same\n${order('1.4.0')}` }, { 'README.md': 'of the same order' }]
    for (const change of changes) {
      const result = await step(change, { ...layouts, 'new-only': 'true', 'changed-only': 'true' }, build)
      expect([result.exitCode, result.outputs.get('verdict')]).toEqual([1, 'fail'])
      expect(findings(result)).toMatchObject([{ status: 'open', baselineState: 'new', location: { file: 'order.yaml' } }])
      expect(result.summary).toContain('an image that was built here was looked at in place of what the registry has')
      expect(result.summary).toContain('Nothing that was looked at runs an image that was given as a layout')
    }
  })

  it('may come as a bill of materials', async () => {
    const component = { type: 'library', name: 'lodash', version: '4.17.11', purl: 'pkg:npm/lodash@4.17.11', 'bom-ref': 'a' }
    const result = await step(
      { 'order.yaml': order('1.6.0') },
      { 'image-layouts': `${server.host}/shop/order:1.6.0=order.cdx.json` },
      (workspace) =>
        writeFileSync(
          join(workspace, 'order.cdx.json'),
          JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [component] }),
        ),
    )
    expect([result.exitCode, findings(result).length]).toEqual([1, 1])
  })

  it('cannot be one that the change has brought', async () => {
    const clean = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [] }
    const result = await step(
      { 'order.yaml': order('1.5.0'), 'order.cdx.json': JSON.stringify(clean) },
      { 'image-layouts': `${server.host}/shop/order:1.5.0=order.cdx.json` },
    )
    expect([result.exitCode, result.outputs.get('verdict')]).toEqual([2, 'error'])
    expect(result.log.annotations.map(({ message }) => message).join()).toContain('which the checked out commit has')
  })

  it('is looked into whatever the settings of the change leave out', async () => {
    const left = settings().replace('  registries:', '  exclude: ["*/shop/order"]\n  registries:')
    const made = { 'order.yaml': order('1.5.0'), '.policy-gate/config.yaml': left }
    const result = await step(made, { 'image-layouts': `${server.host}/shop/order:1.5.0=built/order` }, build)
    expect([result.exitCode, findings(result).length]).toEqual([1, 1])
  })
})
