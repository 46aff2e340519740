import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProduct, type Product } from '../runner/product.ts'
import { runStep, type Step, type StepResult } from '../runner/runner.ts'
import { badPod, goodPod, workspaceWith } from './workspace.ts'

let product: Product
let big: string
const folders: string[] = []
beforeAll(async () => {
  product = await buildProduct()
  // long enough in work that a signal comes in the middle of it
  big = workspaceWith(
    Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`a${index}/a.yaml`, `${goodPod}---\n`.repeat(10) + badPod])),
  )
  folders.push(big)
})
afterAll(() => {
  product.remove()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function run(step: Partial<Step> & { workspace: string }): Promise<StepResult> {
  const result = await runStep({ product: product.folder, ...step })
  folders.push(result.folder)
  return result
}

/** Sends a signal as soon as the scan has begun. */
function kill(signal: NodeJS.Signals): Step['started'] {
  return (child, written) => {
    const look = setInterval(() => {
      if (!written().includes('…')) return
      child.kill(signal)
      clearInterval(look)
    }, 5)
    child.on('close', () => clearInterval(look))
  }
}

function errors({ log }: StepResult): string {
  return log.annotations
    .filter(({ level }) => level === 'error')
    .map(({ message }) => message)
    .join('\n')
}

describe('an end in the middle of the work is an error', () => {
  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('%s: outputs and summary are written, and no report', async (signal) => {
    const result = await run({ workspace: big, started: kill(signal), inputs: { mode: 'warn' } })
    expect(result).toMatchObject({ exitCode: 3, signal: null })
    expect(Object.fromEntries(result.outputs)).toEqual({ verdict: 'error', 'exit-code': '3' })
    expect(errors(result)).toContain(signal)
    expect(result.summary).toContain('ERROR')
    expect(existsSync(join(big, 'policy-gate.sarif'))).toBe(false)
  })

  it('SIGKILL: the outputs say error', async () => {
    const result = await run({ workspace: big, started: kill('SIGKILL') })
    expect(result.signal).toBe('SIGKILL')
    expect(Object.fromEntries(result.outputs)).toEqual({ verdict: 'error', 'exit-code': '3' })
    expect(existsSync(join(big, 'policy-gate.sarif'))).toBe(false)
  })

  it('no memory: the outputs say error', async () => {
    const result = await run({ workspace: big, flags: ['--max-old-space-size=12'] })
    expect(result.exitCode === 0 || result.exitCode === 1).toBe(false)
    expect(result.outputs.get('verdict')).toBe('error')
    expect(existsSync(join(big, 'policy-gate.sarif'))).toBe(false)
  })

  it.each([
    ['a fault that nothing caught', 'throw new Error("::set-output name=verdict::pass")'],
    ['a promise that nobody waits for', 'Promise.reject(new Error("::set-output name=verdict::pass"))'],
  ])('%s', async (_, code) => {
    const flags = ['--import', `data:text/javascript,setTimeout(()=>{${encodeURIComponent(code)}},250)`]
    const result = await run({ workspace: big, flags })
    expect(result.exitCode).toBe(3)
    expect(result.outputs.get('verdict')).toBe('error')
    expect(errors(result)).toContain('This is a fault of policy-gate')
    expect(result.log.commands).toEqual([])
  })

  it('work that ends without an answer', async () => {
    // the work waits for something that keeps the process no longer
    const flags = [
      '--import',
      'data:text/javascript,import fs from"node:fs";import{syncBuiltinESMExports as s}from"node:module";Promise.withResolvers=()=>({promise:new Promise(()=>{}),resolve(){},reject(){}});globalThis.Promise.all=()=>new Promise(()=>{});s()',
    ]
    const result = await run({ workspace: workspaceWith({ 'a.yaml': goodPod }), flags })
    expect(result.exitCode).toBe(3)
    expect(result.outputs.get('verdict')).toBe('error')
  })

  it('a Node that is too old', async () => {
    const flags = ['--import', 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})']
    const workspace = workspaceWith({ 'a.yaml': goodPod })
    folders.push(workspace)
    const result = await run({ workspace, flags })
    expect(result.exitCode).toBe(3)
    expect(result.outputs.get('verdict')).toBe('error')
    expect(errors(result)).toContain('Node 22.12')
  })

  it.each([
    ['throws', 'throw new Error("x")'],
    ['exits', 'process.exit(0)'],
  ])('the evaluation thread %s', async (_, code) => {
    const broken = mkdtempSync(join(tmpdir(), 'policy-gate-broken-'))
    folders.push(broken)
    cpSync(product.folder, broken, { recursive: true, verbatimSymlinks: true })
    writeFileSync(join(broken, 'evaluation-worker.mjs'), code)
    // few objects are judged without it
    const workspace = workspaceWith({ 'a.yaml': Array(600).fill(goodPod).join('---\n') })
    folders.push(workspace)
    const result = await run({ product: broken, workspace, env: { POLICY_GATE_CACHE_DIR: join(broken, 'cache') } })
    expect(result.exitCode).toBe(3)
    expect(result.outputs.get('verdict')).toBe('error')
  })
})

describe('what cannot be written does not change the verdict', () => {
  it.each([
    ['no GITHUB_OUTPUT', { GITHUB_OUTPUT: undefined }, 'outputs of the step'],
    ['a full disk under GITHUB_OUTPUT', { GITHUB_OUTPUT: '/dev/full' }, 'ENOSPC'],
    ['GITHUB_OUTPUT is a folder', { GITHUB_OUTPUT: tmpdir() }, 'EISDIR'],
    ['no GITHUB_STEP_SUMMARY', { GITHUB_STEP_SUMMARY: undefined }, 'summary'],
    ['a full disk under GITHUB_STEP_SUMMARY', { GITHUB_STEP_SUMMARY: '/dev/full' }, 'ENOSPC'],
  ])('%s', async (_, env, said) => {
    const workspace = workspaceWith({ 'a.yaml': badPod })
    folders.push(workspace)
    const result = await run({ workspace, env })
    expect(result.exitCode).toBe(1)
    expect(result.log.annotations.filter(({ level, message }) => level === 'warning' && message.includes(said))).toHaveLength(1)
  })

  it.each(['fail', 'pass'])('reports, verdict %s', async (verdict) => {
    const workspace = workspaceWith({ 'a.yaml': verdict === 'fail' ? badPod : goodPod, file: '' })
    folders.push(workspace)
    const result = await run({
      workspace,
      inputs: { 'sarif-file': 'file/a.sarif', 'json-file': '/dev/full/a.json', 'html-file': 'a.html' },
    })
    expect(result.outputs.get('verdict')).toBe(verdict)
    expect(result.exitCode).toBe(verdict === 'fail' ? 1 : 0)
    expect(result.outputs.has('sarif-file')).toBe(false)
    expect(readFileSync(join(workspace, 'a.html'), 'utf8')).toContain('</html>')
    expect(
      result.log.annotations.filter(({ level, message }) => level === 'warning' && message.includes('could not be written')),
    ).toHaveLength(2)
  })

  it('a log that nobody reads', async () => {
    const workspace = workspaceWith({ 'a.yaml': badPod })
    folders.push(workspace)
    const result = await run({
      workspace,
      started: (child) => {
        child.stdout!.destroy()
      },
    })
    expect(result.exitCode).toBe(1)
    expect(result.outputs.get('verdict')).toBe('fail')
  })
})

describe('without what the runner gives there is no verdict but error', () => {
  it.each<[string, Partial<Step>]>([
    ['no workspace', { env: { GITHUB_WORKSPACE: undefined } }],
    ['a workspace that is not there', { env: { GITHUB_WORKSPACE: '/nowhere' } }],
    ['no event', { env: { GITHUB_EVENT_NAME: undefined } }],
    ['no commit', { env: { GITHUB_SHA: undefined } }],
    ['no payload of a pull request', { event: { name: 'pull_request' }, env: { GITHUB_EVENT_PATH: '/nowhere' } }],
    ['a payload that is broken', { event: { name: 'pull_request', payload: '{"pull_request"' } }],
    ['a payload without the pull request', { event: { name: 'pull_request', payload: {} } }],
    ['a payload without the merge group', { event: { name: 'merge_group', payload: {} } }],
  ])('%s', async (_, step) => {
    const workspace = workspaceWith({ 'a.yaml': goodPod })
    folders.push(workspace)
    const result = await run({ workspace, ...step })
    expect(result.exitCode).toBe(3)
    expect(Object.fromEntries(result.outputs)).toEqual({ verdict: 'error', 'exit-code': '3' })
    expect(errors(result)).not.toContain('fault of policy-gate')
    expect(result.summary).toContain('ERROR')
  })
})
