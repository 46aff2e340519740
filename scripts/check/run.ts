import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { UserError } from '../../packages/scanner/src/model.ts'
import { root } from '../policy-sources.ts'
import { isInstalled, requireGo, toolsNamed, withTools } from '../tools/install.ts'
import type { Step } from './steps.ts'

export interface StepResult {
  step: Step
  /** Why it failed; undefined when it passed. */
  failure: string | undefined
  seconds: number
}

/**
 * Runs steps two at a time, in their order; those that keep all processors busy by themselves (`alone`) run after the others, one by one.
 * What a step prints appears in one piece once it has ended, of steps that run alone as it comes.
 */
export async function runSteps(steps: Step[]): Promise<StepResult[]> {
  const results = new Map<Step, StepResult>()
  const take = async (queue: Step[]): Promise<void> => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) results.set(step, await timed(step))
  }
  const beside = steps.filter(({ alone }) => !alone)
  await Promise.all([take(beside), take(beside)])
  await take(steps.filter(({ alone }) => alone))
  return steps.map((step) => results.get(step)!)
}

async function timed(step: Step): Promise<StepResult> {
  const said: Buffer[] = []
  const heading = `\n== ${step.name}: ${step.proves}\n`
  if (step.alone) process.stdout.write(heading)
  const start = performance.now()
  const failure = await runStep(step, (bytes) => said.push(bytes))
  const seconds = (performance.now() - start) / 1000
  if (!step.alone) process.stdout.write(Buffer.concat([Buffer.from(heading), ...said]))
  if (failure !== undefined) console.error(`${step.name}: ${failure}`)
  return { step, failure, seconds }
}

async function runStep({ commands, tools = [], needsGo = false, alone }: Step, hear: (bytes: Buffer) => void): Promise<string | undefined> {
  try {
    if (needsGo) requireGo()
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
  const wanted = tools.length === 0 ? [] : toolsNamed(tools)
  const missing = wanted.filter((tool) => !isInstalled(tool)).map(({ name }) => name)
  if (missing.length > 0) return `not installed: ${missing.join(', ')}; run \`pnpm tools ${missing.join(' ')}\``
  const env = withTools(wanted)
  env.PATH = [join(root, 'node_modules/.bin'), env.PATH].join(delimiter)
  for (const [name = '', ...args] of commands) {
    const output = alone ? 'inherit' : 'pipe'
    const child = spawn(name === 'node' ? process.execPath : name, args, { cwd: root, stdio: ['ignore', output, output], env })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear)
    const failure = await new Promise<string | undefined>((resolve) => {
      child.once('error', (error) => resolve(`${name}: ${error.message}`))
      child.once('close', (status, signal) => resolve(status === 0 ? undefined : `${name} ended with ${signal ?? `exit code ${status}`}`))
    })
    if (failure !== undefined) return failure
  }
  return undefined
}
