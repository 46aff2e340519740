import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { userOf } from './accounts.ts'
import { type Exchange, failure, type Handler, notFound, paged, refused } from './exchange.ts'
import type { FakePull } from './state.ts'

/** A published example of GitHub's: what tests do not care about is taken from it. */
const example = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'fixtures', 'pull_request.json'), 'utf8')).pull_request

export const pullHandlers: Record<string, Handler> = {
  'pulls/get': (exchange) => {
    const pull = exchange.state.pulls.find(({ number }) => number === Number(exchange.parameters.pull_number))
    return pull ? (refused(exchange, 'pull-requests', 'read') ?? { status: 200, body: answerOf(exchange, pull) }) : notFound()
  },
  /** `head` is `<owner>:<branch>`; GitHub takes no notice of a head without the colon. */
  'pulls/list': (exchange) => {
    const { state, query } = exchange
    const wanted = query.get('state') ?? 'open'
    const head = query.get('head')
    const found = state.pulls
      .filter((pull) => wanted === 'all' || pull.state === wanted)
      .filter((pull) => !head?.includes(':') || head === `${pull.fork ? 'somebody' : state.owner}:${pull.headRef}`)
    return listed(exchange, `/repos/${state.owner}/${state.repo}/pulls`, found)
  },
  /** GitHub gives a fork's commits no pull requests here until they are merged. */
  'repos/list-pull-requests-associated-with-commit': (exchange) => {
    const { state, parameters } = exchange
    const found = state.pulls.filter(({ headSha, fork }) => headSha === parameters.commit_sha && !fork)
    return listed(exchange, `/repos/${state.owner}/${state.repo}/commits/${parameters.commit_sha}/pulls`, found)
  },
  'users/get-authenticated': ({ state, apiUrl }) => {
    if (state.account.type === 'Bot') return failure(403, 'Resource not accessible by integration')
    const numbers = { public_repos: 0, public_gists: 0, followers: 0, following: 0 }
    const texts = { name: null, company: null, blog: null, location: null, email: null, hireable: null, bio: null }
    const dates = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' }
    return { status: 200, body: { ...userOf(state.account, apiUrl), ...numbers, ...texts, ...dates } }
  },
}

function listed(exchange: Exchange, path: string, pulls: FakePull[]) {
  const answers = pulls.map((pull) => answerOf(exchange, pull))
  return refused(exchange, 'pull-requests', 'read') ?? paged(exchange, path, answers)
}

function answerOf({ state, apiUrl }: Exchange, pull: FakePull): object {
  const url = `${apiUrl}/repos/${state.owner}/${state.repo}/pulls/${pull.number}`
  const base = { ...example.base.repo, name: state.repo, full_name: `${state.owner}/${state.repo}` }
  const head = pull.fork ? { ...base, id: base.id + 1, full_name: `somebody/${state.repo}`, fork: true } : base
  return {
    ...example,
    url,
    number: pull.number,
    state: pull.state,
    locked: pull.locked,
    head: { ...example.head, ref: pull.headRef, sha: pull.headSha, repo: head },
    base: { ...example.base, ref: pull.baseRef, sha: pull.baseSha, repo: base },
  }
}
