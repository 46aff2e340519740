import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from '../../model.ts'
import { fileInArchive } from './archive.ts'
import { findProgram, programFolder, programName, type TrivyProgram } from './program.ts'
import { writeRecord } from './record.ts'
import { archives, pinnedVersion, releasePage } from './versions.ts'

/** Largest archive, in bytes; the released ones have about 50 MiB. */
const maxArchive = 256 * 1024 * 1024
/** Milliseconds for the download. */
const deadline = 10 * 60 * 1000

export interface InstallOptions {
  root: string
  cacheDir?: string
  /** Base URL of a mirror of the release page: `<base>/v<version>/<archive>`. */
  downloads?: string
  /** An archive that was fetched already, in place of a download; absolute. */
  archive?: string
  /** What the archive must be. Default: what the source says for this platform. */
  expected?: { file: string; sha256: string }
}

/**
 * Installs the pinned release for this platform, unless that is there and unchanged. The archive is accepted by its SHA-256 only, which stands
 * in the source: there is no newest version, and a mirror cannot give something else. The SHA-256 of the unpacked program is written down,
 * authenticated, for every later use.
 * @throws UserError (3) with the reason
 */
export async function installTrivy(options: InstallOptions): Promise<TrivyProgram & { installed: boolean }> {
  const present = await installed(options)
  if (present !== undefined) return { ...present, installed: false }
  const expected = options.expected ?? archives[`${process.platform}-${process.arch}`]
  if (expected === undefined)
    throw new UserError(
      `Trivy ${pinnedVersion} is not published for ${process.platform} on ${process.arch}: build it, and name it with --trivy.`,
      { exitCode: 3 },
    )
  const bytes =
    options.archive === undefined ? await download(options.downloads ?? releasePage, expected.file) : readArchive(options.archive)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (sha256 !== expected.sha256)
    throw new UserError(
      `The archive of Trivy is not the released one: its SHA-256 is ${sha256}, expected ${expected.sha256}. Nothing was installed.`,
      {
        exitCode: 3,
      },
    )
  place(fileInArchive(bytes, programName), programFolder(options.cacheDir))
  return { ...(await findProgram(options)), installed: true }
}

async function installed(options: InstallOptions): Promise<TrivyProgram | undefined> {
  try {
    return await findProgram(options)
  } catch (error) {
    if (error instanceof UserError) throw error
    return undefined
  }
}

/** The folder appears only when it is complete. */
function place(program: Buffer | undefined, folder: string): void {
  if (program === undefined) throw new UserError(`There is no ${programName} in the archive.`, { exitCode: 3 })
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
  const unfinished = mkdtempSync(join(dirname(folder), 'installing-'))
  try {
    writeFileSync(join(unfinished, programName), program, { mode: 0o700, flush: true })
    writeRecord(unfinished, programName, createHash('sha256').update(program).digest('hex'))
    rmSync(folder, { recursive: true, force: true })
    renameSync(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

function readArchive(file: string): Buffer {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined || !stat.isFile()) throw new UserError(`There is no file ${file}.`)
  if (stat.size > maxArchive) throw tooLarge(file)
  return readFileSync(file)
}

async function download(base: string, file: string): Promise<Buffer> {
  const url = `${base.replace(/\/+$/, '')}/v${pinnedVersion}/${file}`
  if (!/^https?:\/\//.test(url)) throw new UserError(`${base} is no address of a mirror: it begins with https://.`)
  const parts: Buffer[] = []
  let size = 0
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(deadline) })
    if (!response.ok || response.body === null)
      throw new UserError(`${url} answers ${response.status}: is it a mirror of the release page?`, { exitCode: 3 })
    for await (const part of response.body) {
      size += part.length
      if (size > maxArchive) throw tooLarge(url)
      parts.push(Buffer.from(part))
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause
    const why = ((cause as Error).cause as Error | undefined)?.message ?? (cause as Error).message
    throw new UserError(`Trivy cannot be downloaded from ${url} (${why}): name a mirror with --downloads, or an archive with --archive.`, {
      exitCode: 3,
      cause,
    })
  }
  return Buffer.concat(parts)
}

function tooLarge(name: string): UserError {
  return new UserError(`${name} has more than ${maxArchive / 1024 / 1024} MiB: that is no archive of Trivy.`, { exitCode: 3 })
}
