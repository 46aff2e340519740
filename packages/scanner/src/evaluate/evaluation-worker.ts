import { Worker } from 'node:worker_threads'
import { programFile } from '../location.ts'
import type { JsonObject } from '../model.ts'
import { EvaluationError, overdueError } from './evaluation-error.ts'
import type { PolicyLoad, WorkerResponse } from './protocol.ts'

/** Policies that are evaluated in a thread of their own. */
export interface EvaluationWorker {
  evaluate(policy: number, entrypoint: string, input: () => Uint8Array<ArrayBuffer>): Promise<string>
  setData(policy: number, data: JsonObject): Promise<void>
  close(): Promise<void>
}

interface Waiting {
  policy: number
  entrypoint: string
  message: () => { message: object; transfer: ArrayBuffer[] }
  resolve(result: string): void
  reject(error: Error): void
}

/**
 * Starts the thread. Requests are answered in their order; when one takes longer than `deadlineMs`, the thread is ended, and that request
 * fails with everything else that is asked of the same entrypoint: an endless policy must not look like one without findings. The others
 * are asked again on a new thread.
 * @param load gives the policies whenever a thread is started
 */
export function startEvaluationWorker(load: () => PolicyLoad, deadlineMs: number): EvaluationWorker {
  const waiting = new Map<number, Waiting>()
  const overdue = new Map<string, EvaluationError>()
  let nextId = 0
  let ended: EvaluationError | undefined
  let timer: NodeJS.Timeout | undefined
  let worker = boot()

  function boot(): Worker {
    const started = new Worker(programFile('evaluate/worker.ts', 'evaluation-worker.mjs'), { stdout: false, env: {} })
    started.on('message', (response: WorkerResponse) => {
      const request = waiting.get(response.id)
      waiting.delete(response.id)
      watch()
      if ('error' in response) request?.reject(new EvaluationError(response.error))
      else request?.resolve(response.result)
    })
    started.on('error', (error) => fail(started, `the evaluation thread failed: ${error.message}`))
    started.on('exit', () => fail(started, 'the evaluation thread ended early'))
    started.unref()
    started.postMessage(load())
    return started
  }

  function fail(started: Worker, message: string): void {
    if (started !== worker) return
    ended ??= new EvaluationError(message)
    clearTimeout(timer)
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
    void worker.terminate()
  }

  function watch(): void {
    clearTimeout(timer)
    if (waiting.size === 0) {
      worker.unref()
      return
    }
    worker.ref()
    timer = setTimeout(restart, deadlineMs)
  }

  function restart(): void {
    const [late] = waiting.values()
    if (late === undefined) return
    const error = overdueError(deadlineMs)
    overdue.set(key(late), error)
    const stuck = worker
    worker = boot()
    void stuck.terminate()
    for (const [id, request] of waiting) {
      if (key(request) === key(late)) {
        waiting.delete(id)
        request.reject(error)
      } else send(id, request)
    }
    watch()
  }

  function key({ policy, entrypoint }: { policy: number; entrypoint: string }): string {
    return `${policy} ${entrypoint}`
  }

  function send(id: number, request: Waiting): void {
    const { message, transfer } = request.message()
    worker.postMessage({ id, policy: request.policy, ...message }, transfer)
  }

  const ask = (request: Omit<Waiting, 'resolve' | 'reject'>): Promise<string> =>
    new Promise((resolve, reject) => {
      const refused = ended ?? overdue.get(key(request))
      if (refused !== undefined) return reject(refused)
      const id = nextId++
      waiting.set(id, { ...request, resolve, reject })
      if (waiting.size === 1) watch()
      try {
        send(id, waiting.get(id)!)
      } catch (error) {
        waiting.delete(id)
        watch()
        reject(error)
      }
    })

  return {
    evaluate(policy, entrypoint, input) {
      const message = () => {
        const bytes = input()
        return { message: { entrypoint, input: bytes }, transfer: [bytes.buffer] }
      }
      return ask({ policy, entrypoint, message })
    },
    async setData(policy, data) {
      await ask({ policy, entrypoint: '', message: () => ({ message: { data }, transfer: [] }) })
    },
    async close() {
      ended ??= new EvaluationError('the evaluation thread is closed')
      clearTimeout(timer)
      await worker.terminate()
    },
  }
}
