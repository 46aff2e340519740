import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Reach, runEnvironment } from './environment.ts'
import { type RunResult, runTrivy } from './run.ts'

export interface WorkerOptions {
  /** Absolute. */
  program: string
  /** Folder with `trivy.db`, linked into the cache of each worker; Trivy only reads it. */
  database?: string | undefined
  javaDatabase?: string | undefined
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

export interface Task<T> {
  /** The arguments for a place. */
  args(place: RunPlace): string[]
  /** Reads what came of it before the place is cleared. */
  read(result: RunResult, place: RunPlace): Promise<T>
  signal?: AbortSignal | undefined
  /** Of an image, what it says that its layers are. */
  layers?: ClaimedLayer[]
}

/** Runs Trivy in one place, with a cache that lasts from one run to the next. */
export interface Worker {
  /** One at a time. */
  run<T>(task: Task<T>): Promise<T>
}

/** @param home absolute folder, made here */
export function openWorker(home: string, options: WorkerOptions): Worker {
  const cache = join(home, 'cache')
  const blobs = new Map<string, string>()
  const clear = () => {
    layOut(cache, options)
    blobs.clear()
  }
  clear()
  return {
    async run({ args, read, signal, layers = [] }) {
      // Trivy looks layers up by what images say of them: one that lies must not speak for the layers of another
      if (layers.some(({ diffId, blob }) => (blobs.get(diffId) ?? blob) !== blob)) clear()
      for (const { diffId, blob } of layers) blobs.set(diffId, blob)
      const place = { folder: mkdtempSync(join(home, 'run-')), cache }
      try {
        const result = await runIn(place, args(place), { ...options, signal })
        // one that was ended may have left half of an entry
        if (result.end !== 'exit') clear()
        return await read(result, place)
      } finally {
        rmSync(place.folder, { recursive: true, force: true })
      }
    },
  }
}

async function runIn(
  { folder }: RunPlace,
  args: string[],
  { program, timeout, memory, reach, token, signal }: WorkerOptions & { signal: AbortSignal | undefined },
): Promise<RunResult> {
  const cwd = join(folder, 'empty')
  mkdirSync(cwd)
  // each named by a flag, in the place of a file of the same purpose that the working directory could have
  for (const name of ['config.yaml', 'secrets.yaml']) writeFileSync(join(folder, name), '{}\n')
  writeFileSync(join(folder, 'ignore'), '')
  const env = runEnvironment(folder, { memory, reach, ...(token === undefined ? {} : { token }) })
  return await runTrivy({ program, args, cwd, env, timeout, memory, signal })
}

/** An empty cache with the databases linked. */
function layOut(cache: string, { database, javaDatabase }: WorkerOptions): void {
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true, mode: 0o700 })
  if (database !== undefined) symlinkSync(database, join(cache, 'db'), 'junction')
  if (javaDatabase !== undefined) symlinkSync(javaDatabase, join(cache, 'java-db'), 'junction')
}
