import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProduct, type Product } from '../runner/product.ts'
import { runStep, type Step, type StepResult } from '../runner/runner.ts'
import { badPod, goodPod, workspaceWith } from './workspace.ts'

/** A change that brings a bad pod and turns the gate off, as every event shows it. */

let product: Product
let workspace: string
let base: string
let head: string
let merge: string
const folders: string[] = []

function git(...args: string[]): string {
  const settings = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...settings, ...args], { cwd: workspace, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}

function commit(files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, name), text)
  git('add', '--all')
  git('commit', '--quiet', '--message', 'x')
  return git('rev-parse', 'HEAD')
}

beforeAll(async () => {
  product = await buildProduct()
  workspace = workspaceWith({ 'a.yaml': goodPod, '.policy-gate/config.yaml': 'failOn: high\n' })
  folders.push(workspace)
  git('init', '--quiet', '--initial-branch=main')
  base = commit({})
  head = commit({ 'b.yaml': badPod, '.policy-gate/config.yaml': 'failOn: none\n' })
  git('checkout', '--quiet', '--detach', base)
  git('merge', '--quiet', '--no-ff', '--message', 'merge', head)
  merge = git('rev-parse', 'HEAD')
})
afterAll(() => {
  product.remove()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function payloadOf(name: string): {
  pull_request: Record<string, { sha: string; repo: object | null }>
  merge_group: { base_sha: string }
} {
  return JSON.parse(readFileSync(join(import.meta.dirname, `../fixtures/${name}.json`), 'utf8'))
}

function pullRequest({ fork = false } = {}): object {
  const payload = payloadOf('pull_request')
  payload.pull_request.head!.sha = head
  payload.pull_request.base!.sha = base
  if (fork) payload.pull_request.head!.repo = null
  return payload
}

async function run(step: Partial<Step>): Promise<StepResult> {
  const result = await runStep({ product: product.folder, workspace, sha: merge, ...step })
  folders.push(result.folder)
  git('clean', '--quiet', '--force', '-d')
  return result
}

describe('settings of the base hold', () => {
  it('for a pull request; what the change does to the gate is shown', async () => {
    const result = await run({ event: { name: 'pull_request', payload: pullRequest() }, ref: 'refs/pull/2/merge' })
    expect(Object.fromEntries(result.outputs)).toMatchObject({ verdict: 'fail', 'settings-commit': base, new: '7', fixed: '0' })
    expect(result.exitCode).toBe(1)
    expect(result.summary).toContain('.policy-gate/config.yaml')
  })

  it('in Korean too', async () => {
    const step = { event: { name: 'pull_request', payload: pullRequest() }, inputs: { language: 'ko' } }
    expect((await run(step)).outputs.get('settings-commit')).toBe(base)
  })

  it('for a merge group', async () => {
    const payload = payloadOf('merge_group')
    payload.merge_group.base_sha = base
    expect(Object.fromEntries((await run({ event: { name: 'merge_group', payload } })).outputs)).toMatchObject({
      verdict: 'fail',
      'settings-commit': base,
    })
  })

  it.each([
    ['a fork', { event: { name: 'pull_request', payload: {} } }, true],
    ['Dependabot', { event: { name: 'pull_request', payload: {} }, actor: 'dependabot[bot]' }, false],
  ])('for %s, which gets a verdict and one notice of what its token may not do', async (_, step, fork) => {
    const event = { name: 'pull_request', payload: pullRequest({ fork }) }
    const inputs = { comment: 'true', 'check-run': 'true', 'upload-sarif': 'true' }
    // nothing listens there: whoever asks fails
    const env = { GITHUB_API_URL: 'http://127.0.0.1:9', GITHUB_SERVER_URL: 'http://127.0.0.1:9' }
    const result = await run({ ...step, event, inputs, env, token: 'ghs_readOnly' })
    expect(result.outputs.get('verdict')).toBe('fail')
    const told = result.log.annotations.filter(({ level, message }) => level !== 'error' && message.includes('can only read'))
    expect(told).toHaveLength(1)
  })

  it('for pull_request_target, of which is said what is off', async () => {
    git('checkout', '--quiet', '--detach', head)
    const result = await run({ event: { name: 'pull_request_target', payload: pullRequest() }, sha: base })
    expect(Object.fromEntries(result.outputs)).toMatchObject({ verdict: 'fail', 'settings-commit': base })
    expect(result.log.annotations.some(({ level, message }) => level === 'notice' && message.includes('pull_request_target'))).toBe(true)
    git('checkout', '--quiet', '--detach', merge)
  })

  it('unless head is asked for, and that is told', async () => {
    const event = { name: 'pull_request', payload: pullRequest() }
    const result = await run({ event, inputs: { 'config-source': 'head' } })
    expect(Object.fromEntries(result.outputs)).toMatchObject({ verdict: 'warn', 'settings-commit': '' })
    expect(result.log.annotations.filter(({ level }) => level === 'warning').length).toBeGreaterThan(0)
  })

  it('head cannot be asked for on a privileged event', async () => {
    const event = { name: 'pull_request_target', payload: pullRequest() }
    expect(await run({ event, sha: base, inputs: { 'config-source': 'head' } })).toMatchObject({ exitCode: 2 })
  })
})

describe('what was there before', () => {
  it('does not fail the gate with new-only, and the new does', async () => {
    const event = { name: 'pull_request', payload: pullRequest() }
    expect((await run({ event, inputs: { 'new-only': 'true' } })).outputs.get('verdict')).toBe('fail')
  })

  it('is not judged with changed-only', async () => {
    const event = { name: 'pull_request', payload: pullRequest() }
    const { outputs } = await run({ event, inputs: { 'changed-only': 'true' } })
    expect(Object.fromEntries(outputs)).toMatchObject({ verdict: 'fail', new: '7' })
  })

  it('is a dry run: nothing is sent, and the log says what would be', async () => {
    const event = { name: 'pull_request', payload: pullRequest() }
    const inputs = { 'dry-run': 'true', comment: 'true', 'check-run': 'true', 'upload-sarif': 'true' }
    const env = { GITHUB_API_URL: 'http://127.0.0.1:9', GITHUB_SERVER_URL: 'http://127.0.0.1:9' }
    const result = await run({ event, inputs, env, token: 'ghs_dry' })
    expect(result.outputs.get('verdict')).toBe('fail')
    expect(result.log.shown.join('\n')).toMatch(/dry run/i)
    expect(result.log.annotations.filter(({ message }) => message.includes('could not be reached'))).toEqual([])
  })
})
