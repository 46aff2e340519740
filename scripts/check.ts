/**
 * `pnpm check [steps] [--skip step]`: everything that CI does, with the time of each step. A step that fails does not keep the others
 * from running; the summary and the exit code tell. `--list` says what each step proves.
 */
import { parseArgs } from 'node:util'
import { UserError } from '../packages/scanner/src/model.ts'
import { runSteps } from './check/run.ts'
import { type Step, steps } from './check/steps.ts'

function selected(): Step[] {
  const { values, positionals } = parseArgs({
    options: { skip: { type: 'string', multiple: true, default: [] }, list: { type: 'boolean' } },
    allowPositionals: true,
  })
  const names = steps.map(({ name }) => name)
  const unknown = [...positionals, ...values.skip].filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new UserError(`There is no step ${unknown.join(', ')}: the steps are ${names.join(', ')}.`)
  const chosen = steps.filter(({ name }) => (positionals.length === 0 || positionals.includes(name)) && !values.skip.includes(name))
  if (!values.list) return chosen
  for (const { name, proves } of chosen) console.log(`${name.padEnd(10)} ${proves}`)
  return []
}

try {
  const results = await runSteps(selected())
  if (results.length > 0) {
    const lines = results.map(
      ({ step, failure, seconds }) =>
        `${failure === undefined ? 'ok  ' : 'FAIL'} ${step.name.padEnd(10)} ${seconds.toFixed(1).padStart(7)} s${failure === undefined ? '' : `  ${failure}`}`,
    )
    const failed = results.filter(({ failure }) => failure !== undefined).length
    console.log(`\n${lines.join('\n')}\nSteps: ${results.length - failed} passed, ${failed} failed`)
    if (failed > 0) process.exitCode = 1
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
