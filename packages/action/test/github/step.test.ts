import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FakeGitHub } from '../fake/index.ts'
import { badPod, goodPod } from '../run/workspace.ts'
import { buildProduct, type Product } from '../runner/product.ts'
import { runStep, type Step, type StepResult } from '../runner/runner.ts'
import { fakeGitHub, operations } from './publication.ts'

/** The bundled action in an emulated runner, against the fake: a pull request with real commits, checked out as actions/checkout does. */

let product: Product
const folder = mkdtempSync(join(tmpdir(), 'policy-gate-steps-'))
const upstream = join(folder, 'upstream')
beforeAll(async () => {
  product = await buildProduct()
})
afterAll(() => {
  product.remove()
  rmSync(folder, { recursive: true, force: true })
})

const identity = [
  '-c',
  'user.name=Gate',
  '-c',
  'user.email=gate@example.test',
  '-c',
  'init.defaultBranch=main',
  '-c',
  'commit.gpgsign=false',
]
function git(directory: string, ...args: string[]): string {
  return execFileSync('git', ['-C', directory, ...identity, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}

function commit(files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(upstream, name)), { recursive: true })
    writeFileSync(join(upstream, name), text)
  }
  git(upstream, 'add', '-A')
  git(upstream, 'commit', '-q', '-m', 'change')
  return git(upstream, 'rev-parse', 'HEAD')
}

const token = 'ghs_fakeTokenThatNobodyMaySee'
let fake: FakeGitHub
let baseSha: string
beforeEach(async () => {
  rmSync(upstream, { recursive: true, force: true })
  mkdirSync(upstream)
  git(upstream, 'init', '-q')
  baseSha = commit({ 'k8s/settings.yaml': goodPod, '.policy-gate/config.yaml': 'failOn: critical\n' })
  git(upstream, 'checkout', '-q', '-b', 'change')
  fake = await fakeGitHub({ basePath: '/api/v3', state: { token, gitDirectory: upstream }, pulls: [{ number: 7, baseSha }] })
})

/** Pushes to pull request 7 and runs its workflow on a clone of one commit. */
async function push(files: Record<string, string>, step: Partial<Step> & { fork?: boolean } = {}): Promise<StepResult> {
  const headSha = commit(files)
  fake.state.pulls[0]!.headSha = headSha
  git(upstream, 'checkout', '-q', '--detach', baseSha)
  git(upstream, 'merge', '-q', '--no-ff', '-m', 'merge', headSha)
  const sha = git(upstream, 'rev-parse', 'HEAD')
  git(upstream, 'branch', '-f', 'merged', sha)
  git(upstream, 'checkout', '-q', 'change')
  const workspace = mkdtempSync(join(folder, 'workspace-'))
  git(folder, 'clone', '-q', '--depth', '1', '--branch', 'merged', `file://${upstream}`, workspace)
  const payload = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'fixtures', 'pull_request.json'), 'utf8'))
  Object.assign(payload.pull_request, { number: 7 })
  payload.pull_request.head.sha = headSha
  payload.pull_request.base.sha = baseSha
  if (step.fork) payload.pull_request.head.repo.id += 1
  fake.requests.length = 0
  return runStep({
    product: product.folder,
    workspace,
    event: { name: 'pull_request', payload },
    sha,
    ref: 'refs/pull/7/merge',
    token,
    ...step,
    inputs: { comment: 'true', 'check-run': 'true', 'upload-sarif': 'true', ...step.inputs },
    env: { GITHUB_API_URL: fake.apiUrl, GITHUB_SERVER_URL: fake.serverUrl, GITHUB_REPOSITORY: 'cloudmart/shop', ...step.env },
  })
}

const read = (result: StepResult, ...names: string[]) => names.map((name) => result.outputs.get(name))

describe('a pull request', () => {
  it('has one comment, a check run for each push and alerts, under the settings of its base', async () => {
    const bad = await push({ 'k8s/pod.yaml': badPod, '.policy-gate/config.yaml': 'failOn: none\n' })
    expect([bad.exitCode, ...read(bad, 'verdict', 'settings-commit')]).toEqual([1, 'fail', baseSha])
    const [comment] = fake.state.comments
    const [run] = fake.state.checkRuns
    const [upload] = fake.state.uploads
    const address = `${fake.serverUrl}/cloudmart/shop`
    expect(read(bad, 'comment-url', 'check-run-url', 'sarif-id')).toEqual([
      `${address}/pull/7#issuecomment-${comment!.id}`,
      `${address}/runs/${run!.id}`,
      upload!.id,
    ])
    expect(comment!.body).toContain('❌ policy-gate: FAIL')
    expect(run).toMatchObject({ conclusion: 'failure', headSha: fake.state.pulls[0]!.headSha })
    expect(upload).toMatchObject({ ref: 'refs/pull/7/merge' })
    expect(bad.log.problems).toEqual([])

    // an upload is asked after for the first time after 5 s
    const good = await push({ 'k8s/pod.yaml': goodPod.replace('settings', 'others') }, { inputs: { 'upload-sarif': 'false' } })
    expect([good.exitCode, ...read(good, 'verdict')]).toEqual([0, 'pass'])
    expect(fake.state.comments).toMatchObject([{ id: comment!.id, body: expect.stringContaining('✅ policy-gate: PASS') }])
    expect(fake.state.checkRuns.map(({ conclusion }) => conclusion)).toEqual(['failure', 'success'])
    for (const { raw, summary } of [bad, good]) expect(raw.replace(`::add-mask::${token}\n`, '') + summary).not.toContain(token.slice(4))
  })

  it('of a fork is judged and told once', async () => {
    Object.assign(fake.state.permissions, { 'pull-requests': 'read', checks: 'read', 'security-events': 'read' })
    const result = await push({ 'k8s/pod.yaml': badPod }, { fork: true })
    expect([result.exitCode, ...read(result, 'verdict', 'comment-url')]).toEqual([1, 'fail', ''])
    const notices = result.log.annotations.filter(({ message }) => message.includes('can only read'))
    expect(notices).toHaveLength(1)
    expect(operations(fake).filter((operation) => !operation.startsWith('git/'))).toEqual([])
  })

  it('without permissions is judged all the same', async () => {
    Object.assign(fake.state.permissions, { 'pull-requests': 'none', checks: 'none', 'security-events': 'none' })
    const result = await push({ 'k8s/pod.yaml': goodPod.replace('settings', 'others') })
    expect([result.exitCode, ...read(result, 'verdict')]).toEqual([0, 'pass'])
    const told = result.log.annotations.map(({ level, message }) => [level, /`([a-z-]+: write)`/.exec(message)?.[1]])
    for (const permission of ['pull-requests: write', 'checks: write', 'security-events: write'])
      expect(told).toContainEqual(['warning', permission])
  })

  it('that passed and cannot be judged any more does not keep its comment', async () => {
    const inputs = { 'upload-sarif': 'false', 'check-run': 'false' }
    await push({ 'k8s/pod.yaml': goodPod.replace('settings', 'others') }, { inputs })
    expect(fake.state.comments[0]!.body).toContain('PASS')
    fake.fail({ kind: 'status', status: 404, message: 'Not Found' }, { operation: 'git/get-commit', times: 100 })
    fake.fail({ kind: 'status', status: 404, message: 'Not Found' }, { operation: 'git/get-tree', times: 100 })
    const result = await push({ 'k8s/other.yaml': badPod }, { inputs })
    expect([result.exitCode, ...read(result, 'verdict')]).toEqual([3, 'error'])
    expect(fake.state.comments).toHaveLength(1)
    expect(fake.state.comments[0]!.body).toContain('ERROR')
  })

  it('is not shown in a dry run', async () => {
    const result = await push({ 'k8s/pod.yaml': badPod }, { inputs: { 'dry-run': 'true' } })
    expect(result.exitCode).toBe(1)
    expect(operations(fake).filter((operation) => !operation.startsWith('git/'))).toEqual([])
    expect(result.raw.match(/because this is a dry run/g)).toHaveLength(3)
  })
})
