import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { truncate, visible } from '../../../scanner/src/sanitize.ts'
import type { Event, Notice, Publication, Published } from '../model.ts'
import type { GitHub } from './client.ts'
import { failed, failureNotice, isPassing } from './failures.ts'
import { uploadsOfJob } from './uploads-of-job.ts'
import { wording } from './wording.ts'

/** GitHub refuses larger files, in bytes after compression. */
const largestFile = 10 * 1024 * 1024

/** Seconds between questions what became of an upload: after 5, 15, 35, 75 and 155 s, as GitHub's own action asks. */
const waits = [5, 10, 20, 40, 80]

export interface UploadOptions {
  /** Absolute path of the SARIF file that was written; undefined where there is none. */
  sarif: string | undefined
  /** The commit that is checked out, where it is known. */
  head?: string | undefined
  /** Variables of the step, and the file by which it sets those of later steps: `GITHUB_ENV`. */
  env: NodeJS.ProcessEnv
}

/**
 * Uploads the SARIF file to code scanning and waits until it is processed, for at most 155 s.
 * Nothing is uploaded where it would be wrong: for the verdict `error`, and for a part of a pushed branch, it would close alerts; on privileged
 * events, and of another commit than the event's, it would be the default branch's; and of one category only one upload in a job counts. Never
 * throws.
 */
export async function uploadSarif(publication: Publication, options: UploadOptions, github: GitHub): Promise<Published> {
  const { context, inputs, environment, log } = publication
  const text = wording[context.language]
  const obstacle = obstacleOf(publication, options)
  if (obstacle !== undefined) return { state: 'skipped', notices: [obstacle] }
  const exported = uploadsOfJob(inputs.category, options.env)
  try {
    const packed = gzipSync(readFileSync(options.sarif!), { level: 9 })
    if (packed.length > largestFile) throw Object.assign(new Error('10 MB'), { status: 413, response: {} })
    const { owner, repo, serverUrl } = environment
    const analysed = analysedCommit(publication.event, options.head)
    const sarif = packed.toString('base64')
    // `validate` tells whether code scanning would show the file rightly, not only whether it can be stored
    const { data } = await github.rest.codeScanning.uploadSarif({ owner, repo, ...analysed, sarif, validate: true })
    exported.remember()
    log.info(`${text.surface.sarif}: ${analysed.ref} ${data.id ?? ''}`)
    const notice = await outcome({ github, owner, repo, id: data.id ?? '' }, context.language)
    const state = notice?.level === 'warning' ? ('failed' as const) : ('done' as const)
    const url = `${serverUrl}/${owner}/${repo}/security/code-scanning`
    return { state, url, ...(data.id !== undefined && { id: data.id }), notices: notice === undefined ? [] : [notice] }
  } catch (error) {
    return failed(error, 'sarif', context.language)
  }
}

/** Why nothing may be uploaded. */
export function obstacleOf({ judgement, event, inputs, context }: Publication, { sarif, env, head }: UploadOptions): Notice | undefined {
  const text = wording[context.language]
  if (judgement.report.verdict === 'error') return { level: 'notice', code: 'sarif-verdict-error', message: text.notUploadedOnError }
  if (event.privileged) return { level: 'notice', code: 'sarif-privileged', message: text.notUploadedPrivileged }
  if (event.pullRequest === undefined && head !== undefined && head !== event.sha)
    return { level: 'warning', code: 'sarif-other-commit', message: text.notUploadedOther }
  if (isPartOfBranch({ judgement, event, inputs })) return { level: 'warning', code: 'sarif-partial', message: text.notUploadedPartial }
  if (sarif === undefined) return { level: 'warning', code: 'sarif-missing', message: text.noSarif }
  const twice = uploadsOfJob(inputs.category, env).uploaded()
  return twice ? { level: 'warning', code: 'sarif-twice', message: text.uploadedBefore(inputs.category) } : undefined
}

/** What the push did not touch is not in the file, and GitHub takes what is missing for mended. A pull request has a ref of its own. */
function isPartOfBranch({ judgement, event, inputs }: Pick<Publication, 'judgement' | 'event' | 'inputs'>): boolean {
  const { change } = judgement.report
  return event.name === 'push' && (inputs.changedOnly || inputs.newOnly) && change !== undefined && change.problem === undefined
}

/**
 * What the alerts belong to: of a pull request the merge commit that GitHub made for the run, at `refs/pull/<number>/merge`, or its own last
 * commit at `.../head` where the workflow checked that out.
 */
export function analysedCommit({ ref, sha, pullRequest }: Event, head: string | undefined): { ref: string; commit_sha: string } {
  if (pullRequest !== undefined && head === pullRequest.headSha && head !== sha && /^refs\/pull\/\d+\/merge$/.test(ref))
    return { ref: ref.replace(/merge$/, 'head'), commit_sha: head }
  return { ref, commit_sha: sha }
}

interface Upload {
  github: GitHub
  owner: string
  repo: string
  id: string
}

/** What became of an upload, as a notice where it is not simply there; GitHub answers 404 until it has begun. */
async function outcome({ github, owner, repo, id }: Upload, language: Publication['context']['language']): Promise<Notice | undefined> {
  for (const seconds of waits) {
    await github.sleep(seconds)
    try {
      const { data } = await github.rest.codeScanning.getSarif({ owner, repo, sarif_id: id })
      if (data.processing_status === 'complete') return undefined
      if (data.processing_status === 'failed') return rejection(data.errors ?? [], language)
    } catch (error) {
      if ((error as { status?: number }).status !== 404 && !isPassing(error)) return failureNotice(error, 'sarif', language)
    }
  }
  const total = waits.reduce((sum, seconds) => sum + seconds, 0)
  return { level: 'notice', code: 'sarif-pending', message: wording[language].pending(total) }
}

function rejection(errors: readonly string[], language: Publication['context']['language']): Notice {
  const text = wording[language]
  const detail = truncate(visible(errors.join('; ')), 1000)
  return { level: 'warning', code: 'sarif-rejected', message: text.rejected(text.surface.sarif, detail) }
}
