import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UserError } from '../model.ts'
import { refuseCommitted } from './committed.ts'

/** The text of a report, and what sentences call it by. */
export interface ReportText {
  name: string
  text: string
}

/** Bytes of one report, and of all together: four times what 100,000 findings take. */
const largestReport = 256 * 2 ** 20
const largestSum = 1024 * 2 ** 20
/** Entries of a folder and those below it. */
const mostEntries = 10_000

/**
 * Reads reports by name; of a folder every `.json` file in it and below it, since artifacts are downloaded into a folder each. Links inside a
 * folder are not followed.
 * @throws UserError (3) for what cannot be read, is too large, is committed, or holds no report file at all; the sentence names it
 */
export function readReports(paths: string[], cwd: string): ReportText[] {
  const names = [...new Set(paths.flatMap((path) => filesOf(path, cwd)))]
  let sum = 0
  const reports = names.map((name) => {
    const bytes = attempt(name, () => {
      const { size } = statSync(resolve(cwd, name))
      sum += size
      if (size > largestReport || sum > largestSum)
        throw new UserError(`${name} is too large for a report (${size} bytes): merge only the JSON reports of this scan.`, { exitCode: 3 })
      return readFileSync(resolve(cwd, name))
    })
    return { name, text: decode(name, bytes) }
  })
  refuseCommitted(names, cwd)
  return reports
}

function filesOf(path: string, cwd: string): string[] {
  if (!attempt(path, () => statSync(resolve(cwd, path))).isDirectory()) return [path]
  const entries = attempt(path, () => readdirSync(resolve(cwd, path), { recursive: true, withFileTypes: true }))
  if (entries.length > mostEntries)
    throw new UserError(`${path} holds more than ${mostEntries} entries: name the folder of the downloaded reports.`, { exitCode: 3 })
  const files = entries
    .filter((entry) => entry.name.endsWith('.json') && !entry.isDirectory())
    .map((entry) => {
      const name = join(path, entry.parentPath.slice(resolve(cwd, path).length), entry.name)
      if (entry.isFile()) return name
      throw new UserError(`${name} is a link or no file at all: put the report itself there.`, { exitCode: 3 })
    })
  if (files.length > 0) return files.sort()
  throw new UserError(`${path} holds no .json file: write one in each shard (--format json --output <file>) and name where they lie.`, {
    exitCode: 3,
  })
}

function attempt<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof UserError) throw cause
    throw new UserError(
      `${name} cannot be read (${(cause as NodeJS.ErrnoException).code}): check that every shard has written its report.`,
      {
        exitCode: 3,
        cause,
      },
    )
  }
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new UserError(`${name} is no UTF-8 text, so it is no report.`, { exitCode: 3, cause })
  }
}
