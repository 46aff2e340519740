import { describe, expect, it } from 'vitest'
import type { Report } from '../../../scanner/src/model.ts'
import { finding, report, shopReport } from '../../../scanner/test/report/factory.ts'
import type { ClientOptions } from '../../src/github/client.ts'
import { commentMarker } from '../../src/github/comment-body.ts'
import { publishToGitHub } from '../../src/github/index.ts'
import type { Published } from '../../src/model.ts'
import { actionsBot, type FakeGitHub } from '../fake/index.ts'
import type { FakeComment } from '../fake/state.ts'
import { client, fakeGitHub, impatient, memoryLog, operations, type PublicationSeed, publicationOf } from './publication.ts'

const only = { uploadSarif: false, checkRun: false }
const failing = shopReport({ verdict: 'fail' })
const passing = report()

async function push(fake: FakeGitHub, seed: Omit<PublicationSeed, 'fake'> = {}, options: Partial<ClientOptions> = {}): Promise<Published> {
  fake.requests.length = 0
  const publication = publicationOf({ fake, report: failing, ...seed, inputs: { ...only, ...seed.inputs } })
  const github = client(fake, publication.log, options)
  return (await publishToGitHub(publication, { open: async () => github, sarif: undefined, env: {} })).comment
}

function written(fake: FakeGitHub, comment: Partial<FakeComment> & { body: string }): FakeComment {
  const time = fake.state.now()
  const whole: FakeComment = { id: fake.state.nextId(), issue: 7, user: actionsBot, createdAt: time, updatedAt: time, ...comment }
  fake.state.comments.push(whole)
  return whole
}

const somebody = { id: 5, login: 'octocat', type: 'User' as const }
const changedReport = (count: number): Report =>
  report({
    findings: Array.from({ length: count }, (_, index) => finding({ ruleId: 'image/mutable-tag', file: 'a.yaml', name: `n${index}` })),
  })

describe('the life of a comment', () => {
  it('stays one over ten pushes, and others are left alone', async () => {
    const fake = await fakeGitHub()
    const { comments } = fake.state
    // 1: created, without asking whose token it is
    const first = await push(fake)
    expect(first).toMatchObject({ state: 'done', notices: [] })
    expect(first.url).toBe(`${fake.serverUrl}/cloudmart/shop/pull/7#issuecomment-${comments[0]!.id}`)
    expect(operations(fake)).toEqual(['issues/list-comments', 'issues/create-comment'])
    expect(comments[0]!.body.startsWith('<!-- policy-gate comment:  -->\n## ❌ policy-gate: FAIL')).toBe(true)
    // 2: the same again: nothing is written
    expect(await push(fake)).toMatchObject({ state: 'done', url: first.url })
    expect(operations(fake)).toEqual(['issues/list-comments', 'graphql'])
    // 3: other findings: brought up to date in place
    await push(fake, { report: changedReport(3) })
    expect(operations(fake)).toEqual(['issues/list-comments', 'graphql', 'issues/update-comment'])
    // 4: it passes: all but the verdict is collapsed
    await push(fake, { report: passing })
    expect(comments[0]!.body).toContain('✅ policy-gate: PASS')
    expect(comments[0]!.body).not.toContain('### ')
    // 5: it fails again: open
    await push(fake)
    expect(comments[0]!.body).toContain('### ')
    // 6: somebody deleted it
    const { id } = comments.splice(0)[0]!
    await push(fake)
    expect(comments).toHaveLength(1)
    expect(comments[0]!.id).not.toBe(id)
    // 7: somebody else writes a comment that looks like ours, before and behind it
    const decoy = written(fake, { user: somebody, body: `${commentMarker('')}## ✅ policy-gate: PASS`, id: 1 })
    comments.reverse()
    const bot = written(fake, { user: { id: 9, login: 'other[bot]', type: 'Bot' }, body: `${commentMarker('')}PASS` })
    await push(fake, { report: changedReport(2) })
    expect([decoy.body, bot.body]).toEqual([`${commentMarker('')}## ✅ policy-gate: PASS`, `${commentMarker('')}PASS`])
    // 8: our account quotes us in another comment: only one that begins with the marker is ours
    const quote = written(fake, { body: `> ${commentMarker('')}PASS` })
    await push(fake, { report: changedReport(1) })
    expect(quote.body).toContain('PASS')
    // 9: two runs at once made two of them: the older one stays
    const copy = written(fake, { body: `${commentMarker('')}older text` })
    await push(fake)
    expect(comments).not.toContain(copy)
    // 10: in Korean
    await push(fake, { language: 'ko' })
    const ours = comments.filter(({ user, body }) => user.id === actionsBot.id && body.startsWith(commentMarker('')))
    expect(ours).toHaveLength(1)
    expect(ours[0]!.body).toContain('## ❌ policy-gate: 실패')
    expect(comments).toHaveLength(4)
  })

  it('is found behind hundreds of others', async () => {
    const fake = await fakeGitHub({ basePath: '/api/v3' })
    for (let index = 0; index < 250; index++) written(fake, { user: somebody, body: `comment ${index}` })
    const ours = written(fake, { body: `${commentMarker('')}old` })
    await push(fake)
    expect(operations(fake)).toEqual([...Array(3).fill('issues/list-comments'), 'graphql', 'issues/update-comment'])
    expect(ours.body).toContain('FAIL')
  })

  it('is another one for another category, though one begins as the other', async () => {
    const fake = await fakeGitHub()
    for (const category of ['shop', 'shop-eu', 'shop/eu', '', 'shop']) await push(fake, { inputs: { category } })
    expect(fake.state.comments.map(({ body }) => body.split('\n')[0])).toEqual([
      '<!-- policy-gate comment: shop -->',
      '<!-- policy-gate comment: shop-eu -->',
      '<!-- policy-gate comment: shop%2Feu -->',
      '<!-- policy-gate comment:  -->',
    ])
  })

  it('is as long as GitHub takes and no longer', async () => {
    const fake = await fakeGitHub()
    const findings = Array.from({ length: 300 }, (_, index) =>
      finding({
        ruleId: 'image/mutable-tag',
        file: `k8s/${index}.yaml`,
        message: `${index} ${'<긴|문장> '.repeat(200)}`,
        unit: `unit-${index}`,
      }),
    )
    const notices = findings.map(({ message }) => ({ level: 'notice' as const, code: 'x', message }))
    expect(await push(fake, { report: report({ findings }), notices })).toMatchObject({ state: 'done' })
    expect(fake.state.comments[0]!.body.length).toBeLessThanOrEqual(65_536)
    expect(fake.state.comments[0]!.body.length).toBeGreaterThan(50_000)
  })
})

describe('whose comment it is', () => {
  it.each([
    ['an app', { id: 77, login: 'cloudmart-gate[bot]', type: 'Bot' as const }],
    ['a person', { id: 78, login: 'gatekeeper', type: 'User' as const }],
  ])('%s finds its own again, not those of GITHUB_TOKEN', async (_, account) => {
    const fake = await fakeGitHub({ state: { account } })
    const other = written(fake, { body: `${commentMarker('')}of another token` })
    await push(fake)
    await push(fake, { report: passing })
    expect(fake.state.comments).toHaveLength(2)
    expect(other.body).toContain('of another token')
    expect(fake.state.comments[1]!.body).toContain('PASS')
  })

  it('is certain once a comment was written, even where nobody says it before', async () => {
    const fake = await fakeGitHub({ state: { account: { id: 77, login: 'cloudmart-gate[bot]', type: 'Bot' } } })
    for (let time = 0; time < 3; time++) {
      fake.fail({ kind: 'status', status: 403, message: 'Resource not accessible by integration' }, { operation: 'graphql' })
      await push(fake, { report: changedReport(time + 1) })
      expect(fake.state.comments).toHaveLength(1)
    }
  })
})

describe('what happens meanwhile', () => {
  it('a comment that is deleted before it is brought up to date is written anew', async () => {
    const fake = await fakeGitHub()
    await push(fake)
    fake.fail({ kind: 'status', status: 404, message: 'Not Found' }, { operation: 'issues/update-comment' })
    const before = fake.state.comments.splice(0)
    written(fake, { ...before[0]!, id: 1 })
    expect(await push(fake, { report: passing })).toMatchObject({ state: 'done' })
    expect(fake.state.comments).toHaveLength(1)
  })

  it('a comment that was written in spite of a failing answer is not written twice', async () => {
    const fake = await fakeGitHub()
    for (const fault of [{ kind: 'status', status: 502 }, { kind: 'cut' }, { kind: 'half' }, { kind: 'silence' }] as const) {
      fake.state.comments.splice(0)
      fake.fail(fault, { operation: 'issues/create-comment', afterwards: true })
      expect(await push(fake, {}, fault.kind === 'silence' ? impatient : {})).toMatchObject({ state: 'done' })
      expect(fake.state.comments, fault.kind).toHaveLength(1)
      expect(operations(fake, 'graphql')).toEqual(['issues/list-comments', 'issues/create-comment', 'issues/list-comments'])
    }
  })

  it('a further comment of ours that cannot be deleted does not matter', async () => {
    const fake = await fakeGitHub()
    written(fake, { body: `${commentMarker('')}one` })
    written(fake, { body: `${commentMarker('')}two` })
    fake.fail({ kind: 'status', status: 403 }, { operation: 'issues/delete-comment' })
    expect(await push(fake)).toMatchObject({ state: 'done', notices: [] })
    expect(fake.state.comments[0]!.body).toContain('FAIL')
  })

  it('a locked conversation takes no new comment, and that is said', async () => {
    const fake = await fakeGitHub({ pulls: [{ locked: true }] })
    expect(await push(fake)).toMatchObject({ state: 'failed', notices: [{ code: 'comment-locked', level: 'warning' }] })
    const ours = written(fake, { body: `${commentMarker('')}from before` })
    expect(await push(fake)).toMatchObject({ state: 'done' })
    expect(ours.body).toContain('FAIL')
  })
})

it.each(['push', 'merge_group', 'schedule', 'workflow_dispatch'])('%s has no pull request, so nothing is asked', async (name) => {
  const fake = await fakeGitHub()
  const publication = publicationOf({ fake, inputs: only })
  const { pullRequest: _, ...event } = { ...publication.event, name }
  let opened = false
  const open = async () => {
    opened = true
    return client(fake)
  }
  const result = await publishToGitHub({ ...publication, event }, { open, sarif: undefined, env: {} })
  expect(result).toMatchObject({ comment: { state: 'skipped' }, notices: [] })
  expect([opened, fake.requests]).toEqual([false, []])
})

it('a run behind another workflow finds the pull request by the commit, a fork too', async () => {
  const headSha = 'e'.repeat(40)
  const fake = await fakeGitHub({ pulls: [{ number: 7 }, { number: 8, headSha, fork: true }] })
  const publication = publicationOf({ fake, report: failing, inputs: { comment: true, checkRun: true, uploadSarif: false } })
  const { pullRequest: _, ...event } = { ...publication.event, name: 'workflow_run', privileged: true }
  const run = { headSha, owner: 'somebody', branch: 'change' }
  const options = { open: async () => client(fake), sarif: undefined, env: {} }
  const shown = await publishToGitHub({ ...publication, event: { ...event, run } }, options)
  expect(shown).toMatchObject({ comment: { state: 'done' }, notices: [] })
  expect([fake.state.comments, fake.state.checkRuns]).toMatchObject([[{ issue: 8 }], [{ headSha }]])
  const told = [{ code: 'comment-no-pull-request', level: 'notice' }]
  for (const gone of [
    { ...run, headSha: 'f'.repeat(40) },
    { ...run, owner: 'cloudmart' },
  ])
    expect(await publishToGitHub({ ...publication, event: { ...event, run: gone } }, options)).toMatchObject({ notices: told })
  expect(fake.state.comments).toHaveLength(1)
})

it('says in the log what became of it', async () => {
  const fake = await fakeGitHub()
  const log = memoryLog()
  await push(fake, { log })
  await push(fake, { log })
  const address = `${fake.serverUrl}/cloudmart/shop/pull/7#issuecomment-${fake.state.comments[0]!.id}`
  expect(log.lines).toEqual(['created', 'unchanged'].map((word) => `info: the comment on the pull request: ${word} ${address}`))
})
