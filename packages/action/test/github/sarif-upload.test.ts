import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sarifReporter } from '../../../scanner/src/report/index.ts'
import { context, report, shopReport } from '../../../scanner/test/report/factory.ts'
import { publishToGitHub } from '../../src/github/index.ts'
import { analysedCommit } from '../../src/github/sarif-upload.ts'
import type { FakeGitHub, FakeOptions } from '../fake/index.ts'
import { client, fakeGitHub, operations, type PublicationSeed, publicationOf } from './publication.ts'

const folder = mkdtempSync(join(tmpdir(), 'policy-gate-sarif-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const failing = shopReport({ verdict: 'fail' })
const file = join(folder, 'policy-gate.sarif')
writeFileSync(file, sarifReporter({ category: 'shop' })(failing, context()))

/** What a push brought, and the report of it. */
const push = { name: 'push', ref: 'refs/heads/main' }
const compared = report({ change: { base: 'b'.repeat(40), fixed: [] } })
const only = { checkRun: false, comment: false }

interface Seed extends Omit<PublicationSeed, 'fake'> {
  sarif?: string | undefined
  env?: NodeJS.ProcessEnv
}

async function upload(fake: FakeGitHub, { sarif = file, env = {}, ...seed }: Seed = {}) {
  fake.requests.length = 0
  const publication = publicationOf({ fake, report: failing, ...seed, inputs: { ...only, workingDirectory: folder, ...seed.inputs } })
  const github = client(fake, publication.log)
  return (await publishToGitHub(publication, { open: async () => github, sarif: sarif === '' ? undefined : sarif, env })).sarif
}

async function processed(state: FakeOptions['state']) {
  const fake = await fakeGitHub({ state })
  return { fake, published: await upload(fake) }
}

describe('what GitHub makes of it', () => {
  it('takes the very file that was written, at the merge commit of the pull request', async () => {
    const { fake, published } = await processed({})
    const [uploaded] = fake.state.uploads
    expect(published).toEqual({
      state: 'done',
      id: uploaded!.id,
      url: `${fake.serverUrl}/cloudmart/shop/security/code-scanning`,
      notices: [],
    })
    expect(uploaded).toMatchObject({ ref: 'refs/pull/7/merge', commitSha: 'c'.repeat(40), validate: true })
    expect(uploaded!.sarif).toEqual(JSON.parse(readFileSync(file, 'utf8')))
    expect(operations(fake)).toEqual(['code-scanning/upload-sarif', 'code-scanning/get-sarif'])
  })

  it('is waited for', async () => {
    const { fake, published } = await processed({ processing: [404, 'pending', 'pending', 'complete'] })
    expect(published).toMatchObject({ state: 'done', notices: [] })
    expect(fake.state.uploads[0]!.asked).toBe(4)
  })

  it('is not waited for for ever', async () => {
    const { fake, published } = await processed({ processing: ['pending'] })
    expect(published).toMatchObject({ state: 'done', notices: [{ code: 'sarif-pending', level: 'notice' }] })
    expect(published.notices[0]!.message).toContain('155 s')
    expect(fake.state.uploads[0]!.asked).toBe(5)
  })

  it('can be a refusal, whose reasons are told', async () => {
    const { published } = await processed({
      processing: ['pending', 'failed'],
      processingErrors: ['too many alerts', 'no category\u001b[31m'],
    })
    expect(published).toMatchObject({ state: 'failed', notices: [{ code: 'sarif-rejected', level: 'warning' }] })
    expect(published.notices[0]!.message).toContain('too many alerts; no category\\x1b[31m')
  })

  it('is known although nobody can ask what became of it', async () => {
    const fake = await fakeGitHub()
    fake.fail({ kind: 'status', status: 503 }, { operation: 'code-scanning/get-sarif', times: 100 })
    expect(await upload(fake)).toMatchObject({ state: 'done', notices: [{ code: 'sarif-pending' }] })
  })

  it.each<[string, FakeOptions, string]>([
    ['no permission', { permissions: { 'security-events': 'read' } }, 'sarif-not-permitted'],
    ['code scanning that is off', { state: { codeScanning: false } }, 'sarif-code-scanning-off'],
  ])('%s is one notice', async (_, options, code) => {
    const fake = await fakeGitHub(options)
    expect(await upload(fake)).toMatchObject({ state: 'failed', notices: [{ code, level: 'warning' }] })
    expect(fake.requests).toHaveLength(1)
  })

  it('a file of more than 10 MB is not sent', async () => {
    const fake = await fakeGitHub()
    const large = join(folder, 'large.sarif')
    writeFileSync(large, randomBytes(11 * 1024 * 1024))
    expect(await upload(fake, { sarif: large })).toMatchObject({ state: 'failed', notices: [{ code: 'sarif-too-large' }] })
    expect(fake.requests).toEqual([])
  })

  it('a file that is gone is no crash', async () => {
    const fake = await fakeGitHub()
    expect(await upload(fake, { sarif: join(folder, 'gone.sarif') })).toMatchObject({ state: 'failed', notices: [{ level: 'warning' }] })
  })
})

describe('what is never uploaded', () => {
  it.each<[string, Seed, string]>([
    ['the verdict error, which would close alerts', { report: report({ verdict: 'error' }) }, 'sarif-verdict-error'],
    ['anything of a privileged event', { event: { name: 'pull_request_target', privileged: true } }, 'sarif-privileged'],
    [
      'another commit than the event is about',
      { event: { ...push, sha: 'd'.repeat(40), pullRequest: undefined }, inputs: { workingDirectory: import.meta.dirname } },
      'sarif-other-commit',
    ],
    [
      'a part of a pushed branch, which would close the alerts of the rest',
      { report: compared, event: push, inputs: { changedOnly: true } },
      'sarif-partial',
    ],
    ['what is new on a pushed branch', { report: compared, event: push, inputs: { newOnly: true } }, 'sarif-partial'],
    ['a file that was not written', { sarif: '' }, 'sarif-missing'],
  ])('%s', async (_, seed, code) => {
    const fake = await fakeGitHub()
    expect(await upload(fake, seed)).toMatchObject({ state: 'skipped', notices: [{ code }] })
    expect(fake.requests).toEqual([])
  })

  it.each<[string, Seed]>([
    ['a part of a pull request', { report: compared, inputs: { changedOnly: true, newOnly: true } }],
    ['all of a branch', { report: compared, event: push }],
    ['all of a branch where there was nothing to compare with', { event: push, inputs: { changedOnly: true } }],
  ])('but %s is', async (_, seed) => {
    expect(await upload(await fakeGitHub(), seed)).toMatchObject({ state: 'done', notices: [] })
  })

  it('a second file of the same category in one job, in a later step too', async () => {
    const fake = await fakeGitHub()
    const variables = join(folder, 'env')
    writeFileSync(variables, '')
    const env = { GITHUB_ENV: variables }
    expect(await upload(fake, { env })).toMatchObject({ state: 'done' })
    expect(await upload(fake, { env })).toMatchObject({ state: 'skipped', notices: [{ code: 'sarif-twice', level: 'warning' }] })
    const later = Object.fromEntries(
      readFileSync(variables, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split('=') as [string, string]),
    )
    expect(await upload(fake, { env: later })).toMatchObject({ state: 'skipped' })
    expect(await upload(fake, { env: later, inputs: { category: 'other' } })).toMatchObject({ state: 'done' })
    // GitHub takes what stands before the last slash
    expect(await upload(fake, { env: later, inputs: { category: 'other/' } })).toMatchObject({ state: 'skipped' })
    expect(fake.state.uploads).toHaveLength(2)
  })

  it('is remembered only when GitHub took it', async () => {
    const fake = await fakeGitHub()
    const env = {}
    fake.fail({ kind: 'status', status: 500 }, { operation: 'code-scanning/upload-sarif', times: 4 })
    expect(await upload(fake, { env })).toMatchObject({ state: 'failed', notices: [{ code: 'sarif-failed' }] })
    expect(await upload(fake, { env })).toMatchObject({ state: 'done' })
  })
})

describe('the commit that alerts belong to', () => {
  const pullRequest = { number: 7, headSha: 'a'.repeat(40), baseSha: 'b'.repeat(40), fork: false }
  const event = { name: 'pull_request', sha: 'c'.repeat(40), privileged: false, readOnly: false, actor: 'octocat' }
  it.each([
    ['the merge commit', { ...event, ref: 'refs/pull/7/merge', pullRequest }, 'c'.repeat(40), 'refs/pull/7/merge', 'c'.repeat(40)],
    [
      'the change itself where it is checked out',
      { ...event, ref: 'refs/pull/7/merge', pullRequest },
      'a'.repeat(40),
      'refs/pull/7/head',
      'a'.repeat(40),
    ],
    [
      'the merge commit where something else is',
      { ...event, ref: 'refs/pull/7/merge', pullRequest },
      'd'.repeat(40),
      'refs/pull/7/merge',
      'c'.repeat(40),
    ],
    [
      'the merge commit without a repository',
      { ...event, ref: 'refs/pull/7/merge', pullRequest },
      undefined,
      'refs/pull/7/merge',
      'c'.repeat(40),
    ],
    ['what was pushed', { ...event, ref: 'refs/heads/main' }, 'c'.repeat(40), 'refs/heads/main', 'c'.repeat(40)],
  ])('is %s', (_, given, head, ref, commit) => {
    expect(analysedCommit(given, head)).toEqual({ ref, commit_sha: commit })
  })
})
