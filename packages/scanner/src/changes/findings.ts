import { compareFindings } from '../govern/order.ts'
import type { Finding } from '../model.ts'

/** Findings of two states of a repository, each in the order of reports. */
export interface FindingChanges {
  /** Only after the change. */
  new: Finding[]
  /** Only before the change, at the places they had there. */
  fixed: Finding[]
  /** In both, as they are after the change. */
  unchanged: Finding[]
}

/** Compares findings by fingerprint, so that neither moved lines nor other words make one new. */
export function compareFindingSets(base: Finding[], head: Finding[]): FindingChanges {
  const before = new Set(base.map(({ fingerprint }) => fingerprint))
  const after = new Set(head.map(({ fingerprint }) => fingerprint))
  return {
    new: head.filter(({ fingerprint }) => !before.has(fingerprint)).sort(compareFindings),
    fixed: base.filter(({ fingerprint }) => !after.has(fingerprint)).sort(compareFindings),
    unchanged: head.filter(({ fingerprint }) => before.has(fingerprint)).sort(compareFindings),
  }
}

/** SARIF's words (2.1.0, 3.27.24) for how a finding compares with an earlier state; those that are gone are `absent`. */
export type BaselineState = 'new' | 'unchanged' | 'absent'

/** The findings after the change with what each is; fixed ones follow as `absent` when they are wanted. */
export function withBaselineState<T extends Finding>(
  changes: { new: T[]; fixed: T[]; unchanged: T[] },
  options: { absent: boolean },
): (T & { baselineState: BaselineState })[] {
  const marked = [
    ...changes.new.map((finding) => ({ ...finding, baselineState: 'new' as const })),
    ...changes.unchanged.map((finding) => ({ ...finding, baselineState: 'unchanged' as const })),
    ...(options.absent ? changes.fixed.map((finding) => ({ ...finding, baselineState: 'absent' as const })) : []),
  ]
  return marked.sort(compareFindings)
}
