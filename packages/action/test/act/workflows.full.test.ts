import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Verdict } from '../../../scanner/src/model.ts'
import { type FakeGitHub, startFakeGitHub } from '../fake/index.ts'
import { checkout } from '../runner/action-file.ts'
import { type ActRun, type ActStep, runAct } from './act.ts'
import { actionRepository } from './action-repository.ts'
import { type ExampleRepository, exampleRepository, resultsFolder } from './repository.ts'
import { writeStandIns } from './stand-ins.ts'

const folder = join(checkout, 'examples/workflows')
const names = readdirSync(folder).filter((name) => name.endsWith('.yml'))
const texts = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))

const failing = '01-mtls-permissive.patch'
const passing = '19-more-orders.patch'
const broken = '17-broken-yaml.patch'
const token = 'ghs_actTokenThatNobodyMaySee'

const home = mkdtempSync(join(tmpdir(), 'policy-gate-act-'))
let action: ReturnType<typeof actionRepository>
let repository: ExampleRepository
let standIns: Record<string, string>
let fake: FakeGitHub

beforeAll(async () => {
  action = actionRepository()
  repository = exampleRepository(Object.fromEntries(names.map((name) => [`.github/workflows/${name}`, texts[name]!])))
  standIns = writeStandIns(Object.values(texts), join(home, 'actions'))
})
afterAll(() => {
  action?.remove()
  repository?.remove()
  rmSync(home, { recursive: true, force: true })
})
beforeEach(async () => {
  const state = { owner: 'cloudmart', repo: 'platform', token, gitDirectory: repository.folder }
  fake = await startFakeGitHub({ state, pulls: [] })
})
// `close` throws for every request that GitHub's description does not allow
afterEach(() => fake.close())

async function run(workflow: string, event: string, payload: object): Promise<ActRun> {
  rmSync(join(home, 'artifacts'), { recursive: true, force: true })
  const result = await runAct({
    folder: repository.folder,
    workflow: `.github/workflows/${workflow}`,
    event,
    payload,
    actions: { 'cloudmart/policy-gate@v1': action.folder, ...standIns },
    env: {
      POLICY_GATE_CACHE_DIR: resultsFolder(),
      ARTIFACTS: join(home, 'artifacts'),
      REMOTE: `file://${repository.folder}`,
      ORIGIN: repository.origin,
      GITHUB_API_URL: fake.apiUrl,
      GITHUB_SERVER_URL: fake.serverUrl,
    },
    token,
    home,
  })
  for (const { steps } of Object.values(result.jobs))
    for (const step of Object.values(steps)) expect(JSON.stringify(step)).not.toContain(token)
  return result
}

function pullRequest(patch: string): object {
  const { head, payload } = repository.pullRequest(patch)
  fake.state.pulls.push({
    number: 2,
    headSha: head,
    baseSha: repository.base,
    headRef: 'change',
    baseRef: 'main',
    state: 'open',
    fork: false,
    locked: false,
  })
  return payload
}

function jobResult(verdict: Verdict): 'success' | 'failure' {
  return verdict === 'pass' || verdict === 'warn' ? 'success' : 'failure'
}

/** The one step of a run that has a verdict, of the job with this name. */
function gateOf(run: ActRun, job: string): ActStep {
  const steps = Object.values(run.jobs[job]?.steps ?? {}).filter(({ outputs }) => outputs.verdict !== undefined)
  if (steps.length !== 1) throw new Error(`${steps.length} steps of ${job} have a verdict, of ${Object.keys(run.jobs)}: ${run.complaints}`)
  return steps[0]!
}

it('every example is run here', () =>
  expect(names.sort()).toEqual([
    'fork-safe.yml',
    'full.yml',
    'merge-queue.yml',
    'minimal.yml',
    'monorepo-matrix.yml',
    'required-workflow.yml',
    'scheduled-audit.yml',
  ]))

it.each<[string, string, string, Verdict]>([
  ['minimal.yml', 'Policy/policy-gate', failing, 'fail'],
  ['required-workflow.yml', 'Required policy/policy-gate', broken, 'error'],
  ['merge-queue.yml', 'Policy/policy-gate', passing, 'pass'],
])('act: %s', async (workflow, job, patch, verdict) => {
  const act = await run(workflow, 'pull_request', pullRequest(patch))
  const { outputs, summary, annotations } = gateOf(act, job)
  expect(outputs.verdict, JSON.stringify(annotations)).toBe(verdict)
  expect(outputs['settings-commit']).toBe(repository.base)
  expect(summary).toContain(verdict.toUpperCase())
  expect(act.jobs[job]!.result).toBe(jobResult(verdict))
  expect(fake.state.comments).toHaveLength(workflow === 'merge-queue.yml' ? 1 : 0)
})

it.each<[string, Verdict]>([
  [passing, 'pass'],
  [failing, 'fail'],
  [broken, 'error'],
])('act: full.yml shows the verdict of %s in every surface', async (patch, verdict) => {
  const act = await run('full.yml', 'pull_request', pullRequest(patch))
  const { outputs, annotations } = gateOf(act, 'Policy/policy-gate')
  expect(outputs.verdict, JSON.stringify(annotations)).toBe(verdict)
  expect(act.jobs['Policy/policy-gate']!.result).toBe(jobResult(verdict))
  expect(fake.state.comments.map(({ body }) => body.includes(verdict.toUpperCase()))).toEqual([true])
  expect(outputs['comment-url']).toMatch(/#issuecomment-\d+$/)
  expect(fake.state.checkRuns.map(({ conclusion }) => conclusion)).toEqual([jobResult(verdict)])
  expect(outputs['check-run-url']).not.toBe('')
  // a run that could not judge everything would close alerts
  expect(fake.state.uploads).toHaveLength(verdict === 'error' ? 0 : 1)
  expect(readdirSync(join(home, 'artifacts/policy-gate')).sort()).toEqual(['policy-gate.html', 'policy-gate.json', 'policy-gate.sarif'])
})

it.each<[string, Verdict]>([
  [failing, 'fail'],
  [broken, 'error'],
])('act: monorepo-matrix.yml judges %s in five shards', async (patch, verdict) => {
  const act = await run('monorepo-matrix.yml', 'pull_request', pullRequest(patch))
  expect(readdirSync(join(home, 'artifacts')).sort()).toEqual([1, 2, 3, 4, 5].map((index) => `policy-gate-shard-${index}`))
  const { outputs, summary, annotations } = gateOf(act, 'Policy/policy-gate')
  expect(outputs.verdict, JSON.stringify(annotations)).toBe(verdict)
  expect(summary).toContain(verdict.toUpperCase())
  expect(act.jobs['Policy/policy-gate']!.result).toBe(jobResult(verdict))
  expect(fake.state.comments).toHaveLength(1)
})

it('act: merge-queue.yml judges a merge group by the settings of its base, without a comment', async () => {
  repository.pullRequest(failing)
  const payload = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/merge_group.json'), 'utf8'))
  payload.merge_group.base_sha = repository.base
  const act = await run('merge-queue.yml', 'merge_group', payload)
  const { outputs, annotations } = gateOf(act, 'Policy/policy-gate')
  expect(outputs.verdict, JSON.stringify(annotations)).toBe('fail')
  expect(outputs['settings-commit']).toBe(repository.base)
  expect(fake.requests.filter(({ method }) => method !== 'GET')).toEqual([])
})

it('act: fork-safe.yml shows the verdict of a change that it checked out as data', async () => {
  const { head } = repository.pullRequest(failing)
  fake.state.pulls.push({
    number: 2,
    headSha: head,
    baseSha: repository.base,
    headRef: 'change',
    baseRef: 'main',
    state: 'open',
    fork: true,
    locked: false,
  })
  repository.main()
  const payload = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/workflow_run.json'), 'utf8'))
  Object.assign(payload.workflow_run, { event: 'pull_request', head_sha: head, head_branch: 'change' })
  Object.assign(payload.workflow_run.head_repository, { full_name: 'somebody/platform' })
  payload.workflow_run.head_repository.owner.login = 'somebody'
  const act = await run('fork-safe.yml', 'workflow_run', payload)
  const { outputs, result, annotations } = gateOf(act, 'Policy comment/Comment on the pull request')
  expect(outputs.verdict, JSON.stringify(annotations)).toBe('fail')
  // the required check is that of the first stage
  expect(result).toBe('success')
  expect(outputs['settings-commit']).toBe(repository.base)
  expect(fake.state.comments.map(({ body }) => body.includes('FAIL'))).toEqual([true])
})

it.each(['schedule', 'workflow_dispatch'])('act: scheduled-audit.yml on %s', async (event) => {
  repository.main()
  const act = await run('scheduled-audit.yml', event, {})
  const { outputs, result, annotations } = gateOf(act, 'Policy audit/Audit')
  expect(['pass', 'warn', 'fail'], JSON.stringify(annotations)).toContain(outputs.verdict)
  expect(outputs['settings-commit']).toBe('')
  expect(result).toBe('success')
  expect(fake.state.uploads).toHaveLength(1)
  expect(readdirSync(join(home, 'artifacts/policy-audit'))).toEqual(['policy-gate.html'])
})
