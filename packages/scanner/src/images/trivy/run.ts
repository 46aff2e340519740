import { type ChildProcess, spawn } from 'node:child_process'
import { killGroup, watchGroups } from './groups.ts'
import { logReader, type RunLog } from './log.ts'
import { watchMemory } from './memory.ts'

export interface RunOptions {
  /** Absolute. */
  program: string
  args: string[]
  /** An empty folder: configuration is looked for in it. */
  cwd: string
  env: NodeJS.ProcessEnv
  /** Seconds. */
  timeout: number
  /** MiB. */
  memory: number
  signal?: AbortSignal | undefined
}

export interface RunResult {
  /** Why it ended: by itself, or what ended it. */
  end: 'exit' | 'timeout' | 'memory' | 'aborted' | 'killed' | 'not-started'
  code: number | null
  killedBy?: NodeJS.Signals
  log: RunLog
  stdout: string
  /** Most memory that the process itself had, in bytes; undefined where the system does not tell. */
  peak: number | undefined
}

const maxStdout = 1024 * 1024

/**
 * Runs Trivy and waits for its end. It has a process group of its own, which is ended as a whole: by the deadline, by the limit of memory, by
 * the signal of the caller, or with this process. Nothing is thrown: how it ended is in the result.
 */
export function runTrivy({ program, args, cwd, env, timeout, memory, signal }: RunOptions): Promise<RunResult> {
  const log = logReader()
  const result = (end: RunResult['end'], rest: Partial<RunResult> = {}): RunResult => {
    return { end, code: null, log: log.end(), stdout: '', peak: undefined, ...rest }
  }
  if (signal?.aborted) return Promise.resolve(result('aborted'))
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true, windowsHide: true })
    let ended: 'timeout' | 'memory' | 'aborted' | undefined
    const stop = (why: 'timeout' | 'memory' | 'aborted') => {
      ended ??= why
      killGroup(child)
    }
    const abort = () => stop('aborted')
    const timer = setTimeout(() => stop('timeout'), timeout * 1000)
    const watch = watchMemory(child.pid, memory * 1024 * 1024, () => stop('memory'))
    const unwatch = watchGroups(child)
    signal?.addEventListener('abort', abort)
    const done = (outcome: RunResult) => {
      clearTimeout(timer)
      watch.stop()
      unwatch()
      signal?.removeEventListener('abort', abort)
      resolve(outcome)
    }
    const stdout = collect(child)
    child.stderr!.on('data', (bytes: Buffer) => log.push(bytes))
    child.once('error', (error) => done(result('not-started', { stdout: error.message })))
    child.once('close', (code, killedBy) => {
      // what it may have started goes with it
      killGroup(child)
      const end = ended ?? (killedBy === null ? 'exit' : 'killed')
      done(result(end, { code, stdout: stdout(), peak: watch.peak(), ...(killedBy === null ? {} : { killedBy }) }))
    })
  })
}

function collect(child: ChildProcess): () => string {
  const parts: Buffer[] = []
  let size = 0
  child.stdout!.on('data', (bytes: Buffer) => {
    size += bytes.length
    if (size <= maxStdout) parts.push(bytes)
  })
  return () => Buffer.concat(parts).toString('utf8')
}
