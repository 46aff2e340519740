import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { EngineCache } from './cache.ts'
import { type EngineChild, startChild } from './child.ts'
import { EngineError } from './error.ts'
import { engineLocation } from './location.ts'
import { describeEngine, type EngineDescription, type EngineName } from './manifest.ts'

/** Talks to one engine. Requests are answered one after the other, in the order of the calls, by one child process. */
export interface EngineClient {
  /**
   * Gives the result of an operation, from the cache where it has it. Rejects with EngineError; after a timeout or a crash the next
   * request gets a new child, so one bad input costs only itself.
   */
  call<T>(operation: string, request: object, options?: { deadlineMs?: number }): Promise<T>
  /** Starts the child now, so that it is ready when the first request comes. Not needed. */
  start(): void
  /** Waits for the requests under way and ends the child. The client can be used again. */
  close(): Promise<void>
}

export interface EngineOptions {
  /** Folder with engines.json and the engines; default: that of this installation. */
  directory?: string
  /** Time for one request; default 60,000. */
  deadlineMs?: number
  /** Memory that the engine may use; default and most: 1 GiB. */
  memoryBytes?: number
  cache?: EngineCache
}

/** The form of every answer of an engine. */
type Answer<T> = { ok: T } | { error: { message: string; file?: string; line?: number; column?: number } }

/** Gives a client of an engine. Nothing is read or started before it is needed. */
export function openEngine(name: EngineName, options: EngineOptions = {}): EngineClient {
  const { deadlineMs = 60_000, memoryBytes = 2 ** 30, cache } = options
  const location = engineLocation()
  const directory = options.directory ?? location.directory
  let description: EngineDescription | undefined
  let child: EngineChild | undefined
  let queue: Promise<unknown> = Promise.resolve()
  const describe = () => {
    description ??= describeEngine(directory, name)
    return description
  }
  const running = () => {
    if (!child?.usable) {
      const file = join(directory, `${name}.wasm.br`)
      child = startChild({ name, runner: location.runner, file, sha256: describe().packedSha256, memoryBytes })
    }
    return child
  }
  const ask = (body: string, deadline: number) => {
    const answer = queue.then(() => running().request(body, deadline))
    queue = answer.catch(() => {})
    return answer
  }
  return {
    start: () => void running(),
    async call<T>(operation: string, request: object, { deadlineMs: deadline = deadlineMs } = {}) {
      const body = JSON.stringify({ operation, ...request })
      if (!cache) return result<T>(await ask(body, deadline))
      const key = createHash('sha256').update(describe().sha256).update('\n').update(body).digest('hex')
      const known = cache.get(key)
      if (known !== undefined) return result<T>(known)
      const text = await ask(body, deadline)
      cache.set(key, text)
      return result<T>(text)
    },
    async close() {
      await queue
      await child?.close()
      child = undefined
    },
  }
}

function result<T>(text: string): T {
  const answer = JSON.parse(text) as Answer<T>
  if ('ok' in answer) return answer.ok
  const { message, ...place } = answer.error
  throw new EngineError('refused', message, place)
}
