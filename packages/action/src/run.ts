import { exitCodes, type ReportContext } from '../../scanner/src/model.ts'
import type { Progress } from '../../scanner/src/scan.ts'
import { version } from '../../scanner/src/version.ts'
import type { Ending } from './ending.ts'
import { readEnvironment, readWorkspace } from './environment.ts'
import { readEvent } from './event.ts'
import { readInputs, spokenLanguage } from './inputs.ts'
import { judgeChange } from './judgement.ts'
import { lazyGitHub } from './lazy-github.ts'
import type { Inputs, Judgement, Publication } from './model.ts'
import { publish } from './publish.ts'
import { removeOldReports, reportFiles } from './report-files.ts'
import { type ActionStrings, actionStrings } from './strings.ts'
import type { Writer } from './writer.ts'

export interface RunOptions {
  env: NodeJS.ProcessEnv
  writer: Writer
  ending: Ending
}

/**
 * The action: reads what it was asked for, judges, fixes the verdict, and only then shows it.
 * @returns the exit code of the step: 0 pass, 1 fail, 2 wrong inputs or configuration, 3 nothing could be judged
 * @throws UserError (2) or (3); anything else is a fault of this program
 */
export async function run({ env, writer, ending }: RunOptions): Promise<number> {
  const words = actionStrings[spokenLanguage(env)]
  const workspace = readWorkspace(env)
  removeOldReports(env, workspace)
  const inputs = readInputs(env, workspace)
  writer.mask(inputs.token)
  const environment = readEnvironment(env, workspace)
  const event = readEvent(env)
  const files = reportFiles(inputs)
  writer.info(`policy-gate ${version}: ${event.name} ${event.sha.slice(0, 12)}`)

  const github = lazyGitHub({ token: inputs.token, apiUrl: environment.apiUrl, log: writer, language: spokenLanguage(env) })
  const judgement = await judgeChange({
    inputs,
    event,
    environment,
    github: github?.data,
    log: writer,
    outputs: files.map(({ path }) => path),
    onProgress: progressLog(writer, words),
  })
  const exitCode = stepExitCode(judgement, inputs)
  ending.judged(judgement.report.verdict, exitCode)

  const publication: Publication = { judgement, context: contextOf(judgement), inputs, event, environment, log: writer }
  await publish(publication, { env, writer, ending, files, github, exitCode })
  return exitCode
}

/** `mode: warn` takes a `fail` back from the job, never an `error`. */
function stepExitCode({ report }: Judgement, { mode }: Inputs): number {
  return mode === 'warn' && report.verdict === 'fail' ? 0 : exitCodes[report.verdict]
}

function contextOf({ rules, config, sources }: Judgement): ReportContext {
  return {
    rules,
    language: config.language,
    readSource(file) {
      const text = sources.text(file)
      return typeof text === 'string' ? text : undefined
    },
  }
}

/** A line for each step of the work, not for each unit. */
function progressLog(writer: Writer, words: ActionStrings): (progress: Progress) => void {
  let last = ''
  return ({ step, done, total }) => {
    if (step === last) return
    last = step
    writer.info(`${words.step[step]}${total > 0 && step !== 'read' ? ` (${words.unitsDone(done, total)})` : ''} …`)
  }
}
