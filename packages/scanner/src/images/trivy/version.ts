import { createHash } from 'node:crypto'
import type { EngineCache } from '../../engines/cache.ts'
import { ImageError } from '../registry/error.ts'
import { versionArguments } from './arguments.ts'
import { failureOf } from './failure.ts'
import { versionProblem } from './versions.ts'
import type { Workers } from './workers.ts'

interface VersionOptions {
  /** Seconds. */
  timeout: number
  /** MiB. */
  memory: number
  /** Of the program. */
  sha256: string
  /** What programs have said before. */
  known: EngineCache | undefined
}

/**
 * The version that a program says it has, refused where it is known to be bad. The same bytes are asked once.
 * @throws ImageError `scanner-missing`
 */
export async function programVersion(workers: Workers, options: VersionOptions): Promise<string> {
  const key = createHash('sha256').update(`trivy version 1\n${options.sha256}`).digest('hex')
  const version = options.known?.get(key) ?? (await askedVersion(workers, options))
  const problem = versionProblem(version)
  if (problem !== undefined) throw new ImageError('scanner-missing', `The Trivy program ${problem}: use another one.`)
  options.known?.set(key, version)
  return version
}

async function askedVersion(workers: Workers, { timeout, memory }: VersionOptions): Promise<string> {
  const about = 'Trivy does not say its version'
  return workers.run({
    args: versionArguments,
    read: async (result) => {
      const failure = failureOf(result, { task: 'scan', about, timeout, memory })
      if (failure !== undefined) throw new ImageError('scanner-missing', failure.message, { cause: failure })
      const version = readVersion(result.stdout)
      if (version === undefined) throw new ImageError('scanner-missing', `${about}: is the program Trivy?`)
      return version
    },
  })
}

function readVersion(stdout: string): string | undefined {
  try {
    const { Version: version } = JSON.parse(stdout) as { Version?: unknown }
    return typeof version === 'string' ? version : undefined
  } catch {
    return undefined
  }
}
