import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cacheFolder } from '../cache-folder.ts'

/** Answers of engines by hash of engine and request. */
export interface EngineCache {
  /** Gives the answer stored under a key of hex digits, or undefined. */
  get(key: string): string | undefined
  set(key: string, value: string): void
}

export interface DiskCacheOptions {
  /** Folder of the cache; default: `policy-gate/engines` in the user's cache folder. */
  directory?: string
  /** Above this the entries that were not used for the longest time go; default 256 MiB. */
  maxBytes?: number
}

/**
 * Gives a cache on disk. An entry is a file that starts with the SHA-256 of the rest; one that does not match is dropped. Entries are
 * renamed into place, so several processes may share the folder. A cache that cannot be read or written is no error, only slower.
 */
export function diskCache(options: DiskCacheOptions = {}): EngineCache {
  const own = cacheFolder()
  const directory = options.directory ?? (own === undefined ? undefined : join(own, 'engines'))
  const maxBytes = options.maxBytes ?? 256 * 2 ** 20
  let writable = directory !== undefined
  let written = Number.POSITIVE_INFINITY
  const file = (key: string) => join(directory!, key.slice(0, 2), key.slice(2))
  return {
    get: (key) => (directory === undefined ? undefined : attempt(() => readEntry(file(key)))),
    set(key, value) {
      if (!writable) return
      writable = attempt(() => writeEntry(file(key), value)) ?? false
      written += value.length
      if (writable && written > maxBytes / 8) {
        attempt(() => prune(directory!, maxBytes))
        written = 0
      }
    },
  }
}

function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex')
}

function readEntry(file: string): string | undefined {
  const text = readFileSync(file, 'utf8')
  const value = text.slice(65)
  if (text.slice(0, 65) !== `${sha256(value)}\n`) {
    rmSync(file, { force: true })
    return undefined
  }
  // The time of last use decides what goes first.
  const now = new Date()
  attempt(() => utimesSync(file, now, now))
  return value
}

function writeEntry(file: string, value: string): boolean {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, `${sha256(value)}\n${value}`, { mode: 0o600 })
  renameSync(temporary, file)
  return true
}

function prune(directory: string, maxBytes: number): void {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((file) => attempt(() => [{ file, ...pick(statSync(file)) }]) ?? [])
    .sort((a, b) => b.used - a.used)
  let sum = 0
  for (const { file, size } of entries) {
    sum += size
    if (sum > maxBytes) rmSync(file, { force: true })
  }
}

function pick({ size, mtimeMs }: { size: number; mtimeMs: number }): { size: number; used: number } {
  return { size, used: mtimeMs }
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
