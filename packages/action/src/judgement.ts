import type { Progress } from '../../scanner/src/scan.ts'
import { scan } from '../../scanner/src/scan.ts'
import type { Environment, Event, Inputs, Judgement, Log } from './model.ts'
import type { GitData } from './trust/git-data.ts'

export interface JudgeOptions {
  inputs: Inputs
  event: Event
  environment: Environment
  /** GitHub's API; undefined without a token. Only read from. */
  github: GitData | undefined
  log: Log
  /** Files that this run writes its reports to, absolute: what an earlier one left there is no input. */
  outputs?: string[]
  onProgress?: (progress: Progress) => void
}

/**
 * Judges the working tree.
 * @throws UserError (2) for wrong inputs or settings, (3) where nothing can be judged
 */
export async function judgeChange({ inputs, onProgress, outputs }: JudgeOptions): Promise<Judgement> {
  const { failOn, profile, language } = inputs
  const result = await scan({
    paths: inputs.paths,
    cwd: inputs.workingDirectory,
    ...(failOn === undefined ? {} : { failOn }),
    ...(profile === undefined ? {} : { profile }),
    ...(language === undefined ? {} : { language }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(onProgress === undefined ? {} : { onProgress }),
  })
  return { ...result, notices: [] }
}
