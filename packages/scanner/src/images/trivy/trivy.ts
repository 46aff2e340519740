import { cacheOf, type EngineCache } from '../../engines/cache.ts'
import { UserError } from '../../model.ts'
import type { ScannerInfo } from '../model.ts'
import { ImageError } from '../registry/error.ts'
import { checkAge, checkDatabase, findDatabase } from './database.ts'
import { type DownloadOptions, downloadDatabase } from './database-download.ts'
import { findJavaDatabase } from './java-database.ts'
import { filesJob, imageJob, type JobContext, sbomJob } from './jobs.ts'
import type { Trivy, TrivyOptions } from './model.ts'
import { findProgram } from './program.ts'
import { askServer, readServer, serverAddress } from './server.ts'
import { programVersion } from './version.ts'
import { openWorkers } from './workers.ts'

const defaults = { timeout: 300, memory: 3072, parallel: 2 }

/**
 * Finds Trivy and what it needs for its purposes, and checks both before anything is scanned.
 * @throws ImageError with the cause and its remedy: no program, one that is not what it should be, no or too old a database
 * @throws UserError (2) for options that cannot be used
 */
export async function openTrivy(options: TrivyOptions): Promise<Trivy> {
  const { timeout = defaults.timeout, memory = defaults.memory, parallel = defaults.parallel } = options
  const known = cacheOf(
    { cache: options.cache ?? true, ...(options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir }) },
    'results',
  )
  const { file, sha256 } = await findProgram({ ...options, memory: known })
  const judges = await findJudges(options, { program: file, memory: known })
  const limits = { timeout, memory, parallel }
  const workers = openWorkers({ ...limits, ...judges.places, program: file })
  try {
    const version = await programVersion(workers, { ...limits, sha256, known })
    const info: ScannerInfo = { name: 'trivy', version, sha256, ...judges.info }
    const context: JobContext = { workers, server: judges.server, timeout, memory, check: judges.check }
    return {
      info,
      scanImage: (layout, wanted) => imageJob(context, layout, wanted),
      scanSbom: (sbom, { signal } = {}) => sbomJob(context, sbom, signal),
      scanFiles: (files, wanted) => filesJob(context, files, wanted),
      close: () => workers.close(),
    }
  } catch (error) {
    await workers.close()
    throw error
  }
}

/** What finds vulnerabilities: nothing, where only files are scanned; a server; or a database here. */
async function findJudges(options: TrivyOptions, { program, memory }: { program: string; memory: EngineCache | undefined }) {
  const { today, maximumDatabaseAge: maximumAge, server, token } = { token: options.server?.token, ...options, server: options.server?.url }
  const none = { info: {}, places: { reach: 'none' as const }, server: undefined, check: () => {} }
  if (!options.purposes.includes('images')) return none
  const java = findJavaDatabase(options)
  const javaInfo = java === undefined ? {} : { javaDatabase: java.info }
  if (server === undefined) {
    const check = async () => {
      const place = findDatabase(options)
      return { place, database: await checkDatabase(place, { today, maximumAge, memory }) }
    }
    const missed = options.download ? await newest({ ...options, memory }, program) : undefined
    // one that is not the newest does as long as it is new enough
    const { place, database } = await check().catch((error) => {
      throw missed ?? error
    })
    return {
      ...none,
      info: { database, ...javaInfo },
      places: { reach: 'none' as const, database: place.folder, javaDatabase: java?.folder },
    }
  }
  if (options.database !== undefined) throw new UserError('A Trivy server has a database of its own: name either the server or a database.')
  const address = serverAddress(server, token)
  const { database, version } = await askServer(address)
  checkAge(database.updatedAt, { today, maximumAge })
  const check = (report: unknown) => {
    const used = readServer((report as { Trivy?: { Server?: unknown } }).Trivy?.Server)
    if (used.version !== version || used.database.updatedAt !== database.updatedAt)
      throw new ImageError('scanner-failed', 'The Trivy server changed its version or database during the scan: run again.')
  }
  const places = { reach: { host: new URL(address).host }, token, javaDatabase: java?.folder }
  return { info: { server: address, database, ...javaInfo }, places, server: address, check }
}

/** Downloads the database where that is due; gives what went wrong. */
async function newest(options: DownloadOptions, program: string): Promise<ImageError | undefined> {
  try {
    await downloadDatabase(options, program)
    return undefined
  } catch (error) {
    if (error instanceof ImageError) return error
    throw error
  }
}
