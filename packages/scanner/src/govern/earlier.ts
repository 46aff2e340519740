import type { Finding } from '../model.ts'
import type { BaselineEntry } from './baseline/entry.ts'
import { type BaselineContext, matchBaseline } from './baseline/match.ts'

/** The findings that were open in an earlier state, as far as it was judged. */
export interface EarlierFindings {
  /** Entries as a baseline of that state would have them, for the units that were judged in both. */
  entries: BaselineEntry[]
  /** True for a unit that nothing can have changed: what it has now, it had then. */
  isUnchanged(unit: string): boolean
}

/**
 * Those of the open findings that the earlier state had too. Where it was not judged, all are new. One in an image was there before when a
 * unit that is as it was runs an image in which it is as severe.
 */
export function heldEarlier(open: Finding[], earlier: EarlierFindings | undefined, context: BaselineContext): Set<Finding> {
  if (earlier === undefined) return new Set()
  // what is no object belongs to no unit that was compared: only the finding itself says whether it was there
  const isUnchanged = ({ unit, ref, fingerprint }: Finding): boolean =>
    ref.apiVersion !== '' && (context.identities.get(fingerprint)?.image?.units ?? [unit]).some((one) => earlier.isUnchanged(one))
  const [unchanged, others] = [true, false].map((wanted) => open.filter((finding) => isUnchanged(finding) === wanted))
  return new Set([...unchanged!, ...matchBaseline(others!, earlier.entries, context).findings])
}
