import type { GovernanceReader } from '../../govern/sources.ts'
import { type Language, UserError } from '../../model.ts'
import { type Lock, lockFile, openLock } from './lock.ts'

/**
 * Reads the lock file of the settings.
 * @returns undefined where there is none
 * @throws UserError (2) listing every problem as `file:line: what is wrong and what would be right`
 */
export async function readLock(reader: GovernanceReader, options: { language: Language; today: string }): Promise<Lock | undefined> {
  const text = reader.text(lockFile)
  if (text === undefined) return undefined
  // the validator is loaded only where there is something to validate
  const { validateLock } = await import('./validate.ts')
  const { entries, problems } = validateLock(text, options)
  if (problems.length > 0) throw new UserError(problems.map(({ line, message }) => `${lockFile}:${line}: ${message}`).join('\n'))
  return openLock(entries)
}
