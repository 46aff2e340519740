import { appOf } from './accounts.ts'
import { webUrl } from './comments.ts'
import { type Answer, type Exchange, failure, type Handler, invalid, notFound, paged, refused } from './exchange.ts'
import type { FakeAnnotation, FakeCheckRun } from './state.ts'

/** What both requests may say; the first one names the commit. */
interface CheckRunBody {
  name?: string
  external_id?: string
  status?: FakeCheckRun['status']
  conclusion?: FakeCheckRun['conclusion']
  output?: { title?: string; summary: string; text?: string; annotations?: FakeAnnotation[] }
}

interface NewCheckRunBody extends CheckRunBody {
  name: string
  head_sha: string
}

export const checkHandlers: Record<string, Handler> = {
  'checks/create': (exchange) => {
    const { state } = exchange
    const body = exchange.body as NewCheckRunBody
    const problem = refused(exchange, 'checks', 'write') ?? bodyProblem(body)
    if (problem !== undefined) return problem
    const run: FakeCheckRun = {
      id: state.nextId(),
      app: state.account,
      name: body.name,
      headSha: body.head_sha,
      externalId: body.external_id ?? '',
      status: 'queued',
      conclusion: null,
      title: null,
      summary: null,
      text: null,
      annotations: [],
      startedAt: state.now(),
      completedAt: null,
    }
    state.checkRuns.push(run)
    apply(exchange, run)
    return { status: 201, body: answerOf(exchange, run) }
  },
  'checks/update': (exchange) => {
    const run = runOf(exchange)
    if (run === undefined) return notFound()
    const problem = refused(exchange, 'checks', 'write') ?? bodyProblem(exchange.body as CheckRunBody)
    if (problem !== undefined) return problem
    if (run.app.id !== exchange.state.account.id) return failure(403, 'Invalid app_id `1` - check run can only be modified by its app.')
    apply(exchange, run)
    return { status: 200, body: answerOf(exchange, run) }
  },
  'checks/get': (exchange) => {
    const run = runOf(exchange)
    return run ? (refused(exchange, 'checks', 'read') ?? { status: 200, body: answerOf(exchange, run) }) : notFound()
  },
  'checks/list-for-ref': (exchange) => {
    const { state, parameters, query } = exchange
    const found = state.checkRuns
      .filter(({ headSha }) => headSha === parameters.ref)
      .filter(({ name }) => !query.has('check_name') || query.get('check_name') === name)
      .toReversed()
    const latest = found.filter((run, index) => found.findIndex(({ name, app }) => name === run.name && app.id === run.app.id) === index)
    const runs = (query.get('filter') === 'all' ? found : latest).map((run) => answerOf(exchange, run))
    const path = `/repos/${state.owner}/${state.repo}/commits/${parameters.ref}/check-runs`
    const wrap = (check_runs: object[]): object => ({ total_count: runs.length, check_runs })
    return refused(exchange, 'checks', 'read') ?? paged(exchange, path, runs, wrap)
  },
  'checks/list-annotations': (exchange) => {
    const run = runOf(exchange)
    if (run === undefined) return notFound()
    const path = `/repos/${exchange.state.owner}/${exchange.state.repo}/check-runs/${run.id}/annotations`
    const annotations = run.annotations.map((annotation) => ({
      start_column: null,
      end_column: null,
      title: null,
      raw_details: null,
      ...annotation,
      blob_href: `${webUrl(exchange.apiUrl)}/blob/${run.headSha}/${annotation.path}`,
    }))
    return refused(exchange, 'checks', 'read') ?? paged(exchange, path, annotations)
  },
}

function runOf({ state, parameters }: Exchange): FakeCheckRun | undefined {
  return state.checkRuns.find(({ id }) => id === Number(parameters.check_run_id))
}

/** What GitHub's description says in words only. */
function bodyProblem(body: CheckRunBody): Answer | undefined {
  if (body.status === 'completed' && body.conclusion === undefined) return invalid('CheckRun', 'conclusion', 'is missing')
  for (const annotation of body.output?.annotations ?? []) {
    const { path, start_line: start, end_line: end, start_column: column, message, title = '', raw_details: details = '' } = annotation
    if (path === '' || path.startsWith('/')) return invalid('CheckRun', 'path', 'is not relative')
    if (start < 1 || end < start) return invalid('CheckRun', 'end_line', 'is before start_line')
    if (column !== undefined && start !== end) return invalid('CheckRun', 'start_column', 'needs one line')
    if (title.length > 255) return invalid('CheckRun', 'title', 'is too long')
    if (message === '' || [message, details].some((text) => Buffer.byteLength(text) > 65_536))
      return invalid('CheckRun', 'message', 'is empty or too long')
  }
  return undefined
}

/** A conclusion completes the run; annotations are appended, what else is given replaces what was there. */
function apply({ state, body: given }: Exchange, run: FakeCheckRun): void {
  const body = given as CheckRunBody
  run.name = body.name ?? run.name
  run.externalId = body.external_id ?? run.externalId
  run.status = body.conclusion === undefined ? (body.status ?? run.status) : 'completed'
  run.conclusion = body.conclusion ?? run.conclusion
  if (run.status === 'completed') run.completedAt = state.now()
  if (body.output === undefined) return
  run.title = body.output.title ?? run.title
  run.summary = body.output.summary ?? run.summary
  run.text = body.output.text ?? run.text
  run.annotations.push(...(body.output.annotations ?? []))
}

function answerOf({ state, apiUrl }: Exchange, run: FakeCheckRun): object {
  const url = `${apiUrl}/repos/${state.owner}/${state.repo}/check-runs/${run.id}`
  const html = `${webUrl(apiUrl)}/${state.owner}/${state.repo}/runs/${run.id}`
  return {
    id: run.id,
    head_sha: run.headSha,
    node_id: `CR_${run.id}`,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    name: run.name,
    check_suite: { id: 1 },
    app: appOf(run.app, apiUrl),
    pull_requests: [],
  }
}
