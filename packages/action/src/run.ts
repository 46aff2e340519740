import { exitCodes, type Language, UserError } from '../../scanner/src/model.ts'
import { reportContext } from '../../scanner/src/report/context.ts'
import type { Progress } from '../../scanner/src/scan.ts'
import { translation } from '../../scanner/src/translation/translation.ts'
import { version } from '../../scanner/src/version.ts'
import type { Ending } from './ending.ts'
import { readEnvironment, readWorkspace } from './environment.ts'
import { readEvent } from './event.ts'
import { readInputs, spokenLanguage } from './inputs.ts'
import { type JudgeOptions, judgeChange } from './judgement.ts'
import { type LazyGitHub, lazyGitHub } from './lazy-github.ts'
import type { Environment, Event, Inputs, Judgement, Publication } from './model.ts'
import { publish, tell } from './publish.ts'
import { type ReportFile, removeOldReports, reportFiles } from './report-files.ts'
import { type ActionStrings, actionStrings } from './strings.ts'
import type { Writer } from './writer.ts'

export interface RunOptions {
  env: NodeJS.ProcessEnv
  writer: Writer
  ending: Ending
}

/**
 * The action: reads what it was asked for, judges, fixes the verdict, and only then shows it. Never throws.
 * @returns the exit code of the step: 0 pass, 1 fail, 2 wrong inputs or configuration, 3 nothing could be judged
 */
export async function run(options: RunOptions): Promise<number> {
  const { env, writer, ending } = options
  let task: Task | undefined
  try {
    task = readTask(options)
    const judgement = await judge(task, writer)
    const exitCode = stepExitCode(judgement, task.inputs)
    ending.judged(exitCode)
    const { inputs, event, environment, files } = task
    const publication: Publication = { judgement, context: reportContext(judgement), inputs, event, environment, log: writer }
    await publish(publication, { env, writer, ending, files, open: task.github?.open, exitCode })
    return exitCode
  } catch (error) {
    const { exitCode, markdown } = ending.failed(await spoken(error, spokenLanguage(env)))
    // the comment of an earlier run must not go on saying that all is well
    if (task?.inputs.comment && markdown !== undefined) {
      const { publishError } = await import('./github/index.ts')
      const { notices } = await publishError(markdown, { ...task, language: spokenLanguage(env), log: writer, open: task.github?.open })
      for (const notice of notices) tell(notice, writer)
    }
    return exitCode
  }
}

/** A known fault in the language of the action; anything else as it is. */
async function spoken(error: unknown, language: Language): Promise<unknown> {
  if (language === 'en' || !(error instanceof UserError)) return error
  const translate = await translation(language)
  return new UserError(translate(error.message), { exitCode: error.exitCode, cause: error })
}

/** What is asked of the action, checked. */
interface Task {
  inputs: Inputs
  event: Event
  environment: Environment
  files: ReportFile[]
  github: LazyGitHub | undefined
}

/** @throws UserError (2) for wrong inputs, (3) where the runner does not say what has to be known */
function readTask({ env, writer }: RunOptions): Task {
  const workspace = readWorkspace(env)
  removeOldReports(env, workspace)
  const inputs = readInputs(env, workspace)
  writer.mask(inputs.token)
  const environment = readEnvironment(env, workspace)
  const event = readEvent(env)
  writer.info(`policy-gate ${version}: ${event.name} ${event.sha.slice(0, 12)}`)
  const github = lazyGitHub({ token: inputs.token, apiUrl: environment.apiUrl, log: writer, language: spokenLanguage(env) })
  return { inputs, event, environment, files: reportFiles(inputs), github }
}

/** @throws UserError as `judgeChange` and `mergeShards` do */
async function judge({ inputs, event, environment, files, github }: Task, writer: Writer): Promise<Judgement> {
  const options: JudgeOptions = {
    inputs,
    event,
    environment,
    github: github?.data,
    log: writer,
    outputs: files.map(({ path }) => path),
    onProgress: progressLog(writer, actionStrings[inputs.language ?? 'en']),
  }
  if (inputs.merge.length === 0) return judgeChange(options)
  const { mergeShards } = await import('./merge.ts')
  return mergeShards(options)
}

/** `mode: warn` takes a `fail` back from the job, never an `error`. */
function stepExitCode({ report }: Judgement, { mode }: Inputs): number {
  return mode === 'warn' && report.verdict === 'fail' ? 0 : exitCodes[report.verdict]
}

/** A line for each step of the work, not for each unit. */
function progressLog(writer: Writer, words: ActionStrings): (progress: Progress) => void {
  let last = ''
  return ({ step, done, total }) => {
    if (step === last) return
    last = step
    writer.info(`${words.step[step]}${total > 0 && step !== 'read' ? ` (${words.done(done, total)})` : ''} …`)
  }
}
