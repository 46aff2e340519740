import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readEvent } from '../../src/event.ts'

const folder = mkdtempSync(join(tmpdir(), 'policy-gate-event-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const sha = '0123456789abcdef0123456789abcdef01234567'

interface Payload {
  pull_request: { number: unknown; head: { sha: unknown; repo: { id: number } | null }; base: { sha: unknown; repo: { id: number } } }
  merge_group: { base_sha: unknown }
}

function example(name: string): Payload {
  return JSON.parse(readFileSync(join(import.meta.dirname, `../fixtures/${name}.json`), 'utf8')) as Payload
}

function read(name: string, payload: unknown, env: Record<string, string> = {}) {
  const file = join(folder, 'event.json')
  writeFileSync(file, typeof payload === 'string' ? payload : JSON.stringify(payload))
  return readEvent({
    GITHUB_EVENT_NAME: name,
    GITHUB_SHA: sha,
    GITHUB_REF: 'refs/x',
    GITHUB_ACTOR: 'octocat',
    GITHUB_EVENT_PATH: file,
    ...env,
  })
}

function changed(name: string, change: (payload: Payload) => void): Payload {
  const payload = example(name)
  change(payload)
  return payload
}

describe('events', () => {
  it('pull_request says number, head and base', () => {
    expect(read('pull_request', example('pull_request'))).toEqual({
      name: 'pull_request',
      sha,
      ref: 'refs/x',
      actor: 'octocat',
      pullRequest: {
        number: 2,
        headSha: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
        baseSha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
        fork: false,
      },
      baseSha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
      privileged: false,
      readOnly: false,
    })
  })

  it.each<[string, Record<string, string>, boolean | undefined]>([
    ['that nothing protects', { GITHUB_REF: 'refs/heads/change', GITHUB_REF_PROTECTED: 'false' }, true],
    ['that is protected', { GITHUB_REF: 'refs/heads/main', GITHUB_REF_PROTECTED: 'true' }, undefined],
    ['of a runner that does not say', { GITHUB_REF: 'refs/heads/main' }, undefined],
  ])('tells a branch %s', (_, env, unprotected) => {
    expect(read('push', {}, env).unprotected).toBe(unprotected)
  })

  it('a pull request may have got another target branch', () => {
    const payload = example('pull_request')
    expect(read('pull_request', { ...payload, changes: { base: { ref: { from: 'other' } } } }).retargeted).toBe(true)
    expect(read('pull_request', { ...payload, changes: { title: { from: 'other' } } }).retargeted).toBeUndefined()
  })

  it('merge_group says base', () => {
    expect(read('merge_group', example('merge_group'))).toMatchObject({
      baseSha: '380387fbc80638b734a49e1be1c4dfec1c01b33c',
      privileged: false,
      readOnly: false,
    })
  })

  it.each(['schedule', 'workflow_dispatch', 'repository_dispatch'])('%s needs no payload and has no base', (name) => {
    const event = read(name, 'not JSON', { GITHUB_EVENT_PATH: '/nowhere' })
    expect(event).toMatchObject({ name, privileged: false, readOnly: false })
    expect(event.baseSha).toBeUndefined()
  })

  it('push says what the branch was at before, but for its first push', () => {
    const before = '6113728f27ae82c7b1a177c8d03f9e96e0adf246'
    expect(read('push', { before }).baseSha).toBe(before)
    for (const payload of [{ before: '0'.repeat(40) }, { before: 'main' }, {}]) expect(read('push', payload).baseSha).toBeUndefined()
  })

  it('workflow_run says what the other run was for', () => {
    const { run } = read('workflow_run', example('workflow_run'))
    expect(run).toEqual({ headSha: expect.stringMatching(/^[0-9a-f]{40}$/), owner: expect.any(String), branch: expect.any(String) })
  })

  it('a fork, also one that is gone, can only read', () => {
    const other = changed('pull_request', ({ pull_request: pull }) => (pull.head.repo = { id: 1 }))
    const gone = changed('pull_request', ({ pull_request: pull }) => (pull.head.repo = null))
    for (const payload of [other, gone])
      expect(read('pull_request', payload)).toMatchObject({ readOnly: true, pullRequest: { fork: true } })
  })

  it('Dependabot can only read', () => {
    expect(read('pull_request', example('pull_request'), { GITHUB_ACTOR: 'dependabot[bot]' }).readOnly).toBe(true)
    expect(read('push', {}, { GITHUB_ACTOR: 'dependabot[bot]' }).readOnly).toBe(true)
  })

  it('pull_request_target and workflow_run are privileged, whoever sends them', () => {
    const fork = changed('pull_request', ({ pull_request: pull }) => (pull.head.repo = null))
    expect(read('pull_request_target', fork)).toMatchObject({ privileged: true, readOnly: false, pullRequest: { fork: true } })
    expect(read('workflow_run', example('workflow_run'))).toMatchObject({ privileged: true, readOnly: false })
  })

  it.each<[string, string, unknown, Record<string, string>?]>([
    ['no JSON', 'pull_request', '{'],
    ['no object', 'pull_request', '[]'],
    ['no pull request', 'pull_request', {}],
    ['a pull request that is text', 'pull_request', { pull_request: 'x' }],
    ['a number that is text', 'pull_request', changed('pull_request', ({ pull_request: pull }) => (pull.number = '2'))],
    ['a number below 1', 'pull_request', changed('pull_request', ({ pull_request: pull }) => (pull.number = 0))],
    ['a base that is no hash', 'pull_request', changed('pull_request', ({ pull_request: pull }) => (pull.base.sha = '--upload-pack=x'))],
    ['a head that is no hash', 'pull_request', changed('pull_request', ({ pull_request: pull }) => (pull.head.sha = 'main'))],
    ['a merge group without base', 'merge_group', { merge_group: {} }],
    ['a base of a merge group that is no hash', 'merge_group', changed('merge_group', (payload) => (payload.merge_group.base_sha = null))],
    ['a run without its commit', 'workflow_run', { workflow_run: {} }],
    ['a push without payload', 'push', 'x'],
    ['a file that is not there', 'pull_request', {}, { GITHUB_EVENT_PATH: '/nowhere/event.json' }],
    ['a folder', 'pull_request', {}, { GITHUB_EVENT_PATH: tmpdir() }],
    ['no file', 'merge_group', {}, { GITHUB_EVENT_PATH: '' }],
    ['no name', '', {}],
    ['a name of something else', 'push --x', {}],
    ['no commit', 'push', {}, { GITHUB_SHA: '' }],
    ['a commit that is none', 'push', {}, { GITHUB_SHA: 'HEAD' }],
  ])('%s is an error, never a guess', (_, name, payload, env) => {
    expect(() => read(name, payload, env)).toThrow(expect.objectContaining({ name: 'UserError', exitCode: 3 }))
  })
})
