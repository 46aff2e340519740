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
  setData(policy: number, data: JsonObject): Promise<void>
  close(): Promise<void>
}

interface Waiting {
  resolve(result: Json): void
  reject(error: Error): void
}

/**
 * Starts the thread; it boots while the caller does other things. Requests are answered in their order; when one takes longer than
 * `deadlineMs`, the thread is ended and everything that waits fails with it: an endless policy must not look like one without findings.
 */
export function startEvaluationThread(): EvaluationThread {
  const worker = new Worker(programFile('evaluate/worker.ts', 'evaluation-worker.mjs'), { stdout: false, env: {} })
  let deadlineMs = 0
  const waiting = new Map<number, Waiting>()
  let nextId = 0
  let ended: EvaluationError | undefined
  let timer: NodeJS.Timeout | undefined

  const fail = (error: EvaluationError): void => {
    ended ??= error
    clearTimeout(timer)
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
    void worker.terminate()
  }
  const watch = (): void => {
    clearTimeout(timer)
    if (waiting.size === 0) {
      worker.unref()
      return
    }
    worker.ref()
    timer = setTimeout(() => fail(new EvaluationError(`a policy took longer than ${deadlineMs / 1000} s and was ended`, true)), deadlineMs)
  }
  worker.on('message', (response: WorkerResponse) => {
    const request = waiting.get(response.id)
    waiting.delete(response.id)
    watch()
    if ('error' in response) request?.reject(new EvaluationError(response.error))
    else request?.resolve(response.result)
  })
  worker.on('error', (error) => fail(new EvaluationError(`the evaluation thread failed: ${error.message}`)))
  worker.on('exit', () => fail(new EvaluationError('the evaluation thread ended early')))
  worker.unref()

  const ask = (request: object, transfer: ArrayBuffer[] = []): Promise<Json> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended)
      const id = nextId++
      waiting.set(id, { resolve, reject })
      if (waiting.size === 1) watch()
      worker.postMessage({ id, ...request }, transfer)
    })

  return {
    load(bundles, options) {
      deadlineMs = options.deadlineMs
      worker.postMessage({ bundles, now: options.now } satisfies PolicyLoad)
    },
    evaluate(policy, entrypoint, input) {
      const bytes = new TextEncoder().encode(JSON.stringify(input))
      return ask({ policy, entrypoint, input: bytes }, [bytes.buffer])
    },
    async setData(policy, data) {
      await ask({ policy, data })
    },
    async close() {
      ended ??= new EvaluationError('the evaluation thread is closed')
      clearTimeout(timer)
      await worker.terminate()
    },
  }
}
