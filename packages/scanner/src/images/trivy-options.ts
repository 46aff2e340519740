import { isAbsolute } from 'node:path'
import type { Config } from '../config/config.ts'
import type { ScannerOptions } from './options.ts'
import type { TrivyOptions, TrivyPurpose } from './trivy/model.ts'

export interface TrivyContext {
  /** What is scanned, absolute. */
  root: string
  config: Config
  scanner: ScannerOptions
  /** `YYYY-MM-DD` in UTC. */
  today: string
  cacheDir?: string
}

/** What flags, inputs and the configuration say about Trivy. */
export function trivyOptions({ root, config, scanner, today, cacheDir }: TrivyContext, purposes: TrivyPurpose[]): TrivyOptions {
  const { maximumDatabaseAge, timeout, memory, parallel } = config.images
  const { program, server, database, offline = false } = scanner
  const isFolder = database !== undefined && isAbsolute(database)
  return {
    root,
    purposes,
    today,
    ...(program === undefined ? {} : { program }),
    ...(server === undefined ? {} : { server: { url: server } }),
    ...(isFolder ? { database } : {}),
    ...(database === undefined || isFolder ? {} : { databaseRepository: database }),
    download: !offline && !isFolder && server === undefined,
    ...(maximumDatabaseAge === undefined ? {} : { maximumDatabaseAge }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(memory === undefined ? {} : { memory }),
    ...(parallel === undefined ? {} : { parallel }),
    ...(cacheDir === undefined ? {} : { cacheDir }),
  }
}
