import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outputNames } from '../../src/outputs.ts'
import { buildProduct, type Product } from '../runner/product.ts'
import { runStep, type Step, type StepResult } from '../runner/runner.ts'
import { badPod, goodPod, workspaceWith } from './workspace.ts'

let product: Product
const folders: string[] = []
beforeAll(async () => {
  product = await buildProduct()
})
afterAll(() => {
  product.remove()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function run(files: Record<string, string>, step: Partial<Step> = {}): Promise<StepResult & { workspace: string }> {
  const workspace = workspaceWith(files)
  const result = await runStep({ product: product.folder, workspace, ...step })
  folders.push(workspace, result.folder)
  return { ...result, workspace }
}

function messages({ log }: StepResult, level: string): string[] {
  return log.annotations.filter((annotation) => annotation.level === level).map(({ message }) => message)
}

describe('a step', () => {
  it('that passes says what was checked', async () => {
    const result = await run({ 'a.yaml': goodPod })
    expect(result).toMatchObject({ exitCode: 0, conclusion: 'success' })
    expect(Object.fromEntries(result.outputs)).toMatchObject({
      verdict: 'pass',
      'exit-code': '0',
      findings: '0',
      'sarif-file': 'policy-gate.sarif',
    })
    expect(result.log.shown.join('\n')).toContain('Checked 1 object in 1 unit from 1 file')
    expect(result.summary).toMatch(/^## .*policy-gate: PASS/)
    expect(result.summary).toContain('Checked 1 object')
    expect(result.log.annotations).toEqual([])
    expect(result.log.problems).toEqual([])
  })

  it('that fails has annotations, worst first, and one that says why', async () => {
    const result = await run({ 'a.yaml': badPod })
    expect(result).toMatchObject({ exitCode: 1, conclusion: 'failure' })
    expect(Object.fromEntries(result.outputs)).toMatchObject({
      verdict: 'fail',
      'exit-code': '1',
      findings: '7',
      critical: '1',
      high: '3',
      medium: '3',
      low: '0',
    })
    expect(result.log.annotations[0]).toMatchObject({ level: 'error', properties: { file: 'a.yaml', line: '12' } })
    expect(messages(result, 'error').at(-1)).toMatch(/^policy-gate: FAIL - 4 open findings/)
    expect(result.summary).toContain('pod-security/privileged')
  })

  it('with mode warn succeeds and still says fail', async () => {
    const result = await run({ 'a.yaml': badPod }, { inputs: { mode: 'warn' } })
    expect(result).toMatchObject({ exitCode: 0, conclusion: 'success' })
    expect(Object.fromEntries(result.outputs)).toMatchObject({ verdict: 'fail', 'exit-code': '0' })
    expect(messages(result, 'warning').at(-1)).toContain('because mode is warn')
    expect(result.summary).toContain('FAIL')
  })

  it.each(['enforce', 'warn'])('with what cannot be read is an error, mode %s', async (mode) => {
    const result = await run({ 'a.yaml': 'kind: Pod\n  bad: x\n apiVersion: v1\n' }, { inputs: { mode } })
    expect(result.exitCode).toBe(3)
    expect(Object.fromEntries(result.outputs)).toMatchObject({ verdict: 'error', 'exit-code': '3' })
    const sarif = JSON.parse(readFileSync(join(result.workspace, 'policy-gate.sarif'), 'utf8'))
    expect(sarif.runs[0].invocations[0].executionSuccessful).toBe(false)
  })

  it('with more than anybody can read keeps within what the runner takes', async () => {
    const pods = Array.from({ length: 700 }, (_, index) => badPod.replace('name: debug', `name: debug-${index}-${'x'.repeat(60)}`))
    const { log, summary, outputs } = await run({ 'a.yaml': pods.join('---\n') })
    expect(outputs.get('findings')).toBe('4900')
    expect(Buffer.byteLength(summary)).toBeLessThan(1_000_000)
    expect(Buffer.byteLength(summary)).toBeGreaterThan(100_000)
    expect(summary.endsWith('\n')).toBe(true)
    expect(log.dropped).toBe(0)
    expect(log.annotations.filter(({ level }) => level === 'error')).toHaveLength(10)
    expect(log.annotations.at(-1)!.message).toMatch(/^policy-gate: FAIL/)
    expect(log.annotations.filter(({ message }) => message.includes('more without annotation'))).toHaveLength(1)
    expect(log.annotations.every(({ message }) => message.length <= 4096)).toBe(true)
  })

  it('of an empty workspace is no pass', async () => {
    const result = await run({})
    expect(result.exitCode).not.toBe(0)
    expect(result.outputs.get('verdict')).toBe('error')
  })

  it('sets every output of action.yml that a scan can set, and no other', async () => {
    const { outputs } = await run({ 'a.yaml': badPod }, { inputs: { 'json-file': 'r/a.json', 'html-file': 'r/a.html' } })
    const ofGitHub = ['comment-url', 'check-run-url', 'sarif-id']
    expect([...outputs.keys()].sort()).toEqual(outputNames.filter((name) => !ofGitHub.includes(name)).sort())
    expect(outputs.get('policies-digest')).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(outputs.get('new')).toBe('')
  })

  it('writes the reports that are wanted, relative to the working directory', async () => {
    const inputs = {
      'working-directory': 'shop',
      paths: '.',
      'sarif-file': 'out/a.sarif',
      'json-file': 'out/a.json',
      'html-file': 'a.html',
      category: 'eu',
    }
    const { workspace, outputs } = await run({ 'shop/a.yaml': badPod, 'other/b.yaml': badPod }, { inputs })
    const read = (file: string): string => readFileSync(join(workspace, 'shop', file), 'utf8')
    expect(JSON.parse(read('out/a.sarif')).runs[0].automationDetails.id).toBe('policy-gate/eu/')
    expect(JSON.parse(read('out/a.json')).verdict).toBe('fail')
    expect(read('a.html')).toContain('<!DOCTYPE html>')
    expect(outputs.get('findings')).toBe('7')
    expect(existsSync(join(workspace, 'policy-gate.sarif'))).toBe(false)
  })

  it('leaves summary and annotations away where they are not wanted', async () => {
    const result = await run({ 'a.yaml': badPod }, { inputs: { summary: 'false', annotations: 'false' } })
    expect(result.summary).toBe('')
    expect(result.log.annotations).toHaveLength(1)
  })

  it('speaks Korean everywhere', async () => {
    const result = await run({ 'a.yaml': badPod }, { inputs: { language: 'ko' } })
    expect(result.log.shown.join('\n')).toContain('배포 대상을 찾는 중')
    expect(messages(result, 'error').at(-1)).toMatch(/^policy-gate: 실패/)
    expect(result.summary).toContain('실패')
  })

  it('gives options of the configuration their way, and inputs theirs', async () => {
    expect((await run({ 'a.yaml': badPod }, { inputs: { 'fail-on': 'none' } })).outputs.get('verdict')).toBe('warn')
    const files = { 'a.yaml': badPod, '.policy-gate/config.yaml': 'failOn: none\n' }
    expect((await run(files)).outputs.get('verdict')).toBe('warn')
    expect((await run(files, { inputs: { 'fail-on': 'high' } })).outputs.get('verdict')).toBe('fail')
  })

  it('judges only what is named', async () => {
    const files = { 'a/a.yaml': badPod, 'b c/b.yaml': goodPod, 'd/d.yaml': goodPod }
    expect((await run(files, { inputs: { paths: 'b c\nd' } })).outputs.get('verdict')).toBe('pass')
  })

  it('refuses wrong inputs all at once with exit code 2', async () => {
    const result = await run({ 'a.yaml': goodPod }, { inputs: { 'fail-on': 'x', comment: 'x', fail_on: 'low' } })
    expect(result.exitCode).toBe(2)
    expect(Object.fromEntries(result.outputs)).toEqual({ verdict: 'error', 'exit-code': '2' })
    expect(messages(result, 'error')[0]!.split('\n')).toHaveLength(4)
    expect(result.summary).toContain('ERROR')
  })

  it('refuses a wrong configuration with exit code 2', async () => {
    const result = await run({ 'a.yaml': goodPod, '.policy-gate/config.yaml': 'failon: none\n' })
    expect(result.exitCode).toBe(2)
    expect(messages(result, 'error')[0]).toContain('failOn')
    expect(result.summary).toContain('failOn')
  })

  it('masks the token and never shows it', async () => {
    const token = 'ghs_0123456789abcdef'
    const result = await run({ 'a.yaml': goodPod.replace('blue', token) }, { token, inputs: { mode: 'enforce' } })
    expect(result.log.masks).toEqual([token])
    expect(result.log.shown.join('\n')).not.toContain(token)
    expect(result.summary).not.toContain(token)
  })

  it.each(['push', 'schedule', 'workflow_dispatch', 'repository_dispatch'])('is judged by its own settings on %s', async (name) => {
    const result = await run({ 'a.yaml': badPod, '.policy-gate/config.yaml': 'failOn: none\n' }, { event: { name } })
    expect(result.outputs.get('verdict')).toBe('warn')
  })
})

describe('what lies in the place of a report', () => {
  const clean = '{"version":"2.1.0","runs":[]}'

  it('is gone even when the inputs are wrong', async () => {
    const result = await run({ 'policy-gate.sarif': clean, 'a.json': clean }, { inputs: { mode: 'x', 'json-file': 'a.json' } })
    expect(existsSync(join(result.workspace, 'policy-gate.sarif'))).toBe(false)
    expect(existsSync(join(result.workspace, 'a.json'))).toBe(false)
  })

  it('is no way to another file', async () => {
    const target = join(workspaceWith({ 'target.txt': 'untouched' }), 'target.txt')
    const workspace = workspaceWith({ 'a.yaml': goodPod })
    folders.push(workspace, join(target, '..'))
    symlinkSync(target, join(workspace, 'policy-gate.sarif'))
    const result = await runStep({ product: product.folder, workspace })
    expect(result.exitCode).toBe(0)
    expect(readFileSync(target, 'utf8')).toBe('untouched')
    expect(lstatSync(join(workspace, 'policy-gate.sarif')).isFile()).toBe(true)
  })

  it('is no manifest', async () => {
    const workspace = workspaceWith({ 'a.yaml': goodPod })
    folders.push(workspace)
    const step = { product: product.folder, workspace, inputs: { 'json-file': 'report.json' } }
    const first = await runStep(step)
    writeFileSync(join(workspace, 'policy-gate.sarif'), 'broken')
    const second = await runStep(step)
    expect(second.outputs).toEqual(first.outputs)
  })
})
