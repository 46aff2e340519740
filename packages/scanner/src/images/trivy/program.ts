import { existsSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { EngineCache } from '../../engines/cache.ts'
import { UserError } from '../../model.ts'
import { isInside } from '../../paths.ts'
import { ImageError } from '../registry/error.ts'
import { rememberedDigest } from './digest.ts'
import { readRecord, trivyFolder } from './record.ts'
import { pinnedVersion } from './versions.ts'

export interface TrivyProgram {
  /** Absolute, links resolved. */
  file: string
  sha256: string
}

export interface ProgramOptions {
  /** What is scanned, absolute. */
  root: string
  program?: string
  cacheDir?: string | undefined
  /** Remembers digests of files that have not changed. */
  memory?: EngineCache | undefined
}

/** The folder of the installed program; whether it is there is another question. */
export function programFolder(cacheDir: string | undefined): string {
  return join(trivyFolder(cacheDir), `${pinnedVersion}-${process.platform}-${process.arch}`)
}

export const programName = process.platform === 'win32' ? 'trivy.exe' : 'trivy'

/**
 * The program to run: the one that was named, else the installed one. It is never searched for, neither in PATH nor in what is scanned.
 * @throws ImageError `scanner-missing` when none is installed, or it is not what was installed
 * @throws UserError (2) for a named one that is not there or lies in what is scanned
 */
export async function findProgram({ root, program, cacheDir, memory }: ProgramOptions): Promise<TrivyProgram> {
  return program === undefined ? installedProgram({ root, cacheDir, memory }) : namedProgram(program, { root, memory })
}

async function namedProgram(program: string, { root, memory }: ProgramOptions): Promise<TrivyProgram> {
  if (!existsSync(program)) throw new UserError(`There is no file ${program}: --trivy names a Trivy program.`)
  const file = realpathSync(program)
  // the name of a link counts as well: what it leads to is chosen by whoever wrote it
  if (lies(program, root) || lies(file, root))
    throw new UserError(`${program} lies in what is scanned, so a change could have brought it: name a Trivy program outside of it.`)
  return { file, sha256: await rememberedDigest(file, memory) }
}

async function installedProgram({ root, cacheDir, memory }: ProgramOptions): Promise<TrivyProgram> {
  const folder = programFolder(cacheDir)
  const file = join(folder, programName)
  const missing = (what: string) =>
    new ImageError('scanner-missing', `${what}: run \`policy-gate trivy install\`, or name a program with --trivy.`)
  if (!existsSync(file)) throw missing(`Trivy ${pinnedVersion} is not installed`)
  if (lies(file, root) || lies(realpathSync(file), root))
    throw missing('The cache folder lies in what is scanned, so the Trivy in it is not trusted')
  const recorded = readRecord(folder, programName)
  if (recorded === undefined) throw missing(`Trivy ${pinnedVersion} was not installed by this user, or by another key`)
  const sha256 = await rememberedDigest(file, memory)
  if (sha256 !== recorded) throw missing(`The installed Trivy has changed since its installation (SHA-256 ${sha256}, was ${recorded})`)
  return { file: realpathSync(file), sha256 }
}

function lies(file: string, root: string): boolean {
  return isInside(resolve(file), realpathSync(root)) || isInside(resolve(file), root)
}
