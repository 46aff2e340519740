import { UserError } from '../../model.ts'
import type { Trivy, TrivyOptions } from './model.ts'

/**
 * Finds Trivy and what it needs for its purposes, and checks both before anything is scanned.
 * @throws ImageError with the cause and its remedy: no program, one that is not what it should be, no or too old a database
 * @throws UserError (2) for options that cannot be used
 */
export async function openTrivy(_options: TrivyOptions): Promise<Trivy> {
  throw new UserError('Trivy cannot be used yet.', { exitCode: 3 })
}
