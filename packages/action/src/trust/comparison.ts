import { type Base, openBase } from '../../../scanner/src/changes/base.ts'
import { UserError } from '../../../scanner/src/model.ts'
import type { Checkout } from './checkout.ts'
import type { NotCompared } from './strings.ts'

/**
 * Opens the state that the change is compared with, as far as the clone has it: nothing is fetched.
 * @returns the base, to be closed, or why there is none
 */
export function openComparison(root: string, commit: string, checkout: Checkout | undefined): Base | NotCompared {
  if (checkout === undefined) return 'no-repository'
  let base: Base | undefined
  try {
    base = openBase(root, commit)
    // contents may be missing in a partial clone; that shows only here
    if (base.changed.size > 0) base.layOut()
    return base
  } catch (error) {
    base?.close()
    if (!(error instanceof UserError)) throw error
    if (base !== undefined) return 'contents'
    // a parent that was not fetched is one commit away
    return checkout.parents.includes(commit) ? 'absent' : 'parted'
  }
}
