import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** Form of an entry: HMAC-SHA-256 over the form, the key and the value, in hex; a line feed; the value. */
const form = 'policy-gate cache 1'
const headerLength = 65
/** Larger ones are not kept: reading them would take longer than rendering. */
const maxEntryBytes = 64 * 2 ** 20
/** Milliseconds after which the time of last use is written again. */
const touchAfter = 10 * 60 * 1000

export interface EntryPlace {
  file: string
  /** What the entry is stored under. */
  key: string
  secret: Buffer
}

/** The value of an entry; undefined when there is none. One that is cut off, changed, moved or somebody else's is removed. */
export function readEntry({ file, key, secret }: EntryPlace): string | undefined {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile() || stat.size > maxEntryBytes) return undefined
    const bytes = readFileSync(descriptor)
    const value = bytes.subarray(headerLength)
    const seal = Buffer.from(`${sealOf(key, value, secret)}\n`)
    if (bytes.length < headerLength || !timingSafeEqual(bytes.subarray(0, headerLength), seal)) {
      rmSync(file, { force: true })
      return undefined
    }
    // the time of last use decides what goes first
    if (Date.now() - stat.mtimeMs > touchAfter) touch(descriptor)
    return value.toString('utf8')
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Writes an entry so that a reader sees all of it or nothing, whatever happens meanwhile: under another name, flushed, then renamed. One that
 * is not flushed can be lost or cut off when the power fails; readEntry drops it then.
 */
export function writeEntry({ file, key, secret }: EntryPlace, text: string, { flush }: { flush: boolean }): void {
  const value = Buffer.from(text)
  if (value.length + headerLength > maxEntryBytes) return
  const folder = dirname(file)
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  if (stat === undefined) mkdirSync(folder, { recursive: true, mode: 0o700 })
  else if (!stat.isDirectory()) throw new Error('a link lies in the place of a folder of the cache')
  const temporary = `${file}.${randomBytes(8).toString('hex')}.tmp`
  try {
    const descriptor = openSync(temporary, 'wx', 0o600)
    try {
      writeWhole(descriptor, Buffer.concat([Buffer.from(`${sealOf(key, value, secret)}\n`), value]))
      if (flush) fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function sealOf(key: string, value: Buffer, secret: Buffer): string {
  return createHmac('sha256', secret).update(`${form}\n${key}\n`).update(value).digest('hex')
}

function touch(descriptor: number): void {
  const now = new Date()
  try {
    futimesSync(descriptor, now, now)
  } catch {
    // a folder that can only be read
  }
}

function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(descriptor, bytes, offset)
}
