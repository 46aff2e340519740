import { ImageError } from '../registry/error.ts'
import { versionArguments } from './arguments.ts'
import { failureOf } from './failure.ts'
import { versionProblem } from './versions.ts'
import type { Workers } from './workers.ts'

/**
 * The version that a program says it has, refused where it is known to be bad.
 * @throws ImageError `scanner-missing`
 */
export async function programVersion(workers: Workers, { timeout, memory }: { timeout: number; memory: number }): Promise<string> {
  const about = 'Trivy does not say its version'
  return workers.run({
    args: versionArguments,
    read: async (result) => {
      const failure = failureOf(result, { task: 'scan', about, timeout, memory })
      if (failure !== undefined) throw new ImageError('scanner-missing', failure.message, { cause: failure })
      const version = readVersion(result.stdout)
      if (version === undefined) throw new ImageError('scanner-missing', `${about}: is the program Trivy?`)
      const problem = versionProblem(version)
      if (problem !== undefined) throw new ImageError('scanner-missing', `The Trivy program ${problem}: use another one.`)
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
