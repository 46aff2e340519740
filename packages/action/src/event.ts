import { readFileSync, statSync } from 'node:fs'
import { isJsonObject } from '../../scanner/src/json.ts'
import { type Json, type JsonObject, UserError } from '../../scanner/src/model.ts'
import { spokenLanguage } from './inputs.ts'
import type { Event, PullRequest } from './model.ts'
import { actionStrings } from './strings.ts'

/** GitHub sends no larger payloads, in bytes. */
const maxPayload = 25 * 1024 * 1024

/** Events whose payload says what the change goes to. */
const pullRequestEvents = ['pull_request', 'pull_request_target', 'pull_request_review', 'pull_request_review_comment']
const privilegedEvents = ['pull_request_target', 'workflow_run', 'issue_comment']

const commitHash = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/**
 * What the workflow was started for, from the runner's variables and the payload.
 * @throws UserError (3) where the payload is needed and does not say what it has to: guessing could pick the change's own settings
 */
export function readEvent(env: NodeJS.ProcessEnv): Event {
  const words = actionStrings[spokenLanguage(env)]
  const name = env.GITHUB_EVENT_NAME ?? ''
  const missing = (field: string): never => {
    throw new UserError(words.noField(field, name === '' ? 'GITHUB_EVENT_NAME' : name), { exitCode: 3 })
  }
  if (!/^\w+$/.test(name)) missing('GITHUB_EVENT_NAME')
  const sha = env.GITHUB_SHA ?? ''
  if (!commitHash.test(sha)) missing('GITHUB_SHA')
  const isPullRequest = pullRequestEvents.includes(name)
  const payload = isPullRequest || ['merge_group', 'push', 'workflow_run'].includes(name) ? readPayload(env) : {}
  const pullRequest = isPullRequest ? (pullRequestOf(payload) ?? missing('pull_request')) : undefined
  const baseSha =
    pullRequest?.baseSha ??
    (name === 'merge_group' ? (hashAt(payload, 'merge_group', 'base_sha') ?? missing('base_sha')) : undefined) ??
    (name === 'push' ? beforePush(payload) : undefined)
  const run = name === 'workflow_run' ? (runOf(payload) ?? missing('workflow_run')) : undefined
  const privileged = privilegedEvents.includes(name)
  const actor = env.GITHUB_ACTOR ?? ''
  return {
    name,
    sha,
    ref: env.GITHUB_REF ?? '',
    ...(env.GITHUB_REF_PROTECTED === 'false' && env.GITHUB_REF?.startsWith('refs/heads/') && { unprotected: true }),
    ...(pullRequest && { pullRequest }),
    ...(pullRequest && objectAt(objectAt(payload, 'changes'), 'base') && { retargeted: true }),
    ...(baseSha !== undefined && { baseSha }),
    ...(run && { run }),
    privileged,
    readOnly: !privileged && (pullRequest?.fork === true || actor === 'dependabot[bot]'),
    actor,
  }
}

/** @throws UserError (3) */
function readPayload(env: NodeJS.ProcessEnv): JsonObject {
  const words = actionStrings[spokenLanguage(env)]
  const refuse = (problem: string): never => {
    throw new UserError(words.noEvent(problem), { exitCode: 3 })
  }
  const path = env.GITHUB_EVENT_PATH ?? ''
  if (path === '') refuse('GITHUB_EVENT_PATH')
  try {
    if (statSync(path).size > maxPayload) refuse('> 25 MB')
    const payload = JSON.parse(readFileSync(path, 'utf8')) as Json
    return isJsonObject(payload) ? payload : refuse('JSON')
  } catch (error) {
    if (error instanceof UserError) throw error
    return refuse(error instanceof SyntaxError ? 'JSON' : ((error as NodeJS.ErrnoException).code ?? 'JSON'))
  }
}

function pullRequestOf(payload: JsonObject): PullRequest | undefined {
  const pull = objectAt(payload, 'pull_request')
  const number = pull?.number
  const headSha = hashAt(pull, 'head', 'sha')
  const baseSha = hashAt(pull, 'base', 'sha')
  if (!Number.isSafeInteger(number) || (number as number) < 1 || headSha === undefined || baseSha === undefined) return undefined
  const [from, to] = (['head', 'base'] as const).map((side) => objectAt(objectAt(pull, side), 'repo')?.id)
  // a fork that was deleted since has no repository any more
  return { number: number as number, headSha, baseSha, fork: typeof from !== 'number' || from !== to }
}

/** The first push of a branch comes from a commit of zeros. */
function beforePush({ before }: JsonObject): string | undefined {
  return typeof before === 'string' && commitHash.test(before) && !/^0+$/.test(before) ? before : undefined
}

function runOf(payload: JsonObject): Event['run'] {
  const run = objectAt(payload, 'workflow_run')
  const headSha = hashAt(payload, 'workflow_run', 'head_sha')
  const owner = objectAt(objectAt(run, 'head_repository'), 'owner')?.login
  if (headSha === undefined) return undefined
  const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
  return { headSha, owner: text(owner), branch: text(run?.head_branch) }
}

function objectAt(value: Json | undefined, key: string): JsonObject | undefined {
  const inner = isJsonObject(value) ? value[key] : undefined
  return isJsonObject(inner) ? inner : undefined
}

function hashAt(value: JsonObject | undefined, object: string, key: string): string | undefined {
  const hash = objectAt(value, object)?.[key]
  return typeof hash === 'string' && commitHash.test(hash) ? hash : undefined
}
