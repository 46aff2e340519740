import { type ChildProcess, spawn } from 'node:child_process'
import { parse } from 'node:path'
import { EngineError } from './error.ts'
import { encodeFrame, type Frame, frameKinds, frameReader } from './frames.ts'

export interface ChildOptions {
  name: string
  runner: string
  file: string
  sha256: string
  memoryBytes: number
}

/** A running engine. It takes one request at a time; after a rejected one it is not usable any more. */
export interface EngineChild {
  readonly usable: boolean
  request(body: string, deadlineMs: number): Promise<string>
  /** Ends the child; resolves when it is gone. */
  close(): Promise<void>
}

const stderrKept = 4096

/**
 * Starts the runner in a Node process of its own: an empty environment, the root of the file system as folder, three pipes and nothing
 * else. These modules are big and each function runs for a moment only: `--liftoff-only` halves the time to the first answer, and with
 * `--wasm-lazy-validation` functions that never run are not looked at.
 */
export function startChild(options: ChildOptions): EngineChild {
  const flags = ['--liftoff-only', '--wasm-lazy-validation', '--no-warnings']
  const args = [...flags, options.runner, options.file, options.sha256, String(options.memoryBytes)]
  const child = spawn(process.execPath, args, { env: {}, cwd: parse(process.execPath).root, stdio: 'pipe', windowsHide: true })
  const state: State = { usable: true, stderr: '', waiting: undefined }
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const gone = new Promise<void>((resolve) => {
    const end = (failure: EngineError) => {
      process.off('exit', kill)
      fail(state, failure)
      resolve()
    }
    child.once('error', (error) => end(new EngineError('unavailable', `the ${options.name} engine cannot be started: ${error.message}`)))
    child.once('close', (code, signal) => end(ending(options.name, state.stderr, code, signal)))
  })
  child.stdin!.on('error', () => {})
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    state.stderr = (state.stderr + text).slice(-stderrKept)
  })
  child.stdout!.on(
    'data',
    frameReader((frame) => settle(state, frame, options.name)),
  )
  return {
    get usable() {
      return state.usable
    },
    request: (body, deadlineMs) => ask(child, state, options.name, { body, deadlineMs }),
    close: () => {
      state.usable = false
      child.stdin!.end()
      return gone
    },
  }
}

interface State {
  usable: boolean
  stderr: string
  waiting: { resolve(answer: string): void; reject(error: EngineError): void } | undefined
}

function ask(child: ChildProcess, state: State, name: string, { body, deadlineMs }: { body: string; deadlineMs: number }) {
  return new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      fail(state, new EngineError('timeout', `the ${name} engine did not answer within ${deadlineMs / 1000} s and was stopped`))
      child.kill('SIGKILL')
    }, deadlineMs)
    const done = <T>(then: (value: T) => void) => {
      return (value: T) => {
        clearTimeout(timer)
        then(value)
      }
    }
    state.waiting = { resolve: done(resolve), reject: done(reject) }
    child.stdin!.write(encodeFrame(frameKinds.request, Buffer.from(body)))
  })
}

function settle(state: State, { kind, payload }: Frame, name: string): void {
  const text = payload.toString()
  if (kind === frameKinds.answer) {
    const { waiting } = state
    state.waiting = undefined
    waiting?.resolve(text)
  } else if (kind === frameKinds.memory) {
    fail(state, new EngineError('memory', `the ${name} engine needed more memory than it may use`))
  } else {
    fail(state, new EngineError('crash', `the ${name} engine stopped: ${text}`))
  }
}

function fail(state: State, error: EngineError): void {
  const { waiting } = state
  state.usable = false
  state.waiting = undefined
  waiting?.reject(error)
}

function ending(name: string, stderr: string, code: number | null, signal: string | null): EngineError {
  if (/heap out of memory/.test(stderr)) return new EngineError('memory', `the ${name} engine needed more memory than it may use`)
  const message = /^(?:\w*Error): (.*)$/m.exec(stderr)?.[1]
  if (message?.includes('engines.json')) return new EngineError('unavailable', `the ${name} engine was not started: ${message}`)
  return new EngineError('crash', `the ${name} engine stopped (${signal ?? `exit code ${code}`})${message ? `: ${message}` : ''}`)
}
