import { createHash } from 'node:crypto'
import type { EngineClient } from '../../engines/client.ts'
import { EngineError } from '../../engines/error.ts'
import type { Json, JsonObject } from '../../model.ts'

/** A value that is rendered once for each set of parameters. */
export interface RenderJob {
  value: Json
  sets: JsonObject[]
  goTemplate: boolean
  /** `goTemplateOptions`. */
  options: string[]
  /** Paths of parameters that are maps of texts to Argo CD. */
  textMaps?: string[][]
  /** `templatePatch`: rendered too, then laid over the value. */
  patch?: string
}

/** One question of an `argocd.template` request, with the result its answer holds. */
export type TemplateJob =
  /** TemplateResult<Json>[], one for each set. */
  | { render: RenderJob }
  /** TemplateResult<JsonObject>[], one for each pair. */
  | { matrix: { goTemplate: boolean; pairs: { first: JsonObject; second: JsonObject }[] } }
  /** JsonObject[], in the order of the first generator. */
  | { merge: { goTemplate: boolean; keys: string[]; generators: JsonObject[][] } }
  /** JsonObject: `into`, with what is empty there from `from`. */
  | { fill: { into: JsonObject; from: JsonObject } }
  /** Record<string, string>[]: `a.b.0` for nested parameters. */
  | { flatten: { sets: JsonObject[] } }
  /** string[] */
  | { expand: { texts: string[]; variables: Record<string, string> } }
  /** number[]: indexes of the paths that match. */
  | { match: { kind: 'directory' | 'path' | 'files' | 'values'; pattern: string; paths: string[] } }

export interface TemplateResult<T = unknown> {
  value?: T
  error?: string
}

/** Jobs that used up time or memory, with what the engine said, by engine: nothing is gained by asking again. */
const exhausting = new WeakMap<EngineClient, Map<string, string>>()

/**
 * Asks the Helm engine. When a request uses up time or memory, its jobs are asked one by one, so that only the one at fault fails; it is not
 * asked again. An engine that cannot be started fails all of them.
 */
export function argoTemplates(helm: EngineClient): (jobs: TemplateJob[]) => Promise<TemplateResult[]> {
  const known = exhausting.get(helm) ?? new Map<string, string>()
  exhausting.set(helm, known)
  const ask = async (jobs: TemplateJob[]): Promise<TemplateResult[]> => {
    try {
      return (await helm.call<{ results: TemplateResult[] }>('argocd.template', { jobs })).results
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      const exhausted = ['timeout', 'memory', 'crash'].includes(error.failure)
      if (!exhausted) return jobs.map(() => ({ error: error.message }))
      if (jobs.length === 1) {
        known.set(keyOf(jobs[0]!), error.message)
        return [{ error: error.message }]
      }
      const results: TemplateResult[] = []
      for (const job of jobs) results.push(...(await ask([job])))
      return results
    }
  }
  return async (jobs) => {
    const before = jobs.map((job) => (known.size === 0 ? undefined : known.get(keyOf(job))))
    const results = await ask(jobs.filter((_, i) => before[i] === undefined))
    return before.map((error) => (error === undefined ? results.shift()! : { error }))
  }
}

function keyOf(job: TemplateJob): string {
  return createHash('sha256').update(JSON.stringify(job)).digest('hex')
}

/**
 * Gives a function that answers single jobs and asks for all of them that come in together in one request, because each request costs the
 * start of an engine. Rejects with an error whose message is the engine's.
 */
export function batched(template: (jobs: TemplateJob[]) => Promise<TemplateResult[]>): <T>(job: TemplateJob) => Promise<T> {
  let waiting: { job: TemplateJob; resolve(result: TemplateResult): void; reject(error: unknown): void }[] = []
  const flush = () => {
    const batch = waiting
    waiting = []
    template(batch.map(({ job }) => job)).then(
      (results) => {
        for (const [i, { resolve }] of batch.entries()) resolve(results[i] ?? { error: 'The engine gave no answer.' })
      },
      (error: unknown) => {
        for (const { reject } of batch) reject(error)
      },
    )
  }
  return async <T>(job: TemplateJob) => {
    const result = await new Promise<TemplateResult>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ job, resolve, reject })
    })
    if (result.error !== undefined) throw new TemplateError(result.error)
    return result.value as T
  }
}

/** A fault of a template or of parameters, in the words of the Go library. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}
