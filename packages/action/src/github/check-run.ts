import { createHash } from 'node:crypto'
import { markdownReporter } from '../../../scanner/src/report/markdown/reporter.ts'
import { strings } from '../../../scanner/src/report/strings.ts'
import { truncate, visible } from '../../../scanner/src/sanitize.ts'
import { runUrl, shownCommit } from '../links.ts'
import type { Publication, Published } from '../model.ts'
import { surfaceOptions } from '../report-texts.ts'
import { type CheckAnnotation, checkAnnotations } from './check-annotations.ts'
import type { GitHub } from './client.ts'
import { failed, isPassing } from './failures.ts'
import { wording } from './wording.ts'

/** GitHub's limits: annotations in a request, and characters of a summary, which are counted as bytes here to be safe. */
const batchSize = 50
const summaryLimit = 65_535

const attempts = 3

/** A check run as it has to become. */
export interface PlannedCheckRun {
  /** Never that of a job that may be required: with `mode: warn`, or after another run, it would stand in for the check of that job. */
  name: string
  headSha: string
  /** Made from all of its content, so that a run started again finds what it made before. */
  externalId: string
  detailsUrl: string
  /** Never `neutral`, which satisfies a required check. */
  conclusion: 'success' | 'failure'
  title: string
  summary: string
  annotations: CheckAnnotation[]
}

/** The check run of a judgement; a function of it and the event. `mode: warn` takes a `fail` back, never an `error`. */
export function planCheckRun(publication: Publication): PlannedCheckRun {
  const { judgement, context, inputs, event } = publication
  const { verdict, reasons } = judgement.report
  const { annotations, left } = checkAnnotations(publication)
  const more = left > 0 ? `\n${wording[context.language].moreAnnotations(left)}\n` : ''
  const summary = markdownReporter({
    ...surfaceOptions(publication),
    form: 'summary',
    limits: { bytes: summaryLimit - Buffer.byteLength(more), characters: summaryLimit },
  })(judgement.report, context)
  const passes = verdict === 'pass' || verdict === 'warn' || (verdict === 'fail' && inputs.mode === 'warn')
  const reason = reasons.length === 0 ? '' : ` - ${reasons[0]!.message}`
  const planned = {
    name: inputs.category === '' ? 'policy-gate report' : `policy-gate report (${inputs.category})`,
    // a run that follows another one is started for the default branch, and that is not what was judged
    headSha: event.run?.headSha ?? shownCommit(publication),
    detailsUrl: runUrl(publication),
    conclusion: passes ? ('success' as const) : ('failure' as const),
    title: truncate(visible(`${strings[context.language].verdict[verdict]}${reason}`), 255),
    summary: summary + more,
    annotations,
  }
  const digest = createHash('sha256').update(JSON.stringify(planned)).digest('hex')
  return { ...planned, externalId: `policy-gate:${digest}` }
}

/** Makes the check run with all of its annotations, or finds it made; what an earlier attempt began is ended. Never throws. */
export async function publishCheckRun(publication: Publication, github: GitHub): Promise<Published> {
  const { environment, context, log } = publication
  const text = wording[context.language]
  try {
    const planned = planCheckRun(publication)
    const { owner, repo } = environment
    const url = await bring(planned, github, { owner, repo })
    const { name, annotations, conclusion } = planned
    log.info(`${text.surface['check-run']}: ${text.checkRun(name, annotations.length, conclusion)}`)
    return { state: 'done', ...(url !== null && { url }), notices: [] }
  } catch (error) {
    return failed(error, 'check-run', context.language)
  }
}

interface Repository {
  owner: string
  repo: string
}

interface Progress {
  id: number
  url: string | null
  /** Annotations that are there. */
  done: number
  completed: boolean
}

async function bring(planned: PlannedCheckRun, github: GitHub, repository: Repository): Promise<string | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      let progress = await find(planned, github, repository)
      while (!progress?.completed) progress = await advance(planned, progress, github, repository)
      return progress.url
    } catch (error) {
      if (attempt === attempts || !isPassing(error)) throw error
      await github.sleep(attempt ** 2)
    }
  }
}

/** Somebody else's run that claims to be ours but says something else is none. */
async function find(planned: PlannedCheckRun, github: GitHub, repository: Repository): Promise<Progress | undefined> {
  const { name, headSha, externalId, conclusion, title, summary, annotations } = planned
  const wanted = { ...repository, ref: headSha, check_name: name, filter: 'all' as const, per_page: 100 }
  const { data } = await github.rest.checks.listForRef(wanted)
  for (const { id, html_url: url, status, external_id: given, output, conclusion: found } of data.check_runs) {
    if (given !== externalId || output.title !== title || output.summary !== summary) continue
    const completed = status === 'completed'
    if (completed && (found !== conclusion || output.annotations_count !== annotations.length)) continue
    return { id, url, done: output.annotations_count, completed }
  }
  return undefined
}

/** One request more. Octokit must not repeat it by itself: annotations are appended. */
async function advance(
  planned: PlannedCheckRun,
  progress: Progress | undefined,
  github: GitHub,
  repository: Repository,
): Promise<Progress> {
  const { name, headSha, externalId, detailsUrl, conclusion, title, summary } = planned
  const from = progress?.done ?? 0
  const annotations = planned.annotations.slice(from, from + batchSize)
  const done = from + annotations.length
  const completed = done >= planned.annotations.length
  const state = completed ? { status: 'completed' as const, conclusion } : { status: 'in_progress' as const }
  const output = { title, summary, annotations }
  const request = { retries: 0 }
  const given = { ...repository, ...state, name, external_id: externalId, details_url: detailsUrl, output, request }
  const { data } = await (progress === undefined
    ? github.rest.checks.create({ ...given, head_sha: headSha })
    : github.rest.checks.update({ ...given, check_run_id: progress.id }))
  return { id: data.id, url: data.html_url, done, completed }
}
