import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { EngineCache } from '../../engines/cache.ts'
import { isInside } from '../../paths.ts'
import type { ScannerInfo } from '../model.ts'
import { ImageError } from '../registry/error.ts'
import { boltProblem } from './bolt-header.ts'
import { rememberedDigest } from './digest.ts'
import { readRecord, trivyFolder, writeRecord } from './record.ts'

export type DatabaseInfo = NonNullable<ScannerInfo['database']>

/** Days. */
const defaultMaximumAge = 5
const day = 24 * 60 * 60 * 1000
const schema = 2
const recordName = 'database'

export interface DatabasePlace {
  /** Holds `trivy.db` and `metadata.json`; absolute, links resolved. */
  folder: string
  /** It is the one that we downloaded, so it must be what was written down then. */
  own: boolean
}

/** Where the downloaded database lies. */
function databaseFolder(cacheDir: string | undefined): string {
  return join(trivyFolder(cacheDir), 'db')
}

/**
 * The database to judge with: the folder that was named, else the one that was downloaded.
 * @throws ImageError `database` when there is none, or it lies in what is scanned
 */
export function findDatabase({ root, database, cacheDir }: { root: string; database?: string; cacheDir?: string }): DatabasePlace {
  const given = database === undefined ? databaseFolder(cacheDir) : existsSync(join(database, 'db')) ? join(database, 'db') : database
  const file = join(given, 'trivy.db')
  if (!existsSync(file) || !existsSync(join(given, 'metadata.json')))
    throw new ImageError(
      'database',
      database === undefined
        ? 'There is no vulnerability database: run `policy-gate trivy install --database`, or name a folder that holds one.'
        : `${database} holds no vulnerability database: \`trivy.db\` and \`metadata.json\` must lie in it, or in its folder \`db\`.`,
    )
  const folder = realpathSync(given)
  const top = realpathSync(root)
  // a link that lies there was put there by whoever wrote what is scanned
  if ([resolve(given), folder, realpathSync(file)].some((path) => isInside(path, top) || isInside(path, root)))
    throw new ImageError(
      'database',
      'The vulnerability database lies in what is scanned, so a change could have brought it: keep it elsewhere.',
    )
  return { folder, own: database === undefined }
}

/**
 * Checks a database before anything is judged with it, and says which one it is: whole, of the schema that is read, not older than
 * `maximumAge` days on `today`, and, if it is ours, what was downloaded.
 * @throws ImageError `database` with what is wrong and what to do
 */
export async function checkDatabase(
  { folder, own }: DatabasePlace,
  options: { today: string; maximumAge?: number | undefined; memory?: EngineCache | undefined },
): Promise<DatabaseInfo> {
  const file = join(folder, 'trivy.db')
  const problem = attempt(() => boltProblem(file), 'it cannot be read')
  if (problem !== undefined) throw new ImageError('database', `The vulnerability database cannot be used: ${problem}. Download it again.`)
  const metadata = readMetadata(join(folder, 'metadata.json'))
  const sha256 = await rememberedDigest(file, options.memory)
  if (own && readRecord(folder, recordName) !== recordOf(sha256, metadata.text))
    throw new ImageError('database', 'The vulnerability database is not the one that was downloaded: download it again.')
  checkAge(metadata.updatedAt, options)
  return { updatedAt: metadata.updatedAt, ...(metadata.downloadedAt === undefined ? {} : { downloadedAt: metadata.downloadedAt }), sha256 }
}

/**
 * Refuses a database that was built too long ago, or says that it will be built. @param updatedAt RFC 3339
 * @throws ImageError `database`
 */
export function checkAge(
  updatedAt: string,
  { today, maximumAge = defaultMaximumAge }: { today: string; maximumAge?: number | undefined },
): void {
  // the whole day counts: whoever runs twice on one day gets one answer
  const age = (Date.parse(`${today}T00:00:00Z`) - Date.parse(`${updatedAt.slice(0, 10)}T00:00:00Z`)) / day
  if (Number.isNaN(age)) throw new ImageError('database', 'The vulnerability database does not say when it was built: download it again.')
  if (age < -1)
    throw new ImageError(
      'database',
      `The vulnerability database says that it was built on ${updatedAt.slice(0, 10)}, after ${today}: it cannot be trusted.`,
    )
  if (age > maximumAge)
    throw new ImageError(
      'database',
      `The vulnerability database is ${age} days old (built on ${updatedAt.slice(0, 10)}), and at most ${maximumAge} are allowed: download it again, or raise \`images.maximumDatabaseAge\`.`,
    )
}

/**
 * Puts a database that was downloaded into its place, at once, and writes down what it is.
 * @param source folder with `trivy.db` and `metadata.json`, on the same disk
 */
export async function keepDatabase(source: string, cacheDir: string | undefined): Promise<DatabasePlace> {
  const folder = databaseFolder(cacheDir)
  const sha256 = await rememberedDigest(join(source, 'trivy.db'), undefined)
  writeRecord(source, recordName, recordOf(sha256, readMetadata(join(source, 'metadata.json')).text))
  rmSync(folder, { recursive: true, force: true })
  renameSync(source, folder)
  return { folder, own: true }
}

/** A fresh folder beside the place of the database. */
export function downloadFolder(cacheDir: string | undefined): string {
  const parent = dirname(databaseFolder(cacheDir))
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  return mkdtempSync(join(parent, 'downloading-'))
}

function recordOf(sha256: string, metadata: string): string {
  return JSON.stringify([sha256, metadata])
}

function readMetadata(file: string): { text: string; updatedAt: string; downloadedAt?: string } {
  const text = attempt(() => readFileSync(file, 'utf8'), '') ?? ''
  const value = attempt(() => JSON.parse(text) as { Version?: unknown; UpdatedAt?: unknown; DownloadedAt?: unknown } | null, null)
  if (typeof value?.UpdatedAt !== 'string')
    throw new ImageError('database', 'The vulnerability database has no `metadata.json` that says when it was built: download it again.')
  if (value.Version !== schema)
    throw new ImageError(
      'database',
      `The vulnerability database has schema ${JSON.stringify(value.Version)}, but ${schema} is read: download it again.`,
    )
  const downloadedAt = typeof value.DownloadedAt === 'string' && !value.DownloadedAt.startsWith('0001-') ? value.DownloadedAt : undefined
  return { text, updatedAt: value.UpdatedAt, ...(downloadedAt === undefined ? {} : { downloadedAt }) }
}

function attempt<T>(action: () => T, otherwise: T): T {
  try {
    return action()
  } catch {
    return otherwise
  }
}
