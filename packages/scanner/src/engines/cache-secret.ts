import { createHash, randomBytes } from 'node:crypto'
import { closeSync, constants, fstatSync, fsyncSync, linkSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { folderProblem, isOwn, userFolder } from '../cache-folder.ts'
import { UserError } from '../model.ts'

const length = 32
/** Fewer characters could be guessed. */
const shortest = 16

/**
 * The secret that entries of the cache are authenticated with: from `POLICY_GATE_CACHE_KEY` where it is set (a masked variable of a CI
 * system, so that a cache can be handed from job to job), else 32 random bytes that the user's own folder keeps, mode 0600, never the cache
 * folder itself. Undefined when there is nowhere to keep it: nothing is cached then.
 *
 * It protects against entries that somebody else wrote, moved or changed: another user, a restored archive, a committed folder. It does not
 * protect against who can read the secret: programs of the same user, and jobs that are given the variable.
 * @throws UserError (2) when the variable is too short
 */
export function cacheSecret(): Buffer | undefined {
  const given = process.env.POLICY_GATE_CACHE_KEY
  // an absent secret of a CI system is an empty variable
  if (given) {
    if (given.length < shortest) throw new UserError(`POLICY_GATE_CACHE_KEY must have at least ${shortest} characters.`)
    return createHash('sha256').update(given).digest()
  }
  const folder = userFolder()
  if (folder === undefined) return undefined
  try {
    if (folderProblem(folder) !== undefined) return undefined
    const file = join(folder, 'key')
    return readSecret(file) ?? makeSecret(folder, file)
  } catch {
    return undefined
  }
}

/** Undefined when there is none, or what lies there cannot be trusted: of another length, or open to others. Throws for a foreign one. */
function readSecret(file: string): Buffer | undefined {
  const descriptor = openIfThere(file)
  if (descriptor === undefined) return undefined
  try {
    const stat = fstatSync(descriptor)
    if (!isOwn(stat)) throw new Error('the key belongs to another user')
    if (!stat.isFile() || stat.size !== length || (process.platform !== 'win32' && (stat.mode & 0o077) !== 0)) return undefined
    const secret = Buffer.alloc(length)
    return readSync(descriptor, secret, 0, length, 0) === length ? secret : undefined
  } finally {
    closeSync(descriptor)
  }
}

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Written whole under another name first; of several processes that do so at once, the first one's stays. */
function makeSecret(folder: string, file: string): Buffer | undefined {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const secret = randomBytes(length)
  const temporary = `${file}.${randomBytes(8).toString('hex')}.tmp`
  const descriptor = openSync(temporary, 'wx', 0o600)
  try {
    writeSync(descriptor, secret)
    fsyncSync(descriptor)
    closeSync(descriptor)
    if (isPlaced(temporary, file)) return secret
    const other = readSecret(file)
    if (other !== undefined) return other
    // what lies there is half-written or open to others
    renameSync(temporary, file)
    return secret
  } finally {
    rmSync(temporary, { force: true })
  }
}

function isPlaced(temporary: string, file: string): boolean {
  try {
    linkSync(temporary, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    // a file system without hard links
    renameSync(temporary, file)
    return true
  }
}
