import { Script } from 'node:vm'
import type { JsonObject } from '../model.ts'
import { EvaluationError, overdueError } from './evaluation-error.ts'
import { openPolicies } from './policies.ts'
import type { PolicyLoad } from './protocol.ts'

/** Policies that are evaluated in this thread. */
export interface LocalEvaluation {
  evaluate(policy: number, entrypoint: string, input: Uint8Array): Promise<string>
  setData(policy: number, data: JsonObject): Promise<void>
}

/**
 * Evaluates policies where it is called: without the time and memory of another thread, which for little input are more than those of the
 * evaluation. What takes longer than `deadlineMs` is ended and fails as it does in the evaluation worker, with everything that is asked of
 * the same entrypoint from then on. Requests are answered in their order.
 */
export function openLocalEvaluation(load: PolicyLoad, deadlineMs: number): LocalEvaluation {
  const open = openPolicies(load)
  const overdue = new Map<string, EvaluationError>()
  return {
    async evaluate(policy, entrypoint, input) {
      const key = `${policy} ${entrypoint}`
      try {
        const opened = await open(policy)
        const late = overdue.get(key)
        if (late !== undefined) throw late
        return JSON.stringify(within(deadlineMs, () => opened.evaluate(entrypoint, input)))
      } catch (error) {
        if (!(error instanceof EvaluationError)) throw new EvaluationError(error instanceof Error ? error.message : String(error))
        if (error.timeout) overdue.set(key, error)
        throw error
      }
    },
    async setData(policy, data) {
      const opened = await open(policy)
      opened.setData(data)
    },
  }
}

const task = Symbol.for('policy-gate.evaluation')
const place = globalThis as { [task]?: () => unknown }
/** The function has to be called by a script of its own: Node ends scripts only, with all that they call, WebAssembly included. */
let script: Script | undefined

/** Runs a function to its end, or ends it wherever it is. @throws EvaluationError (timeout) when it takes longer */
export function within<T>(deadlineMs: number, run: () => T): T {
  script ??= new Script(`globalThis[Symbol.for(${JSON.stringify(task.description)})]()`)
  place[task] = run
  try {
    return script.runInThisContext({ timeout: Math.ceil(deadlineMs), displayErrors: false }) as T
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? overdueError(deadlineMs) : error
  } finally {
    delete place[task]
  }
}
