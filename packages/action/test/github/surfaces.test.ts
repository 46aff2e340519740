import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Language } from '../../../scanner/src/model.ts'
import { shopReport } from '../../../scanner/test/report/factory.ts'
import type { ClientOptions } from '../../src/github/client.ts'
import { causeOf, failureNotice } from '../../src/github/failures.ts'
import { publishError, publishToGitHub } from '../../src/github/index.ts'
import { permissions, surfaces } from '../../src/github/wording.ts'
import type { FakeGitHub, FakeOptions, Fault } from '../fake/index.ts'
import { client, fakeGitHub, impatient, memoryLog, type PublicationSeed, publicationOf } from './publication.ts'

const folder = mkdtempSync(join(tmpdir(), 'policy-gate-surfaces-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const sarif = join(folder, 'policy-gate.sarif')
writeFileSync(sarif, JSON.stringify({ version: '2.1.0', runs: [] }))
const failing = shopReport({ verdict: 'fail' })

function publish(fake: FakeGitHub, seed: Omit<PublicationSeed, 'fake'> = {}, options: Partial<ClientOptions> = {}) {
  const publication = publicationOf({ fake, report: failing, ...seed })
  const github = client(fake, publication.log, options)
  return publishToGitHub(publication, { open: async () => github, sarif, env: {} })
}

const states = (result: Awaited<ReturnType<typeof publish>>) => surfaces.map((surface) => result[surface].state)
const codes = (result: Awaited<ReturnType<typeof publish>>) => result.notices.map(({ code }) => code)

it('all surfaces at once, on GitHub Enterprise Server too', async () => {
  for (const basePath of ['', '/api/v3']) {
    const fake = await fakeGitHub({ basePath })
    const before = structuredClone(failing)
    const result = await publish(fake)
    expect([states(result), result.notices]).toEqual([['done', 'done', 'done'], []])
    expect([fake.state.comments.length, fake.state.checkRuns.length, fake.state.uploads.length]).toEqual([1, 1, 1])
    expect(failing).toEqual(before)
  }
})

describe('a token that cannot write is told once, and nothing is tried', () => {
  it.each<[string, PublicationSeed['event']]>([
    ['a fork', { pullRequest: { number: 7, headSha: 'a'.repeat(40), baseSha: 'b'.repeat(40), fork: true }, readOnly: true }],
    ['Dependabot', { actor: 'dependabot[bot]', readOnly: true }],
  ])('%s', async (_, event) => {
    const fake = await fakeGitHub({ permissions: { 'pull-requests': 'read', checks: 'read', 'security-events': 'read' } })
    const result = await publish(fake, { event })
    expect(states(result)).toEqual(['skipped', 'skipped', 'skipped'])
    expect(result.notices).toHaveLength(1)
    expect(result.notices[0]).toMatchObject({ level: 'notice', code: 'token-read-only' })
    expect(result.notices[0]!.message).toContain('the comment on the pull request, the check run, the upload to code scanning')
    expect(fake.requests).toEqual([])
  })

  it('no token', async () => {
    const fake = await fakeGitHub()
    const result = await publishToGitHub(publicationOf({ fake, inputs: { token: '' } }), { open: undefined, sarif, env: {} })
    expect([codes(result), fake.requests]).toEqual([['no-token'], []])
  })

  it('but not where nothing is wanted', async () => {
    const fake = await fakeGitHub()
    const inputs = { comment: false, checkRun: false, uploadSarif: false }
    const result = await publish(fake, { inputs, event: { readOnly: true } })
    expect([result.notices, fake.requests]).toEqual([[], []])
  })
})

describe('each missing permission is one notice that names it, and the others go on', () => {
  it.each<[NonNullable<FakeOptions['permissions']>, (typeof surfaces)[number]]>([
    [{ 'pull-requests': 'read' }, 'comment'],
    [{ 'pull-requests': 'none' }, 'comment'],
    [{ checks: 'read' }, 'check-run'],
    [{ checks: 'none' }, 'check-run'],
    [{ 'security-events': 'read' }, 'sarif'],
  ])('%o', async (given, surface) => {
    for (const language of ['en', 'ko'] satisfies Language[]) {
      const fake = await fakeGitHub({ permissions: given })
      const result = await publish(fake, { language })
      expect(codes(result)).toEqual([`${surface}-not-permitted`])
      expect(result.notices[0]!.message).toContain(`\`${permissions[surface]}\``)
      expect(result.notices[0]!.message).toMatch(/Resource not accessible by integration\)/)
      expect(states(result)).toEqual(surfaces.map((other) => (other === surface ? 'failed' : 'done')))
    }
  })

  it('all of them', async () => {
    const fake = await fakeGitHub({ permissions: { 'pull-requests': 'none', checks: 'none', 'security-events': 'none' } })
    expect(codes(await publish(fake))).toEqual(surfaces.map((surface) => `${surface}-not-permitted`))
  })

  it('a token that is refused is told once', async () => {
    const fake = await fakeGitHub()
    const seed = publicationOf({ fake, report: failing })
    fake.state.token = 'another'
    const github = client({ apiUrl: fake.apiUrl, state: { ...fake.state, token: 'expired' } })
    const result = await publishToGitHub(seed, { open: async () => github, sarif, env: {} })
    expect([codes(result), states(result)]).toEqual([['token-rejected'], ['failed', 'failed', 'failed']])
  })

  it('a client that cannot be opened is a failure of each', async () => {
    const fake = await fakeGitHub()
    const open = () => Promise.reject(new Error('no such module'))
    expect(states(await publishToGitHub(publicationOf({ fake }), { open, sarif, env: {} }))).toEqual(['failed', 'failed', 'failed'])
  })
})

describe('storms', () => {
  const storm = async (fault: Fault, times: number) => {
    const fake = await fakeGitHub()
    fake.fail(fault, { times })
    const log = memoryLog()
    const result = await publish(fake, { log }, fault.kind === 'silence' ? impatient : {})
    return { fake, result, log }
  }

  it.each<[string, Fault]>([
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '2' } }],
    ['a secondary limit', { kind: 'secondary-limit', seconds: 2 }],
    ['5xx', { kind: 'status', status: 502, text: true, message: 'Bad Gateway' }],
    ['cut connections', { kind: 'cut' }],
  ])('%s that passes is not seen but in the log', async (_, fault) => {
    const { fake, result, log } = await storm(fault, 2)
    expect([states(result), result.notices]).toEqual([['done', 'done', 'done'], []])
    expect([fake.state.comments.length, fake.state.checkRuns.length]).toEqual([1, 1])
    expect(log.lines.filter((line) => /waiting 2 s|trying again/.test(line))).toHaveLength(2)
  })

  it.each<[string, Fault, string]>([
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '2' } }, 'rate-limited'],
    ['a rate limit', { kind: 'rate-limit', seconds: 3000 }, 'rate-limited'],
    ['5xx', { kind: 'status', status: 500 }, 'failed'],
    ['cut connections', { kind: 'cut' }, 'unreachable'],
    ['silence', { kind: 'silence' }, 'unreachable'],
  ])('%s that never ends is one notice for each surface, in bounded time', async (_, fault, cause) => {
    const start = performance.now()
    const { fake, result } = await storm(fault, 10_000)
    expect(codes(result)).toEqual(surfaces.map((surface) => `${surface}-${cause}`))
    expect(fake.requests.length).toBeLessThan(50)
    // 5 ms are a second here: eight minutes
    expect(performance.now() - start).toBeLessThan(2400 * 4)
  })
})

describe('a dry run', () => {
  it.each<[Language, string]>([
    ['en', 'Not sent, because this is a dry run'],
    ['ko', 'dry-run이므로 보내지 않았습니다'],
  ])('makes everything and sends nothing (%s)', async (language, sentence) => {
    const fake = await fakeGitHub()
    const log = memoryLog()
    const result = await publish(fake, { log, language, inputs: { dryRun: true } })
    expect([states(result), result.notices, fake.requests]).toEqual([['skipped', 'skipped', 'skipped'], [], []])
    expect(log.lines.filter((line) => line.includes(sentence))).toHaveLength(3)
    expect(log.lines.join('\n')).toContain('## ❌ policy-gate')
  })
})

describe('where nothing could be judged', () => {
  const place = (fake: FakeGitHub, inputs = {}, event = {}) => {
    const { inputs: own, event: pushed, environment, log } = publicationOf({ fake, inputs, event })
    return { inputs: own, event: pushed, environment, log, language: 'en' as const, open: async () => client(fake) }
  }

  it('an older comment does not go on saying that all is well', async () => {
    const fake = await fakeGitHub()
    await publish(fake, { report: shopReport({ verdict: 'pass', findings: [], reasons: [] }) })
    expect(fake.state.comments[0]!.body).toContain('PASS')
    expect(await publishError('## policy-gate: ERROR\n\nno base commit\n', place(fake))).toMatchObject({ state: 'done' })
    expect(fake.state.comments).toMatchObject([{ body: '<!-- policy-gate comment:  -->\n## policy-gate: ERROR\n\nno base commit\n' }])
  })

  it('nothing is asked where no comment is wanted or possible', async () => {
    const fake = await fakeGitHub()
    const cases = [
      place(fake, { comment: false }),
      place(fake, { dryRun: true }),
      place(fake, {}, { readOnly: true }),
      { ...place(fake), open: undefined },
    ]
    for (const one of cases) expect(await publishError('x', one)).toEqual({ state: 'skipped', notices: [] })
    expect(fake.requests).toEqual([])
    expect(await publishError('x', { ...place(fake), open: () => Promise.reject(new Error('gone')) })).toMatchObject({ state: 'failed' })
  })
})

it('what fails without an answer, or is no error at all, has a cause', () => {
  expect([causeOf(new TypeError('x')), causeOf('text'), causeOf(undefined)]).toEqual(['unreachable', 'unreachable', 'unreachable'])
  const hostile = failureNotice(new Error('::error::\u001b[31m\n##[set-output]'), 'comment', 'en').message
  expect(hostile).not.toMatch(/[\n\u001b]/)
  expect(failureNotice(new Error('x'.repeat(5000)), 'comment', 'ko').message.length).toBeLessThan(500)
})
