import { join } from 'node:path'
import { temporaryFolder } from '../../temporary.ts'
import { openSlots } from '../slots.ts'
import { openWorker, type Task, type Worker, type WorkerOptions } from './worker.ts'

export interface WorkersOptions extends WorkerOptions {
  parallel: number
}

export interface Workers {
  /** Runs Trivy in the place of a free worker, or waits for one. */
  run<T>(task: Task<T>): Promise<T>
  /** Ends what runs, and removes all folders. */
  close(): Promise<void>
}

/**
 * As many places to run in as scans are allowed at once. A place has a cache of its own, which Trivy locks, with the database linked into it; it
 * keeps what is known of layers from one image to the next. Nothing in it is older than this process.
 */
export function openWorkers(options: WorkersOptions): Workers {
  const temporary = temporaryFolder()
  const closing = new AbortController()
  const slots = openSlots(options.parallel)
  const free = Array.from({ length: options.parallel }, (_, index) => openWorker(join(temporary.path, `worker-${index}`), options))
  const running = new Set<Promise<unknown>>()

  async function useFree<T>(action: (worker: Worker) => Promise<T>): Promise<T> {
    return await slots.use(async () => {
      const worker = free.shift()!
      try {
        return await action(worker)
      } finally {
        free.push(worker)
      }
    })
  }

  return {
    run(task) {
      const signal = AbortSignal.any([closing.signal, ...(task.signal === undefined ? [] : [task.signal])])
      const promise = useFree((worker) => worker.run({ ...task, signal }))
      running.add(promise)
      const forget = () => running.delete(promise)
      promise.then(forget, forget)
      return promise
    },
    async close() {
      closing.abort()
      await Promise.allSettled(running)
      temporary.remove()
    },
  }
}
