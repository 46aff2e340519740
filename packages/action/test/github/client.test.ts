import { describe, expect, it } from 'vitest'
import { openGitHub } from '../../src/github/client.ts'
import { longestTotalWait } from '../../src/github/patience.ts'
import type { Fault } from '../fake/index.ts'
import { client, fakeGitHub, impatient, memoryLog } from './publication.ts'

const issue = { owner: 'cloudmart', repo: 'shop', issue_number: 7 }

it('is not there without a token', () => {
  expect(openGitHub({ token: '', apiUrl: 'http://127.0.0.1:1', log: memoryLog() })).toBeUndefined()
})

it('says who it is and which version of the API it speaks', async () => {
  const fake = await fakeGitHub()
  await client(fake).rest.issues.listComments(issue)
  expect(fake.requests[0]!.headers).toMatchObject({
    'user-agent': expect.stringMatching(/^policy-gate\/\d+\.\d+\.\d+ /),
    'x-github-api-version': '2022-11-28',
    authorization: 'token ghs_fake',
  })
})

it('asks GitHub Enterprise Server below its own address, GraphQL too', async () => {
  const fake = await fakeGitHub({ basePath: '/api/v3' })
  const github = client(fake)
  await github.rest.issues.listComments(issue)
  expect(await github.graphql('query { viewer { login } }')).toEqual({ viewer: { login: 'github-actions[bot]' } })
  expect(fake.requests.map(({ path }) => path)).toEqual(['/api/v3/repos/cloudmart/shop/issues/7/comments', '/api/graphql'])
})

it('gives its token to no other server, whatever an answer links to', async () => {
  const fake = await fakeGitHub()
  const other = await fakeGitHub()
  const github = client(fake)
  for (const url of [`${other.apiUrl}/repos/cloudmart/shop/issues/7/comments`, `${fake.apiUrl}@evil.example/x`])
    await expect(github.request(`GET ${url}`)).rejects.toThrow('is not below')
  expect([...fake.requests, ...other.requests]).toEqual([])
})

describe('failures that pass', () => {
  it.each<[string, Fault, RegExp]>([
    ['a proxy without words', { kind: 'status', status: 502, text: true, message: 'Bad Gateway' }, /Bad Gateway.*trying again in 1 s/],
    ['a server that is busy', { kind: 'status', status: 503 }, /Server Error.*trying again in 1 s/],
    ['a connection that is cut', { kind: 'cut' }, /trying again in 1 s/],
    ['an answer that is cut', { kind: 'half' }, /the answer was cut off.*trying again in 1 s/],
    ['silence', { kind: 'silence' }, /timeout.*trying again in 1 s/],
    ['the hourly limit', { kind: 'rate-limit', seconds: 20 }, /^info: The rate limit of GitHub is reached .*: waiting 2[012] s\.$/],
    ['a secondary limit', { kind: 'secondary-limit', seconds: 7 }, /^info: A secondary rate limit .*: waiting 7 s\.$/],
    ['a secondary limit without a time', { kind: 'secondary-limit' }, /waiting 60 s/],
    ['429 of a proxy', { kind: 'status', status: 429, text: true, message: 'slow down', headers: { 'retry-after': '3' } }, /waiting 3 s/],
    ['403 with a time', { kind: 'status', status: 403, message: 'Forbidden', headers: { 'retry-after': '4' } }, /waiting 4 s/],
  ])('%s', async (_, fault, line) => {
    const fake = await fakeGitHub()
    const log = memoryLog()
    fake.fail(fault)
    expect((await client(fake, log, fault.kind === 'silence' ? impatient : {}).rest.issues.listComments(issue)).data).toEqual([])
    expect(fake.requests).toHaveLength(2)
    expect(log.lines).toHaveLength(1)
    expect(log.lines[0]).toMatch(line)
  })

  it('are told in Korean too', async () => {
    const fake = await fakeGitHub()
    const log = memoryLog()
    fake.fail({ kind: 'status', status: 502 })
    fake.fail({ kind: 'secondary-limit', seconds: 7 })
    await client(fake, log, { language: 'ko' }).rest.issues.listComments(issue)
    const [first, second] = log.lines
    expect(first).toContain('1초 뒤에 다시 시도합니다')
    expect(second).toContain('보조 요청 한도에 도달했습니다')
  })

  it.each([400, 401, 404, 410, 413, 422, 451])('%i does not pass, so it is not tried again', async (status) => {
    const fake = await fakeGitHub()
    fake.fail({ kind: 'status', status })
    await expect(client(fake).rest.issues.listComments(issue)).rejects.toMatchObject({ status })
    expect(fake.requests).toHaveLength(1)
  })
})

describe('waiting is bounded', () => {
  it('a server that never recovers is asked four times', async () => {
    const fake = await fakeGitHub()
    const log = memoryLog()
    fake.fail({ kind: 'status', status: 500 }, { times: 1000 })
    await expect(client(fake, log).rest.issues.listComments(issue)).rejects.toMatchObject({ status: 500 })
    expect(fake.requests).toHaveLength(4)
    expect(log.lines.map((line) => /in (\d+) s/.exec(line)?.[1])).toEqual(['1', '4', '9'])
  })

  it('a limit that never ends too', async () => {
    const fake = await fakeGitHub()
    const log = memoryLog()
    fake.fail({ kind: 'secondary-limit', seconds: 1 }, { times: 1000 })
    await expect(client(fake, log).rest.issues.listComments(issue)).rejects.toMatchObject({ status: 403 })
    expect(fake.requests).toHaveLength(4)
    expect(log.lines.at(-1)).toContain('not waiting 1 s')
  })

  it('nobody waits for an hour', async () => {
    const fake = await fakeGitHub()
    const log = memoryLog()
    fake.fail({ kind: 'rate-limit', seconds: 3000 })
    await expect(client(fake, log).rest.issues.listComments(issue)).rejects.toMatchObject({ status: 403 })
    expect(fake.requests).toHaveLength(1)
    expect(log.lines[0]).toMatch(/not waiting \d{4} s for it/)
  })

  it('a whole run waits no longer than its patience, however many requests it makes', async () => {
    const fake = await fakeGitHub()
    const log = memoryLog()
    const github = client(fake, log)
    fake.fail({ kind: 'status', status: 502 }, { times: 10_000 })
    for (let request = 0; request < 20; request++) await github.rest.issues.listComments(issue).catch(() => undefined)
    const waited = log.lines.reduce((sum, line) => sum + Number(/again in (\d+) s/.exec(line)?.[1] ?? 0), 0)
    expect(waited).toBeLessThanOrEqual(longestTotalWait)
    expect(waited).toBeGreaterThan(longestTotalWait - 10)
    expect(log.lines.at(-1)).toContain('not trying again')
    expect(fake.requests.length).toBeLessThan(20 * 4)
  })

  it('the time lost to a server that does not answer counts', async () => {
    const fake = await fakeGitHub()
    const log = memoryLog()
    const github = client(fake, log, impatient)
    fake.fail({ kind: 'silence' }, { times: 1000 })
    for (let request = 0; request < 2; request++) await github.rest.issues.listComments(issue).catch(() => undefined)
    // 30 s for each answer that does not come, and 1, 4, 9 and 1 s between them
    expect(fake.requests).toHaveLength(6)
    expect(log.lines.at(-1)).toContain('not trying again')
  })
})
