import { UserError } from '../../scanner/src/model.ts'
import { beginEnding } from './ending.ts'
import { spokenLanguage } from './inputs.ts'
import { actionStrings } from './strings.ts'
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
  requireNode(process.versions.node)
  const { run } = await import('./run.ts')
  process.exitCode = await run({ env, writer, ending })
} catch (error) {
  process.exitCode = ending.failed(error).exitCode
}
/** An older Node could not load the rest, or would fail somewhere in it. @throws UserError (3) */
function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12)) return
  throw new UserError(actionStrings[spokenLanguage(env)].tooOld(version), { exitCode: 3 })
}

// all is written; an open connection must not keep the job waiting
process.exit()
