import { Worker } from 'node:worker_threads'
import { programFile } from '../location.ts'
import type { Json, JsonObject } from '../model.ts'
import type { PolicyBundle, PolicyLoad, WorkerResponse } from './protocol.ts'

/** A policy could not give an answer: it failed, or it did not end in time. */
export class EvaluationError extends Error {
  readonly timeout: boolean
  constructor(message: string, timeout = false) {
    super(message)
    this.name = 'EvaluationError'
    this.timeout = timeout
  }
}

/** The thread that evaluates policies. */
export interface EvaluationThread {
  /** Hands over the policies, by which the others are numbered. Once, before anything is evaluated. */
  load(bundles: PolicyBundle[], options: { deadlineMs: number; now?: bigint }): void
  /** @throws EvaluationError when the policy fails, or when an answer takes longer than the deadline. */
  evaluate(policy: number, entrypoint: string, input: Json): Promise<Json>
  /** The same, with texts in place of values: `input` gives JSON text, and gives it again where the thread has to be started anew. */
  evaluateText(policy: number, entrypoint: string, input: () => string): Promise<string>
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
 * Starts the thread; it boots while the caller does other things. Requests are answered in their order; when one takes longer than
 * `deadlineMs`, the thread is ended, and that request fails with everything else that is asked of the same entrypoint: an endless policy
 * must not look like one without findings. The others are asked again on a new thread.
 */
export function startEvaluationThread(): EvaluationThread {
  let load: PolicyLoad | undefined
  let deadlineMs = 0
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
    const error = new EvaluationError(`a policy took longer than ${deadlineMs / 1000} s and was ended`, true)
    overdue.set(key(late), error)
    const stuck = worker
    worker = boot()
    void stuck.terminate()
    worker.postMessage(load)
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
        // JSON.stringify: the text would be longer than a string can be
        reject(error instanceof RangeError ? new EvaluationError('the objects are too large to be judged') : error)
      }
    })

  const evaluateText = (policy: number, entrypoint: string, input: () => string): Promise<string> => {
    const message = () => {
      const bytes = new TextEncoder().encode(wellFormed(input()))
      return { message: { entrypoint, input: bytes }, transfer: [bytes.buffer] }
    }
    return ask({ policy, entrypoint, message })
  }

  return {
    load(bundles, options) {
      deadlineMs = options.deadlineMs
      load = { bundles, now: options.now }
      worker.postMessage(load)
    },
    evaluate: async (policy, entrypoint, input) => JSON.parse(await evaluateText(policy, entrypoint, () => JSON.stringify(input))) as Json,
    evaluateText,
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

/** JSON text writes half of a surrogate pair as an escape, which the policy's own reader refuses: it becomes U+FFFD, as in UTF-8. */
function wellFormed(json: string): string {
  return json.replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/gi, '$1\ufffd')
}
