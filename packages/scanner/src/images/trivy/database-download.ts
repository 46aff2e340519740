import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EngineCache } from '../../engines/cache.ts'
import { UserError } from '../../model.ts'
import { downloadArguments } from './arguments.ts'
import { checkDatabase, type DatabasePlace, downloadFolder, findDatabase, keepDatabase } from './database.ts'
import { failureOf } from './failure.ts'
import { openWorkers } from './workers.ts'

export interface DownloadOptions {
  root: string
  today: string
  cacheDir?: string
  /** `registry/repository:2`. Default: where Trivy's authors publish it. */
  databaseRepository?: string
  /** Where the hash of the present one is remembered. */
  memory?: EngineCache | undefined
}

const limits = { timeout: 600, memory: 1024 }

/**
 * Downloads the vulnerability database unless the one that is here was built today or yesterday. Trivy does it, with nothing but the way out of the
 * network in its environment; it may not see any image meanwhile.
 * @param program absolute
 * @throws ImageError `database` with the cause
 * @throws UserError (2) for a reference that is none
 */
export async function downloadDatabase(options: DownloadOptions, program: string): Promise<DatabasePlace> {
  const { databaseRepository: repository, cacheDir } = options
  if (repository !== undefined && !/^[\w.:[\]-]+(?:\/[\w.-]+)+(?::[\w.-]+|@sha256:[0-9a-f]{64})?$/.test(repository))
    throw new UserError(`${repository} is no reference of a database: it is written registry/repository:2.`)
  const present = await fresh(options)
  if (present !== undefined) return present
  const folder = downloadFolder(cacheDir)
  const workers = openWorkers({ program, parallel: 1, reach: 'download', ...limits })
  try {
    await workers.run({
      args: (place) => downloadArguments(place, folder, repository),
      read: async (result) => {
        const failure = failureOf(result, { task: 'database', about: 'The vulnerability database was not downloaded', ...limits })
        if (failure !== undefined) throw failure
      },
    })
    return await keepDatabase(join(folder, 'db'), cacheDir)
  } finally {
    await workers.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fresh(options: DownloadOptions): Promise<DatabasePlace | undefined> {
  try {
    const { root, today, cacheDir, memory } = options
    const place = findDatabase({ root, ...(cacheDir === undefined ? {} : { cacheDir }) })
    await checkDatabase(place, { today, maximumAge: 1, memory })
    return place
  } catch {
    return undefined
  }
}
