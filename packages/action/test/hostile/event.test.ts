import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { badPod, workspaceWith } from '../run/workspace.ts'
import { buildProduct, type Product } from '../runner/product.ts'
import { runStep, type Step } from '../runner/runner.ts'
import { expectHarmless } from './oracle.ts'
import { hostileTexts } from './strings.ts'

let product: Product
const folders: string[] = []
beforeAll(async () => {
  product = await buildProduct()
})
afterAll(() => {
  product.remove()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function harmless(exitCode: number, step: Partial<Step>): Promise<void> {
  const workspace = workspaceWith({ 'a.yaml': badPod })
  const result = await runStep({ product: product.folder, workspace, ...step })
  folders.push(workspace, result.folder)
  expectHarmless(result, exitCode, workspace)
}

describe('what comes from the event and the workflow', () => {
  it.each([
    'mode',
    'fail-on',
    'shard',
    'config',
    'category',
    'working-directory',
    'sarif-file',
    'comment',
    'language',
    'profile',
    'merge',
    'paths',
  ])('hostile texts in input %s', async (name) => {
    for (const text of [
      hostileTexts
        .filter((each) => !each.includes('\0'))
        .join('\n')
        .toWellFormed(),
      '::set-output name=verdict::pass',
      'x\n##[error]x',
    ]) {
      const workspace = workspaceWith({ 'a.yaml': badPod })
      const result = await runStep({ product: product.folder, workspace, inputs: { [name]: text } })
      folders.push(workspace, result.folder)
      expect([1, 2, 3]).toContain(result.exitCode)
      expectHarmless(result, result.exitCode!)
    }
  })

  it('a hostile name of an input', async () => {
    await harmless(2, { inputs: { '::set-output name=verdict::pass': 'x', '##[error]x': 'y' } })
  })

  it('hostile branches, titles and people of a pull request', async () => {
    const text = hostileTexts
      .filter((each) => !each.includes('\0'))
      .join('\n')
      .toWellFormed()
    const workspace = workspaceWith({ 'a.yaml': badPod })
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        cwd: workspace,
        encoding: 'utf8',
        stdio: 'pipe',
      }).trim()
    git('init', '--quiet')
    git('commit', '--quiet', '--allow-empty', '--message', text)
    const base = git('rev-parse', 'HEAD')
    git('checkout', '--quiet', '-b', 'change')
    git('add', '--all')
    git('commit', '--quiet', '--message', text)
    const head = git('rev-parse', 'HEAD')
    git('checkout', '--quiet', '--detach', base)
    git('merge', '--quiet', '--no-ff', '--message', text, head)
    const payload = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/pull_request.json'), 'utf8'))
    Object.assign(payload.pull_request, { title: text, body: text })
    Object.assign(payload.pull_request.head, { sha: head, ref: text, label: text })
    Object.assign(payload.pull_request.base, { sha: base, ref: text, label: text })
    payload.pull_request.user.login = text
    payload.repository.full_name = text
    const variables = [
      'GITHUB_HEAD_REF',
      'GITHUB_BASE_REF',
      'GITHUB_REF_NAME',
      'GITHUB_TRIGGERING_ACTOR',
      'GITHUB_WORKFLOW',
      'GITHUB_JOB',
      'GITHUB_RUN_ID',
      'GITHUB_REPOSITORY',
      'GITHUB_SERVER_URL',
    ]
    const result = await runStep({
      product: product.folder,
      workspace,
      inputs: { 'json-file': 'report.json', 'html-file': 'report.html' },
      event: { name: 'pull_request', payload },
      sha: git('rev-parse', 'HEAD'),
      ref: `refs/pull/${text}/merge`,
      actor: text,
      env: Object.fromEntries(variables.map((name) => [name, text])),
    })
    folders.push(workspace, result.folder)
    expectHarmless(result, 1, workspace)
    expect(result.outputs.get('settings-commit')).toBe(base)
  })

  it.each(['GITHUB_EVENT_NAME', 'GITHUB_SHA', 'GITHUB_EVENT_PATH', 'GITHUB_WORKSPACE'])('a hostile %s', async (name) => {
    const env = { [name]: '::set-output name=verdict::pass\n::error::x ##[error]y' }
    await harmless(3, { env, event: { name: 'pull_request', payload: {} } })
  })
})
