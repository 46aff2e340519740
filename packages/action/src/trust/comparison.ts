import { type Base, openBase } from '../../../scanner/src/changes/base.ts'
import { mergeBase } from '../../../scanner/src/git/commits.ts'
import { UserError } from '../../../scanner/src/model.ts'
import type { Checkout } from './checkout.ts'
import type { NotCompared } from './strings.ts'

/**
 * Opens the state that the change is compared with, as far as the clone has it: nothing is fetched.
 * @returns the base, to be closed, or why there is none
 */
export async function openComparison(root: string, commit: string, checkout: Checkout | undefined): Promise<Base | NotCompared> {
  if (checkout === undefined) return 'no-repository'
  try {
    mergeBase(checkout.repository, commit)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    // a parent that was not fetched is one commit away
    return checkout.parents.includes(commit) ? 'absent' : 'parted'
  }
  let base: Base | undefined
  try {
    base = await openBase(root, commit)
    if (base.changed.size > 0) await base.layOut()
    return base
  } catch (error) {
    base?.close()
    if (!(error instanceof UserError)) throw error
    return 'contents'
  }
}
