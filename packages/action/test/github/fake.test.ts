import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeGitHub, startFakeGitHub } from '../fake/index.ts'

let fake: FakeGitHub
beforeEach(async () => {
  fake = await startFakeGitHub()
})
afterEach(async () => {
  fake.problems.length = 0
  await fake.close()
})

async function ask(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `token ${fake.state.token}` }
  const answer = await fetch(fake.apiUrl + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  return { status: answer.status, body: await answer.json() }
}

const repository = '/repos/cloudmart/shop'

it('refuses what GitHub refuses, and says so when it is closed', async () => {
  const cases: [string, string, object | undefined][] = [
    ['POST', `${repository}/check-runs`, { name: 'gate' }],
    ['POST', `${repository}/check-runs`, { name: 'gate', head_sha: 'a', output: { title: 't', summary: 's'.repeat(65_536) } }],
    ['POST', `${repository}/code-scanning/sarifs`, { commit_sha: 'short', ref: 'main', sarif: '' }],
    ['GET', `${repository}/issues/7/comments?perpage=100`, undefined],
    ['GET', `${repository}/issues/seven/comments`, undefined],
  ]
  for (const [method, path, body] of cases) expect((await ask(method, path, body)).status, path).toBe(422)
  expect(fake.problems.length).toBeGreaterThanOrEqual(cases.length)
  await expect(fake.close()).rejects.toThrow("GitHub's description does not allow")
  fake = await startFakeGitHub()
})

it('does not know what is not described, nor another repository, nor another token', async () => {
  expect((await ask('GET', '/repos/cloudmart/other/issues/7/comments')).status).toBe(404)
  expect(fake.problems).toEqual([])
  expect((await ask('GET', `${repository}/secrets`)).status).toBe(404)
  expect(fake.problems).toEqual([`no such operation: GET ${repository}/secrets`])
  fake.state.token = 'another'
  const answer = await fetch(`${fake.apiUrl}${repository}/issues/7/comments`, { headers: { authorization: 'token ghs_fake' } })
  expect(answer.status).toBe(401)
})

it('serves the objects of a repository on disk as GitHub serves them', async () => {
  fake.state.gitDirectory = import.meta.dirname
  const { execFileSync } = await import('node:child_process')
  const git = (...args: string[]): string => execFileSync('git', ['-C', import.meta.dirname, ...args], { encoding: 'utf8' }).trim()
  const commit = git('rev-parse', 'HEAD')
  expect((await ask('GET', `${repository}/git/commits/${commit}`)).body).toMatchObject({
    sha: commit,
    tree: { sha: git('rev-parse', 'HEAD^{tree}') },
  })
  const tree = (await ask('GET', `${repository}/git/trees/${commit}?recursive=1`)).body as {
    tree: { path: string; sha: string }[]
    truncated: boolean
  }
  const license = tree.tree.find(({ path }) => path === 'LICENSE')!
  expect(tree.truncated).toBe(false)
  const blob = (await ask('GET', `${repository}/git/blobs/${license.sha}`)).body as { content: string; size: number }
  expect(Buffer.from(blob.content, 'base64').toString()).toContain('Apache License')
  fake.state.treeLimit = 3
  expect((await ask('GET', `${repository}/git/trees/${commit}`)).body).toMatchObject({ truncated: true, tree: { length: 3 } })
  expect((await ask('GET', `${repository}/git/blobs/${'0'.repeat(40)}`)).status).toBe(404)
  for (const pull of ['/pulls/7', '/pulls?state=open&head=cloudmart:change', `/commits/${'a'.repeat(40)}/pulls`])
    expect((await ask('GET', repository + pull)).status).toBe(200)
  expect(fake.problems).toEqual([])
})

it('gives the account of a person and refuses it to an app', async () => {
  expect((await ask('GET', '/user')).status).toBe(403)
  fake.state.account = { id: 5, login: 'octocat', type: 'User' }
  expect((await ask('GET', '/user')).body).toMatchObject({ login: 'octocat' })
  expect(fake.problems).toEqual([])
})
