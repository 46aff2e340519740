import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../git/temporary.ts'
import { type Reach, runEnvironment } from './environment.ts'
import { type RunResult, runTrivy } from './run.ts'

export interface WorkersOptions {
  /** Absolute. */
  program: string
  /** Folder with `trivy.db`, linked into the cache of each worker; Trivy only reads it. */
  database?: string | undefined
  javaDatabase?: string | undefined
  parallel: number
  /** Seconds for one run. */
  timeout: number
  /** MiB for one run. */
  memory: number
  reach: Reach
  token?: string | undefined
}

/** Where one run may write. */
export interface RunPlace {
  /** Fresh for each run, gone after it. */
  folder: string
  /** Of the worker, with the databases in it. */
  cache: string
}

/** A layer by the digest of its bytes, which was proved, and by that of the archive in it, which only the image's configuration tells. */
export interface ClaimedLayer {
  blob: string
  diffId: string
}

export interface Workers {
  /**
   * Runs Trivy in the place of a free worker, or waits for one.
   * @param task gives the arguments for a place, and reads what came of it before the place is cleared
   */
  run<T>(task: {
    args(place: RunPlace): string[]
    read(result: RunResult, place: RunPlace): Promise<T>
    signal?: AbortSignal | undefined
    /** Of an image, what it says that its layers are. */
    layers?: ClaimedLayer[]
  }): Promise<T>
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
  const free = Array.from({ length: options.parallel }, (_, index) => join(temporary.path, `worker-${index}`))
  for (const home of free) layOut(home, options)
  const waiting: ((home: string) => void)[] = []
  const running = new Set<Promise<unknown>>()

  const acquire = (): Promise<string> => {
    const home = free.shift()
    return home === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(home)
  }
  const release = (home: string) => {
    const next = waiting.shift()
    if (next === undefined) free.push(home)
    else next(home)
  }
  const claims = new Map<string, Map<string, string>>()
  const runOnce: Workers['run'] = async ({ args, read, signal, layers = [] }) => {
    const home = await acquire()
    try {
      const known = claims.get(home) ?? new Map<string, string>()
      // Trivy looks layers up by what images say of them: one that lies must not speak for the layers of another
      if (layers.some(({ diffId, blob }) => (known.get(diffId) ?? blob) !== blob)) {
        layOut(home, options)
        known.clear()
      }
      for (const { diffId, blob } of layers) known.set(diffId, blob)
      claims.set(home, known)
      const folder = mkdtempSync(join(home, 'run-'))
      const cwd = join(folder, 'empty')
      mkdirSync(cwd)
      const { program, timeout, memory, reach, token } = options
      const env = runEnvironment(folder, { memory, reach, ...(token === undefined ? {} : { token }) })
      const place = { folder, cache: join(home, 'cache') }
      // each named by a flag, in the place of a file of the same purpose that the working directory could have
      for (const name of ['config.yaml', 'secrets.yaml']) writeFileSync(join(folder, name), '{}\n')
      writeFileSync(join(folder, 'ignore'), '')
      const signals = AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])])
      try {
        const result = await runTrivy({ program, args: args(place), cwd, env, timeout, memory, signal: signals })
        // one that was ended may have left half of an entry
        if (result.end !== 'exit') {
          layOut(home, options)
          known.clear()
        }
        return await read(result, place)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    } finally {
      release(home)
    }
  }
  return {
    run(task) {
      const promise = runOnce(task)
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

/** An empty cache with the databases linked. */
function layOut(home: string, { database, javaDatabase }: WorkersOptions): void {
  const cache = join(home, 'cache')
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true, mode: 0o700 })
  if (database !== undefined) symlinkSync(database, join(cache, 'db'), 'junction')
  if (javaDatabase !== undefined) symlinkSync(javaDatabase, join(cache, 'java-db'), 'junction')
}
