import { userOf } from './accounts.ts'
import { type Answer, type Exchange, failure, type Handler, invalid, notFound, paged, refused } from './exchange.ts'
import type { FakeComment } from './state.ts'

/** GitHub refuses longer comments, in characters. */
const longestComment = 65_536

interface CommentBody {
  body: string
}

export const commentHandlers: Record<string, Handler> = {
  'issues/list-comments': (exchange) => {
    const pull = pullOf(exchange)
    if (pull === undefined) return notFound()
    const found = exchange.state.comments.filter(({ issue }) => issue === pull.number)
    const path = `/repos/${exchange.state.owner}/${exchange.state.repo}/issues/${pull.number}/comments`
    const answers = found.map((comment) => answerOf(exchange, comment))
    return refused(exchange, 'pull-requests', 'read') ?? paged(exchange, path, answers)
  },
  'issues/create-comment': (exchange) => {
    const { state } = exchange
    const { body } = exchange.body as CommentBody
    const pull = pullOf(exchange)
    if (pull === undefined) return notFound()
    const problem = refused(exchange, 'pull-requests', 'write') ?? lockedAnswer(exchange, pull.number) ?? bodyProblem(body)
    if (problem !== undefined) return problem
    const time = state.now()
    const comment = { id: state.nextId(), issue: pull.number, user: state.account, body, createdAt: time, updatedAt: time }
    state.comments.push(comment)
    return { status: 201, body: answerOf(exchange, comment) }
  },
  'issues/get-comment': (exchange) => {
    const comment = commentOf(exchange)
    return comment ? (refused(exchange, 'pull-requests', 'read') ?? { status: 200, body: answerOf(exchange, comment) }) : notFound()
  },
  'issues/update-comment': (exchange) => {
    const comment = commentOf(exchange)
    if (comment === undefined) return notFound()
    const { body } = exchange.body as CommentBody
    const problem = refused(exchange, 'pull-requests', 'write') ?? bodyProblem(body)
    if (problem !== undefined) return problem
    comment.body = body
    comment.updatedAt = exchange.state.now()
    return { status: 200, body: answerOf(exchange, comment) }
  },
  'issues/delete-comment': (exchange) => {
    const comment = commentOf(exchange)
    if (comment === undefined) return notFound()
    const problem = refused(exchange, 'pull-requests', 'write')
    if (problem !== undefined) return problem
    exchange.state.comments.splice(exchange.state.comments.indexOf(comment), 1)
    return { status: 204 }
  },
}

function pullOf({ state, parameters }: Exchange) {
  return state.pulls.find(({ number }) => number === Number(parameters.issue_number))
}

function commentOf({ state, parameters }: Exchange): FakeComment | undefined {
  return state.comments.find(({ id }) => id === Number(parameters.comment_id))
}

function lockedAnswer({ state }: Exchange, number: number): Answer | undefined {
  const locked = state.pulls.some((pull) => pull.number === number && pull.locked)
  return locked ? failure(403, 'Unable to create comment because issue is locked.') : undefined
}

function bodyProblem(body: string): Answer | undefined {
  if (body.trim() === '') return invalid('IssueComment', 'body', "can't be blank")
  return body.length > longestComment ? invalid('IssueComment', 'body', 'is too long (maximum is 65536 characters)') : undefined
}

function answerOf({ state, apiUrl }: Exchange, { id, issue, user, body, createdAt, updatedAt }: FakeComment): object {
  const repository = `${apiUrl}/repos/${state.owner}/${state.repo}`
  return {
    id,
    node_id: `IC_${id}`,
    url: `${repository}/issues/comments/${id}`,
    html_url: `${webUrl(apiUrl)}/${state.owner}/${state.repo}/pull/${issue}#issuecomment-${id}`,
    issue_url: `${repository}/issues/${issue}`,
    user: userOf(user, apiUrl),
    created_at: createdAt,
    updated_at: updatedAt,
    author_association: user.type === 'Bot' ? 'NONE' : 'CONTRIBUTOR',
    body,
    performed_via_github_app: null,
  }
}

/** Address of the pages that people see, on the same server. */
export function webUrl(apiUrl: string): string {
  return new URL(apiUrl).origin
}
