/**
 * `pnpm check [steps] [--skip step]`: everything that CI does, step by step, with the time of each. A step that fails does not keep the
 * others from running; the summary and the exit code tell. `--list` says what each step proves.
 */
import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { parseArgs } from 'node:util'
import { UserError } from '../packages/scanner/src/model.ts'
import { type Step, steps } from './check/steps.ts'
import { root } from './policy-sources.ts'
import { isInstalled, requireGo, toolsNamed, withTools } from './tools/install.ts'

/** Why the step failed; undefined when it passed. */
function runStep({ commands, tools = [], needsGo = false }: Step): string | undefined {
  try {
    if (needsGo) requireGo()
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
  const wanted = tools.length === 0 ? [] : toolsNamed(tools)
  const missing = wanted.filter((tool) => !isInstalled(tool)).map(({ name }) => name)
  if (missing.length > 0) return `not installed: ${missing.join(', ')}; run \`pnpm tools ${missing.join(' ')}\``
  const environment = withTools(wanted)
  environment.PATH = [join(root, 'node_modules/.bin'), environment.PATH].join(delimiter)
  for (const [name = '', ...args] of commands) {
    const program = name === 'node' ? process.execPath : name
    const { status, signal, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: environment })
    if (error !== undefined) return `${name}: ${error.message}`
    if (status !== 0) return `${name} ended with ${signal ?? `exit code ${status}`}`
  }
  return undefined
}

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
  const chosen = selected()
  const results = chosen.map((step) => {
    console.log(`\n== ${step.name}: ${step.proves}`)
    const start = performance.now()
    const failure = runStep(step)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    if (failure !== undefined) console.error(`${step.name}: ${failure}`)
    return { step, failure, seconds }
  })
  if (results.length > 0) {
    const lines = results.map(
      ({ step, failure, seconds }) =>
        `${failure === undefined ? 'ok  ' : 'FAIL'} ${step.name.padEnd(10)} ${seconds.padStart(7)} s${failure === undefined ? '' : `  ${failure}`}`,
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
