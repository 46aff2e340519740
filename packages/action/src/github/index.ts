import { commitIfAnySync } from '../../../scanner/src/git/commits.ts'
import { findRepository } from '../../../scanner/src/git/repository.ts'
import type { Environment, Event, Notice, Publication, Published } from '../model.ts'
import { withPullRequest } from '../trust/pull-request.ts'
import { planCheckRun, publishCheckRun } from './check-run.ts'
import type { GitHub } from './client.ts'
import { type CommentPlace, keepComment } from './comment.ts'
import { commentBody, commentMarker } from './comment-body.ts'
import { failed } from './failures.ts'
import { obstacleOf, type UploadOptions, uploadSarif } from './sarif-upload.ts'
import { type Surface, surfaces, wording } from './wording.ts'

export interface GitHubOptions extends Omit<UploadOptions, 'head'> {
  /** Opens the API; undefined without a token. It is opened only when there is something to send. */
  open: (() => Promise<GitHub>) | undefined
}

/** What became of each surface, and all that people should know of it, each thing once. */
export type OnGitHub = Record<Surface, Published> & { notices: Notice[] }

const skipped: Published = { state: 'skipped', notices: [] }

/**
 * Shows the result on GitHub, as far as it is wanted: comment, check run, upload to code scanning, in this order. What a token cannot do is
 * not tried: without one, for forks and Dependabot one notice names what is left out. Never throws and never changes the verdict.
 */
export async function publishToGitHub(publication: Publication, options: GitHubOptions): Promise<OnGitHub> {
  const { event, inputs, context, log } = publication
  const text = wording[context.language]
  const result: OnGitHub = { comment: skipped, 'check-run': skipped, sarif: skipped, notices: [] }
  const wanted = wantedSurfaces(publication)
  if (wanted.length === 0) return result
  const list = wanted.map((surface) => text.surface[surface]).join(', ')
  if (inputs.dryRun) {
    for (const surface of wanted) log.info(text.dryRun(text.surface[surface], intention(surface, publication, options)))
    return result
  }
  if (options.open === undefined) return { ...result, notices: [{ level: 'notice', code: 'no-token', message: text.noToken(list) }] }
  if (event.readOnly) return { ...result, notices: [{ level: 'notice', code: 'token-read-only', message: text.readOnly(list) }] }
  for (const surface of wanted) {
    result[surface] = await publishSurface(surface, publication, { ...options, open: options.open }).catch((error: unknown) =>
      failed(error, surface, context.language),
    )
  }
  const told = wanted.flatMap((surface) => result[surface].notices)
  return { ...result, notices: told.filter(({ code }, index) => told.findIndex((other) => other.code === code) === index) }
}

/** Where nothing could be judged: what is known by then. */
export type ErrorPlace = Omit<CommentPlace, 'number'> & Pick<Publication, 'event'> & Pick<GitHubOptions, 'open'>

/**
 * Says on the pull request that nothing could be judged, so that the comment of an earlier run does not go on saying that all is well.
 * Never throws.
 * @param markdown why; foreign text in it has to be made harmless by the caller
 */
export async function publishError(markdown: string, place: ErrorPlace): Promise<Published> {
  const { inputs, event, environment, language, open } = place
  if (!inputs.comment || inputs.dryRun || event.readOnly || open === undefined) return skipped
  try {
    const github = await open()
    const number = await pullRequestNumber(event, { environment, github })
    if (number === undefined) return skipped
    return await keepComment(commentMarker(inputs.category) + markdown, { ...place, number }, github)
  } catch (error) {
    return failed(error, 'comment', language)
  }
}

/** Pushes, merge groups and schedules have no pull request to comment on. */
function wantedSurfaces({ event, inputs }: Publication): Surface[] {
  const hasPullRequest = event.pullRequest !== undefined || event.run !== undefined
  const wanted: Record<Surface, boolean> = {
    comment: inputs.comment && hasPullRequest,
    'check-run': inputs.checkRun,
    sarif: inputs.uploadSarif,
  }
  return surfaces.filter((surface) => wanted[surface])
}

async function publishSurface(
  surface: Surface,
  publication: Publication,
  options: GitHubOptions & { open: () => Promise<GitHub> },
): Promise<Published> {
  const { context, environment, event, inputs } = publication
  if (surface === 'check-run') return publishCheckRun(publication, await options.open())
  if (surface === 'sarif') {
    const found = { ...options, head: checkedOut(inputs.workingDirectory) }
    const obstacle = obstacleOf(publication, found)
    if (obstacle !== undefined) return { state: 'skipped', notices: [obstacle] }
    return uploadSarif(publication, found, await options.open())
  }
  const github = await options.open()
  const number = await pullRequestNumber(event, { environment, github })
  if (number !== undefined) return keepComment(commentBody(publication), { ...publication, language: context.language, number }, github)
  const message = wording[context.language].noPullRequest
  return { state: 'skipped', notices: [{ level: 'notice', code: 'comment-no-pull-request', message }] }
}

/** Hash of the commit that is checked out; undefined where there is no repository. */
function checkedOut(folder: string): string | undefined {
  const repository = findRepository(folder)
  return repository === undefined ? undefined : commitIfAnySync(repository)
}

/** The event's own pull request, or the one that the run was for which this one follows. */
async function pullRequestNumber(event: Event, { environment, github }: { environment: Environment; github: GitHub }) {
  const request = (route: string, parameters: Record<string, unknown>) => github.request(route, parameters)
  const { pullRequest } = await withPullRequest(event, { environment, github: { request } })
  return pullRequest?.number
}

/** What would be sent, in a few words. Everything is made as for sending. */
function intention(surface: Surface, publication: Publication, options: GitHubOptions): string {
  const text = wording[publication.context.language]
  if (surface === 'comment') {
    const body = commentBody(publication)
    publication.log.info(body)
    return text.commentOn(String(publication.event.pullRequest?.number ?? publication.event.run?.headSha), body.length)
  }
  if (surface === 'sarif') {
    const head = checkedOut(publication.inputs.workingDirectory)
    return obstacleOf(publication, { ...options, head })?.message ?? publication.event.ref
  }
  const { name, annotations, conclusion } = planCheckRun(publication)
  return text.checkRun(name, annotations.length, conclusion)
}
