import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkHandlers } from './checks.ts'
import { codeScanningHandlers } from './code-scanning.ts'
import { commentHandlers } from './comments.ts'
import { type Answer, failure, type Handler, notFound } from './exchange.ts'
import { answerWrongly, type PlannedFault, takeFault } from './faults.ts'
import { gitHandlers } from './git.ts'
import { answerFaults, matchOperation, requestFaults } from './openapi.ts'
import { pullHandlers } from './pulls.ts'
import type { FakeState } from './state.ts'

/** One request and what became of it; operations are those of GitHub's description, `graphql` or `unknown`. */
export interface FakeRequest {
  operation: string
  method: string
  /** With the base path, without the query. */
  path: string
  headers: IncomingMessage['headers']
  body: unknown
  /** 0 where no answer was given. */
  status: number
}

export interface Fake {
  basePath: string
  state: FakeState
  planned: PlannedFault[]
  requests: FakeRequest[]
  problems: string[]
}

const handlers: Record<string, Handler> = {
  ...commentHandlers,
  ...checkHandlers,
  ...codeScanningHandlers,
  ...gitHandlers,
  ...pullHandlers,
}

/** Answers one request: a planned fault first, then as GitHub does. */
export async function serve(request: IncomingMessage, response: ServerResponse, fake: Fake): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const { method = 'GET', headers } = request
  const asked: Asked = { url, method, headers, body: text === '' ? undefined : JSON.parse(text) }
  const operation = operationOf(asked, fake)
  const record: FakeRequest = { operation, method, path: url.pathname, headers, body: asked.body, status: 0 }
  fake.requests.push(record)
  const wrong = takeFault(fake.planned, operation)
  const undone = wrong !== undefined && !wrong.afterwards && wrong.fault.kind !== 'half'
  const answer = undone ? { status: 0 } : answerTo(asked, operation, fake)
  const json = answer.body === undefined ? '' : JSON.stringify(answer.body)
  if (wrong === undefined) give(answer, json, response, fake.requests.length)
  record.status = wrong === undefined ? answer.status : answerWrongly(wrong.fault, response, json)
}

interface Asked extends Pick<FakeRequest, 'method' | 'headers' | 'body'> {
  url: URL
}

function give(answer: Answer, json: string, response: ServerResponse, used: number): void {
  const limits = {
    'x-ratelimit-limit': '1000',
    'x-ratelimit-remaining': String(Math.max(1, 1000 - used)),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': '1767229200',
    'x-ratelimit-resource': 'core',
  }
  const type = json === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }
  response.writeHead(answer.status, { ...limits, ...type, ...answer.headers }).end(json)
}

function matchOf({ url, method }: Asked, { basePath }: Fake) {
  return url.pathname.startsWith(`${basePath}/`) ? matchOperation(method, url.pathname.slice(basePath.length)) : undefined
}

/** GraphQL has an address beside the REST API on github.com, and one beside `/api/v3` on GitHub Enterprise Server. */
function operationOf(asked: Asked, fake: Fake): string {
  const graphql = fake.basePath === '' ? '/graphql' : '/api/graphql'
  return asked.method === 'POST' && asked.url.pathname === graphql ? 'graphql' : (matchOf(asked, fake)?.id ?? 'unknown')
}

function answerTo(asked: Asked, operation: string, fake: Fake): Answer {
  const { state, problems, basePath } = fake
  const token = /^(?:token|bearer) (.*)$/i.exec(asked.headers.authorization ?? '')?.[1]
  if (token !== state.token) return failure(401, 'Bad credentials')
  if (operation === 'graphql') return viewer(asked, fake)
  const match = matchOf(asked, fake)
  if (match === undefined) {
    problems.push(`no such operation: ${asked.method} ${asked.url.pathname}`)
    return notFound()
  }
  const query = asked.url.searchParams
  const faults = requestFaults(match, query, asked.body)
  problems.push(...faults.map((one) => `request of ${match.id}: ${one}`))
  if (faults.length > 0) return failure(422, 'Invalid request.')
  const { parameters } = match
  if (parameters.owner !== undefined && (parameters.owner !== state.owner || parameters.repo !== state.repo)) return notFound()
  const answer = handlers[match.id]!({ state, apiUrl: asked.url.origin + basePath, parameters, query, body: asked.body })
  problems.push(...answerFaults(match.id, answer.status, answer.body).map((one) => `answer of ${match.id}: ${one}`))
  return answer
}

/** The one query that is asked: whose token this is. */
function viewer({ body }: Asked, { state, problems }: Fake): Answer {
  const query = (body as { query?: string } | undefined)?.query?.replace(/\s+/g, ' ').trim()
  if (query !== 'query { viewer { login } }') problems.push(`no such query: ${query}`)
  return { status: 200, body: { data: { viewer: { login: state.account.login } } } }
}
