import { type Language, UserError } from '../../scanner/src/model.ts'
import { inputTable, inputText } from './input-table.ts'
import { spokenLanguage } from './inputs.ts'
import { type Outputs, writeOutputs } from './outputs.ts'
import { actionStrings } from './strings.ts'
import { errorSummary, writeSummary } from './summary.ts'
import type { Writer } from './writer.ts'

/** However the run ends, it leaves a verdict. Everything here is written at once: there may be no later. */
export interface Ending {
  /** The verdict is fixed; nothing that happens from now on changes it. */
  judged(exitCode: number): void
  /** The run ends before or after that. Never throws. */
  failed(error: unknown): Ended
  stopped(signal: string): Ended
  /** Adds outputs; a warning where they cannot be written. */
  outputs(outputs: Outputs): void
}

export interface Ended {
  exitCode: number
  /** Where the run ended without a verdict: what the summary says. */
  markdown?: string
}

/**
 * Begins with the outputs of an error, so that a process that is killed, or runs out of memory, has left them too.
 * @param options.env the variables of the runner
 */
export function beginEnding({ env, writer }: { env: NodeJS.ProcessEnv; writer: Writer }): Ending {
  const language: Language = spokenLanguage(env)
  const words = actionStrings[language]
  let fixed: number | undefined
  let complained = false

  const outputs = (values: Outputs): void => {
    try {
      writeOutputs(values, env)
    } catch (error) {
      if (!complained) writer.warning(words.outputsNotWritten(problemOf(error)))
      complained = true
    }
  }
  const abort = (message: string, exitCode: number): Ended => {
    if (fixed !== undefined) {
      writer.warning(words.afterVerdict(message))
      return { exitCode: fixed }
    }
    fixed = exitCode
    writer.error(message)
    writer.info(words.nothingJudged)
    outputs({ verdict: 'error', 'exit-code': exitCode })
    const wanted = (inputText('summary', env) || String(inputTable.summary.fallback)).toLowerCase() !== 'false'
    const markdown = errorSummary(words.words.error, `${message}\n${words.nothingJudged}`)
    try {
      if (wanted) writeSummary(markdown, env)
    } catch (error) {
      writer.warning(words.summaryNotWritten(problemOf(error)))
    }
    return { exitCode, markdown }
  }

  outputs({ verdict: 'error', 'exit-code': 3 })
  return {
    outputs,
    judged(exitCode) {
      fixed = exitCode
    },
    failed: (error) => (error instanceof UserError ? abort(error.message, error.exitCode) : abort(words.fault(problemOf(error)), 3)),
    stopped: (signal) => abort(words.stopped(signal), 3),
  }
}

/** The code of a fault of the system, which needs no translation, else its message. */
export function problemOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? (error instanceof Error ? error.message : String(error))
}
