import { beginEnding } from './ending.ts'
import { openWriter, writeOut } from './writer.ts'

/** The process: signals, faults that nothing caught, exit code. An end that nobody planned is exit code 3, never 0. */
const { env } = process
const writer = openWriter({ write: writeOut, debug: env.RUNNER_DEBUG === '1' })
const ending = beginEnding({ env, writer })
process.exitCode = 3

// the runner sends SIGINT when a job is cancelled or takes too long, SIGTERM 7.5 s later, and kills after 2.5 s more
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(ending.stopped(signal).exitCode))
process.on('uncaughtException', (error) => process.exit(ending.failed(error).exitCode))
// everything that was waited for is gone, and the work is not done
process.on('beforeExit', () => process.exit(ending.failed(new Error('the work ended early')).exitCode))

try {
  const { run } = await import('./run.ts')
  process.exitCode = await run({ env, writer, ending })
} catch (error) {
  process.exitCode = ending.failed(error).exitCode
}
// all is written; an open connection must not keep the job waiting
process.exit()
