import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inputVariables } from './action-file.ts'
import { readPairs, readPaths, readSummary } from './file-commands.ts'
import { readLog, type StepLog } from './step-log.ts'

export interface Step {
  /** Folder with `action.mjs`. */
  product: string
  workspace: string
  inputs?: Record<string, string>
  /** `GITHUB_EVENT_NAME`, and the payload; a text is written as it is. */
  event?: { name: string; payload?: object | string }
  sha?: string
  ref?: string
  actor?: string
  token?: string
  /** Variables on top of the runner's; undefined takes one away. */
  env?: Record<string, string | undefined>
  /** Program to run the action with; default: the Node that runs the tests. */
  node?: string
  /** Flags of Node. */
  flags?: string[]
  /** Called once the process runs, with a reader of what it has written so far. */
  started?: (child: ChildProcess, written: () => string) => void
}

export interface StepResult {
  exitCode: number | null
  signal: NodeJS.Signals | null
  /** Both streams, in the order in which they came. */
  raw: string
  log: StepLog
  outputs: Map<string, string>
  state: Map<string, string>
  variables: Map<string, string>
  paths: string[]
  /** Inputs that `action.yml` does not have: the runner warns of them and passes them on. */
  unexpected: string[]
  summary: string
  /** As the runner concludes: exit code, and what it could not make sense of. */
  conclusion: 'success' | 'failure'
  /** Where the runner's files are. */
  folder: string
}

const noCommit = '0123456789abcdef0123456789abcdef01234567'

/** Runs the bundled action as a step: the runner's files and variables, then its reading of log and files. */
export async function runStep(step: Step): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-runner-'))
  const files = Object.fromEntries(['OUTPUT', 'STATE', 'ENV', 'PATH', 'STEP_SUMMARY'].map((name) => [`GITHUB_${name}`, join(folder, name)]))
  for (const file of Object.values(files)) writeFileSync(file, '')
  const { name, payload = {} } = step.event ?? { name: 'push' }
  writeFileSync(join(folder, 'event.json'), typeof payload === 'string' ? payload : JSON.stringify(payload))
  mkdirSync(join(folder, 'temp'))
  const { variables, unexpected } = inputVariables(step.inputs ?? {}, step.token ?? '')
  const env: Record<string, string | undefined> = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    POLICY_GATE_CACHE_DIR: process.env.POLICY_GATE_CACHE_DIR,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: step.actor ?? 'octocat',
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
    GITHUB_JOB: 'gate',
    GITHUB_REF: step.ref ?? 'refs/heads/main',
    GITHUB_REPOSITORY: 'cloudmart/platform',
    GITHUB_RUN_ID: '1',
    GITHUB_SHA: step.sha ?? noCommit,
    GITHUB_WORKFLOW: 'gate',
    GITHUB_WORKSPACE: step.workspace,
    RUNNER_TEMP: join(folder, 'temp'),
    ...files,
    ...variables,
    ...step.env,
  }
  const program = join(step.product, 'action.mjs')
  const child = spawn(step.node ?? process.execPath, [...(step.flags ?? []), program], {
    cwd: step.workspace,
    env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)) as Record<string, string>,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let raw = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => (raw += text))
  step.started?.(child, () => raw)
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, name) => resolve([code, name]))
  })
  return finish({ folder, raw, exitCode, signal, unexpected, files })
}

function finish(run: {
  folder: string
  raw: string
  exitCode: number | null
  signal: NodeJS.Signals | null
  unexpected: string[]
  files: Record<string, string>
}): StepResult {
  const log = readLog(run.raw)
  const read = <T>(reader: () => T, otherwise: T): T => {
    try {
      return reader()
    } catch (error) {
      log.problems.push((error as Error).message)
      return otherwise
    }
  }
  const pairs = (name: string): Map<string, string> => read(() => readPairs(run.files[`GITHUB_${name}`]!), new Map())
  const outputs = new Map([...log.outputs, ...pairs('OUTPUT')])
  const state = new Map([...log.state, ...pairs('STATE')])
  const variables = pairs('ENV')
  const summary = read(() => readSummary(run.files.GITHUB_STEP_SUMMARY!, log.masks), '')
  return {
    exitCode: run.exitCode,
    signal: run.signal,
    raw: run.raw,
    log,
    outputs,
    state,
    variables,
    paths: readPaths(run.files.GITHUB_PATH!),
    unexpected: run.unexpected,
    summary,
    conclusion: run.exitCode === 0 && log.problems.length === 0 ? 'success' : 'failure',
    folder: run.folder,
  }
}
