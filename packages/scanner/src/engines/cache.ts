import { lstatSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, folderProblem } from '../cache-folder.ts'
import { readEntry, writeEntry } from './cache-entry.ts'
import { cacheSecret } from './cache-secret.ts'

/** Answers by hash of who answers and what was asked. */
export interface EngineCache {
  /** Gives the answer stored under a key of hex digits, or undefined. */
  get(key: string): string | undefined
  set(key: string, value: string): void
}

/** Parts of the cache, each a folder with a size of its own, in bytes. */
const parts = {
  /** What engines rendered and compiled. */
  engines: { maxBytes: 256 * 2 ** 20, flush: true },
  /** What policies answered: quickly asked again, so that waiting for the disk does not pay. */
  results: { maxBytes: 64 * 2 ** 20, flush: false },
  /** What scanners found in files. */
  scans: { maxBytes: 256 * 2 ** 20, flush: false },
}

export interface DiskCacheOptions {
  /** Cache folder; default: see cacheFolder. */
  folder?: string
  /** Default: `engines`. */
  part?: keyof typeof parts
  /** Above this the entries that were not used for the longest time go; default: that of the part. */
  maxBytes?: number
}

/** The cache that a scan uses: on disk unless it is told not to. */
export function cacheOf(
  { cache = true, cacheDir }: { cache?: boolean; cacheDir?: string },
  part: keyof typeof parts = 'engines',
): EngineCache | undefined {
  return cache ? diskCache({ part, ...(cacheDir === undefined ? {} : { folder: cacheDir }) }) : undefined
}

const none: EngineCache = { get: () => undefined, set: () => {} }

/** Milliseconds after which the first write of a process looks at the size of the whole cache. */
const pruneAfter = 60 * 60 * 1000

/**
 * Gives a cache on disk. Entries are authenticated (see cacheSecret) together with their key, so that none can be forged, changed or moved
 * to another key; they are renamed into place, so that several processes may share the folder and none sees half of one. A cache that cannot
 * be read or written is no error, only slower; a folder of somebody else is not used at all.
 */
export function diskCache(options: DiskCacheOptions = {}): EngineCache {
  const folder = cacheFolder(options.folder)
  const secret = cacheSecret()
  if (folder === undefined || secret === undefined || attempt(() => folderProblem(folder) === undefined) !== true) return none
  const part = options.part ?? 'engines'
  const directory = join(folder, part)
  // a repository may hold a link of this name
  if (attempt(() => lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() ?? true) !== true) return none
  const { maxBytes, flush } = { ...parts[part], ...options }
  const place = (key: string) => ({ file: join(directory, key.slice(0, 2), key.slice(2)), key, secret })
  let writable = true
  let written = 0
  let isFirst = true
  return {
    get: (key) => attempt(() => readEntry(place(key))),
    set(key, value) {
      if (!writable) return
      try {
        writeEntry(place(key), value, { flush })
      } catch {
        // full or read-only: it will not get better during this run
        writable = false
      }
      written += value.length
      if (written > maxBytes / 8 || (isFirst && isPruneDue(directory))) {
        written = 0
        attempt(() => prune(directory, maxBytes))
      }
      isFirst = false
    },
  }
}

/** The time of this file says when the size was looked at last. */
function marker(directory: string): string {
  return join(directory, 'pruned')
}

function isPruneDue(directory: string): boolean {
  const stat = attempt(() => statSync(marker(directory)))
  return stat === undefined || Date.now() - stat.mtimeMs > pruneAfter
}

/** Only what has the form of an entry, or of one that was never finished, is ever removed. */
function prune(directory: string, maxBytes: number): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  attempt(() => {
    // made anew, because a link in its place could lead anywhere
    rmSync(marker(directory), { force: true })
    writeFileSync(marker(directory), '', { flag: 'wx', mode: 0o600 })
  })
  const old = Date.now() - pruneAfter
  const entries = readdirSync(directory, { withFileTypes: true })
    .filter((shard) => shard.isDirectory() && /^[0-9a-f]{2}$/.test(shard.name))
    .flatMap((shard) => attempt(() => readdirSync(join(directory, shard.name)))?.map((name) => join(directory, shard.name, name)) ?? [])
    .flatMap((file) => attempt(() => [{ file, stat: lstatSync(file) }]) ?? [])
    .filter(({ file, stat }) => stat.isFile() && /[0-9a-f]{62}(\.[0-9a-f]{16}\.tmp)?$/.test(file))
  const unfinished = entries.filter(({ file }) => file.endsWith('.tmp'))
  for (const { file, stat } of unfinished) if (stat.mtimeMs < old) attempt(() => rmSync(file, { force: true }))
  const finished = entries.filter(({ file }) => !file.endsWith('.tmp')).sort((a, b) => b.stat.mtimeMs - a.stat.mtimeMs)
  let sum = 0
  for (const { file, stat } of finished) {
    sum += stat.size
    if (sum > maxBytes) attempt(() => rmSync(file, { force: true }))
  }
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
