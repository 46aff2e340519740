import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { deployment } from '../../../scanner/test/changes/shop.ts'
import { lazyGitHub } from '../../src/lazy-github.ts'
import type { Event } from '../../src/model.ts'
import { type FakeGitHub, startFakeGitHub } from '../fake/index.ts'
import { checkedOut, type Given, judged, type Proposed, proposed, pullRequestEvent, refused } from './pull-request.ts'

const config = '.policy-gate/config.yaml'
const policy = 'package main\n\ndeny contains "no label team" if {\n\tinput.kind == "Deployment"\n\tnot input.metadata.labels.team\n}\n'
const files = {
  [config]: 'failOn: high\nrules: {pod-security/privileged: {severity: low}}\n',
  '.policy-gate/policies/team.rego': policy,
  '.github/workflows/gate.yaml': 'on: pull_request\n',
  'docs/CODEOWNERS': '* @cloudmart/platform\n',
  'app/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n',
}
const change = {
  [config]: 'failOn: none\n',
  '.policy-gate/policies/team.rego': null,
  '.github/workflows/gate.yaml': 'on: push\n',
  'docs/CODEOWNERS': '',
  'app/app.yaml': deployment('app'),
}

let fake: FakeGitHub | undefined
afterEach(async () => {
  const closing = fake
  fake = undefined
  await closing?.close()
})

async function askedOf(
  made: Proposed,
  options: Parameters<typeof startFakeGitHub>[0] = {},
): Promise<Pick<Given, 'github' | 'environment'>> {
  fake = await startFakeGitHub({ ...options, state: { gitDirectory: made.origin.folder, ...options.state } })
  const { state, apiUrl } = fake
  const nothing = (): void => {}
  const log = { info: nothing, notice: nothing, warning: nothing, error: nothing, debug: nothing }
  const github = lazyGitHub({ token: state.token, apiUrl, log, second: 1, timeout: 2000 })?.data
  return { github, environment: { apiUrl, owner: state.owner, repo: state.repo } }
}

let known: Proposed | undefined
const pull = (): Proposed => {
  known ??= proposed(files, change)
  return known
}
const shallow = () => checkedOut(pull(), { depth: 1 })

describe('settings of a base commit that the clone does not have', () => {
  it('are read through the Git database API', async () => {
    const given = await askedOf(pull())
    const { report, notices } = await judged({ workspace: shallow(), event: pullRequestEvent(pull()), ...given })
    expect([report.verdict, report.settings]).toEqual(['fail', { commit: pull().base, present: true }])
    expect(report.findings.filter(({ ruleId }) => ruleId === 'main/deny').map(({ message }) => message)).toEqual(['no label team'])
    expect(report.change).toMatchObject({
      base: pull().base,
      fixed: [],
      problem: expect.stringContaining('fetch-depth: 2'),
      gate: {
        files: [...Object.keys(change)]
          .filter((file) => !file.startsWith('app'))
          .sort()
          .map((file) => expect.objectContaining({ file })),
      },
    })
    expect(notices.map(({ code }) => code)).toEqual(['not-compared', 'gate-change'])
    expect(report.findings.every(({ baselineState }) => baselineState === undefined)).toBe(true)
    expect(fake?.requests.every(({ method }) => method === 'GET')).toBe(true)
  })

  it('from GitHub Enterprise Server too', async () => {
    const given = await askedOf(pull(), { basePath: '/api/v3' })
    const { report } = await judged({ workspace: shallow(), event: pullRequestEvent(pull()), ...given })
    expect(report.settings?.present).toBe(true)
  })

  it('where there is no repository at all: an archive that actions/checkout unpacked', async () => {
    const given = await askedOf(pull())
    const workspace = checkedOut(pull())
    rmSync(join(workspace, '.git'), { recursive: true })
    const { report, notices } = await judged({ workspace, event: pullRequestEvent(pull()), ...given })
    expect([report.verdict, report.settings?.commit]).toEqual(['fail', pull().base])
    expect(notices[0]?.message).toContain('no git repository')
  })

  it('in a clone without contents', async () => {
    const given = await askedOf(pull())
    const workspace = checkedOut(pull(), { filter: 'blob:none' })
    const { report, notices } = await judged({ workspace, event: pullRequestEvent(pull()), ...given })
    expect([report.verdict, report.settings?.commit]).toEqual(['fail', pull().base])
    expect(notices[0]).toMatchObject({ code: 'not-compared', message: expect.stringContaining('without `filter`') })
  })

  it.each([
    { what: 'a token that may not read', options: { permissions: { contents: 'none' } }, says: 'contents: read' },
    { what: 'a list that GitHub cuts short', options: { state: { treeLimit: 2 } }, says: 'too many' },
  ])('are an error with $what, never those of the change', async ({ options, says }) => {
    const given = await askedOf(pull(), options as Parameters<typeof startFakeGitHub>[0])
    const ended = await refused(judged({ workspace: shallow(), event: pullRequestEvent(pull()), ...given }))
    expect(ended).toEqual({ exitCode: 3, message: expect.stringContaining(says) })
  })

  it('are an error when GitHub is down', async () => {
    const given = await askedOf(pull())
    fake!.fail({ kind: 'status', status: 503 }, { times: 50 })
    const ended = await refused(judged({ workspace: shallow(), event: pullRequestEvent(pull()), ...given }))
    expect(ended).toEqual({ exitCode: 3, message: expect.stringMatching(/cannot be read.*HTTP 503/) })
  })
})

describe('answers that are not what they should be', () => {
  const answering = (data: (route: string) => unknown): Given['github'] => ({
    request: async (route) => ({ status: 200, data: data(route) }),
  })
  const tree = (entries: object[]) => ({ truncated: false, tree: entries })
  const sha = 'c'.repeat(40)
  const commit = { tree: { sha }, parents: [{ sha: 'd'.repeat(40) }, { sha: 'e'.repeat(40) }] }

  it.each([
    { what: 'a content with another hash', blob: { encoding: 'base64', content: 'eA==' }, name: 'config.yaml', says: 'not understood' },
    { what: 'a content that is none', blob: { encoding: 'none', content: '' }, name: 'config.yaml', says: 'not understood' },
    { what: 'a path that leads out', blob: {}, name: '../config.yaml', says: 'no checkout can have' },
    { what: 'nothing', blob: {}, name: undefined, says: 'not understood' },
  ])('$what', async ({ blob, name, says }) => {
    const github = answering((route) => {
      if (route.includes('/commits/')) return commit
      if (route.includes('/blobs/')) return blob
      if (name === undefined) return null
      return tree([{ path: '.policy-gate', mode: '040000', sha }, ...(name === '' ? [] : [{ path: name, mode: '100644', sha }])])
    })
    const workspace = checkedOut(pull(), { depth: 1 })
    const ended = await refused(judged({ workspace, event: pullRequestEvent(pull()), github }))
    expect(ended).toEqual({ exitCode: 3, message: expect.stringContaining(says) })
  })
})

describe('workflow_run', () => {
  const event = (more: Partial<Event> = {}): Event => {
    const { pullRequest: _pull, baseSha: _base, ...rest } = pullRequestEvent(pull())
    const run = { headSha: pull().head, owner: 'somebody', branch: 'change' }
    return { ...rest, name: 'workflow_run', sha: pull().base, privileged: true, run, ...more }
  }
  const pulls = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ number: 7 + i, headSha: pull().head, baseSha: pull().base, fork: true, headRef: 'change' }))

  it('asks GitHub for the pull request, by the commit of the run', async () => {
    const given = await askedOf(pull(), { pulls: pulls(1) })
    const workspace = checkedOut(pull(), { commit: pull().head, depth: 0 })
    const { report, notices } = await judged({ workspace, event: event(), ...given })
    expect([report.verdict, report.settings?.commit, report.change?.base]).toEqual(['fail', pull().base, pull().base])
    expect(notices[0]?.code).toBe('privileged-event')
    expect(report.change?.gate?.underHead).toBeUndefined()
  })

  it.each([0, 2])('takes settings of the default branch where %i pull requests have the commit', async (count) => {
    const given = await askedOf(pull(), { pulls: pulls(count) })
    const workspace = checkedOut(pull(), { commit: pull().head, depth: 1 })
    const { report } = await judged({ workspace, event: event(), ...given })
    expect([report.verdict, report.settings?.commit, report.change]).toEqual(['fail', pull().base, undefined])
  })

  it('with the default branch checked out is an error', async () => {
    const workspace = checkedOut(pull(), { commit: pull().base })
    writeFileSync(join(workspace, 'artifact.json'), JSON.stringify({ number: 1, base: pull().head }))
    expect((await refused(judged({ workspace, event: event() }))).message).toContain('does not hold the change')
  })
})
