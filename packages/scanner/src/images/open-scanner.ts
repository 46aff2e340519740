import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { Config } from '../config/config.ts'
import type { ScannerOptions } from './options.ts'
import type { Trivy, TrivyOptions, TrivyPurpose } from './trivy/model.ts'
import { openTrivy } from './trivy/trivy.ts'

export interface TrivyContext {
  /** What is scanned, absolute. */
  root: string
  config: Config
  scanner: ScannerOptions
  /** `YYYY-MM-DD` in UTC. */
  today: string
  cacheDir?: string
  /** False: nothing is kept. */
  keeps: boolean
}

/**
 * Opens Trivy as flags, inputs and the configuration say.
 * @throws ImageError with the cause: no program, no or too old a database
 * @throws UserError (2) for options that cannot be used
 */
export async function openScanner(context: TrivyContext, purposes: TrivyPurpose[]): Promise<Trivy> {
  return await openTrivy(trivyOptions(context, purposes))
}

/** What flags, inputs and the configuration say about Trivy. */
function trivyOptions({ root, config, scanner, today, cacheDir, keeps }: TrivyContext, purposes: TrivyPurpose[]): TrivyOptions {
  const { maximumDatabaseAge, timeout, memory, parallel } = config.images
  const { program, server, database, offline = false } = scanner
  // as Trivy's own clients know it; no other variable of Trivy counts
  const token = process.env.TRIVY_TOKEN
  const isFolder = database !== undefined && isAbsolute(database)
  return {
    root,
    purposes,
    today,
    ...(program === undefined ? {} : { program }),
    ...(server === undefined ? {} : { server: { url: server, ...(token ? { token } : {}) } }),
    ...(isFolder ? { database } : {}),
    ...(isFolder && existsSync(join(database, 'java-db')) ? { javaDatabase: join(database, 'java-db') } : {}),
    ...(database === undefined || isFolder ? {} : { databaseRepository: database }),
    download: !offline && !isFolder && server === undefined,
    ...(maximumDatabaseAge === undefined ? {} : { maximumDatabaseAge }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(memory === undefined ? {} : { memory }),
    ...(parallel === undefined ? {} : { parallel }),
    ...(cacheDir === undefined ? {} : { cacheDir }),
    cache: keeps,
  }
}
