import type { Json, JsonObject } from '../model.ts'
import { EvaluationError } from './evaluation-error.ts'
import type { EvaluationWorker } from './evaluation-worker.ts'
import type { LocalEvaluation } from './local-evaluation.ts'
import type { PolicyBundle, PolicyLoad } from './protocol.ts'

/** Where policies are evaluated. */
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

/** JSON text of a question, and of all questions together, in bytes: as much is judged sooner than a worker starts. */
const little = { question: 2 ** 17, together: 2 ** 18 }

/**
 * Evaluates policies, at first in this thread: little questions to the policy that came with the program are answered sooner than a worker
 * starts, which also takes 20 MiB. What is more, and everything that others' policies are asked, is evaluated by a worker. A policy that takes
 * longer than the deadline is ended in both.
 */
export function startEvaluationThread(): EvaluationThread {
  let load: PolicyLoad = { bundles: [], now: undefined }
  let deadlineMs = 0
  let closed: EvaluationError | undefined
  let local: Promise<LocalEvaluation> | undefined
  let worker: Promise<EvaluationWorker> | undefined
  const ofWorker = new Set<number>()
  let asked = 0

  const openLocal = async () => {
    const { openLocalEvaluation } = await import('./local-evaluation.ts')
    return openLocalEvaluation(load, deadlineMs)
  }
  const startWorker = async () => {
    const { startEvaluationWorker } = await import('./evaluation-worker.ts')
    if (closed !== undefined) throw closed
    return startEvaluationWorker(() => load, deadlineMs)
  }
  const staysHere = (policy: number, bytes: number): boolean => {
    asked += bytes
    if (load.bundles[policy]?.builtin !== true || bytes > little.question || asked > little.together) ofWorker.add(policy)
    return !ofWorker.has(policy)
  }

  const evaluateText = async (policy: number, entrypoint: string, input: () => string): Promise<string> => {
    if (closed !== undefined) throw closed
    let bytes: Uint8Array<ArrayBuffer> | undefined = encoded(input)
    if (staysHere(policy, bytes.length)) {
      local ??= openLocal()
      return (await local).evaluate(policy, entrypoint, bytes)
    }
    worker ??= startWorker()
    return (await worker).evaluate(policy, entrypoint, () => {
      const given = bytes ?? encoded(input)
      bytes = undefined
      return given
    })
  }

  return {
    load(bundles, options) {
      deadlineMs = options.deadlineMs
      load = { bundles, now: options.now }
      // loads while the first files are read
      if (bundles[0]?.builtin) local = openLocal()
    },
    evaluate: async (policy, entrypoint, input) => JSON.parse(await evaluateText(policy, entrypoint, () => JSON.stringify(input))) as Json,
    evaluateText,
    async setData(policy, data) {
      // a worker that starts later, or anew, has to know it too
      load = { ...load, bundles: load.bundles.map((bundle, index) => (index === policy ? { ...bundle, data } : bundle)) }
      await Promise.all([(await worker)?.setData(policy, data), ofWorker.has(policy) ? undefined : (await local)?.setData(policy, data)])
    },
    async close() {
      closed ??= new EvaluationError('the evaluation thread is closed')
      await (await worker?.catch(() => undefined))?.close()
    },
  }
}

/** @throws EvaluationError for text that would be longer than a string can be */
function encoded(input: () => string): Uint8Array<ArrayBuffer> {
  try {
    return new TextEncoder().encode(wellFormed(input()))
  } catch (error) {
    throw error instanceof RangeError ? new EvaluationError('the objects are too large to be judged') : error
  }
}

/** JSON text writes half of a surrogate pair as an escape, which the policy's own reader refuses: it becomes U+FFFD, as in UTF-8. */
function wellFormed(json: string): string {
  return json.replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/gi, '$1\ufffd')
}
