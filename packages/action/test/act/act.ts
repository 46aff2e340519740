import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface ActOptions {
  /** Folder of the repository that holds the workflow. */
  folder: string
  workflow: string
  event: string
  payload: object
  /** Folders that stand for repositories: `cloudmart/policy-gate@v1`. Nothing is downloaded. */
  actions: Record<string, string>
  /** Variables of all steps. */
  env?: Record<string, string>
  /** `github.token`. */
  token?: string
  /** Folder for act's own files. */
  home: string
}

export interface ActStep {
  result: 'success' | 'failure' | 'skipped' | undefined
  outputs: Record<string, string>
  annotations: { level: string; message: string; file: string | undefined; line: string | undefined }[]
  summary: string
  log: string
}

export interface ActJob {
  result: string | undefined
  /** By id, or position. */
  steps: Record<string, ActStep>
}

export interface ActRun {
  exitCode: number | null
  jobs: Record<string, ActJob>
  /** What act itself complained of. */
  complaints: string
}

/** A line of act's log; only what is read here. */
interface Entry {
  job?: string
  jobID?: string
  stepID?: string[]
  stepResult?: ActStep['result']
  jobResult?: string
  stage?: string
  command?: string
  name?: string
  arg?: string
  msg: string
  raw_output?: boolean
  kvPairs?: Record<string, string>
  content?: string
}

/**
 * Runs a workflow with act, without containers and without the network, on a copy of the folder that is gone afterwards, with the Node that
 * runs the tests.
 */
export async function runAct({ folder, workflow, event, payload, actions, env = {}, token, home }: ActOptions): Promise<ActRun> {
  const eventFile = join(home, `${event}.json`)
  writeFileSync(eventFile, JSON.stringify(payload))
  const variables = { GITHUB_REPOSITORY: 'cloudmart/platform', ...env }
  const args = [
    event,
    ...['--workflows', workflow, '--eventpath', eventFile, '--json'],
    ...['ubuntu-latest', 'ubuntu-24.04'].flatMap((label) => ['--platform', `${label}=-self-hosted`]),
    ...(token === undefined ? [] : ['--secret', `GITHUB_TOKEN=${token}`]),
    ...['--no-cache-server', '--action-offline-mode', '--pull=false', '--no-recurse', '--concurrent-jobs=1'],
    ...Object.entries(actions).flatMap(([name, path]) => ['--local-repository', `${name}=${path}`]),
    ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ]
  const path = `${dirname(process.execPath)}:${process.env.PATH}`
  const child = spawn('act', args, { cwd: folder, env: { ...process.env, PATH: path, XDG_CACHE_HOME: home, HOME: home } })
  let [out, complaints] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const exitCode = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  const entries = out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Entry)
  return { exitCode, jobs: jobsIn(entries), complaints }
}

function jobsIn(entries: Entry[]): Record<string, ActJob> {
  const jobs: Record<string, ActJob> = {}
  for (const entry of entries) {
    if (entry.jobID === undefined) continue
    // act pads names to columns
    const name = entry.job!.trim()
    jobs[name] ??= { result: undefined, steps: {} }
    const job = jobs[name]
    job.result = entry.jobResult ?? job.result
    const id = entry.stepID?.[0]
    if (id === undefined || id.startsWith('--')) continue
    job.steps[id] ??= { result: undefined, outputs: {}, annotations: [], summary: '', log: '' }
    take(entry, job.steps[id])
  }
  return jobs
}

function take(entry: Entry, step: ActStep): void {
  const { command, arg = '' } = entry
  if (entry.stepResult !== undefined && entry.stage === 'Main') step.result = entry.stepResult
  if (entry.raw_output) step.log += entry.msg
  else if (command === 'set-output') step.outputs[entry.name!] = arg
  else if (command === 'summary') step.summary = entry.content ?? arg
  else if (command === 'error' || command === 'warning' || command === 'notice')
    step.annotations.push({ level: command, message: arg, file: entry.kvPairs?.file, line: entry.kvPairs?.line })
}
