import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type FakeRequest, serve } from './dispatch.ts'
import type { Fault, PlannedFault } from './faults.ts'
import { type FakePull, type FakeState, newState, type Permission } from './state.ts'

export type { FakeRequest } from './dispatch.ts'
export type { Fault, PlannedFault } from './faults.ts'
export { actionsBot, type FakeState } from './state.ts'

export interface FakeOptions {
  /** `/api/v3`, as on GitHub Enterprise Server; nothing by default, as on github.com. */
  basePath?: string
  /** What is there from the beginning; everything can be changed later in `FakeGitHub.state`. */
  state?: Partial<Omit<FakeState, 'permissions' | 'pulls' | 'now' | 'nextId'>>
  permissions?: Partial<FakeState['permissions']>
  /** Number 7 of the repository itself, open, by default. */
  pulls?: Partial<FakePull>[]
}

export interface FakeGitHub {
  /** For `GITHUB_API_URL`. */
  apiUrl: string
  /** For `GITHUB_SERVER_URL`. */
  serverUrl: string
  state: FakeState
  requests: FakeRequest[]
  /** Requests and answers that GitHub's description does not allow; `close` throws when there are any. */
  problems: string[]
  /** Lets the next answer, or the next few, go wrong. */
  fail(fault: Fault, when?: Omit<PlannedFault, 'fault'>): void
  close(): Promise<void>
}

const pull: FakePull = {
  number: 7,
  headSha: 'a'.repeat(40),
  baseSha: 'b'.repeat(40),
  headRef: 'change',
  baseRef: 'main',
  state: 'open',
  fork: false,
  locked: false,
}

/**
 * Starts a fake of GitHub's API on loopback that remembers comments, check runs and uploads, and serves the Git objects of a repository on
 * disk. Every request is checked against GitHub's own OpenAPI description, every answer too, and what breaks it is both answered as GitHub
 * would (422, 404, 500) and kept in `problems`. One token is known; what it may do is in `state.permissions`.
 */
export async function startFakeGitHub(options: FakeOptions = {}): Promise<FakeGitHub> {
  const { basePath = '', pulls = [{}], permissions = {} } = options
  const state = newState()
  Object.assign(state, options.state, { pulls: pulls.map((one) => ({ ...pull, ...one })) })
  Object.assign(state.permissions, permissions satisfies Partial<Record<Permission, unknown>>)
  const planned: PlannedFault[] = []
  const requests: FakeRequest[] = []
  const problems: string[] = []
  const server = createServer((request, response) => {
    serve(request, response, { basePath, state, planned, requests, problems }).catch((error: unknown) => {
      problems.push(`the fake failed: ${error instanceof Error ? error.stack : error}`)
      response.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const serverUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    apiUrl: serverUrl + basePath,
    serverUrl,
    state,
    requests,
    problems,
    fail: (fault, when = {}) => void planned.push({ ...when, fault }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      if (problems.length > 0) throw new Error(`GitHub's description does not allow:\n${problems.join('\n')}`)
    },
  }
}
