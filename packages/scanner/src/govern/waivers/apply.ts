import type { Finding, WaiverReport } from '../../model.ts'
import { covers, type Waiver } from './waiver.ts'

export interface WaiverResult {
  /** The waiver that holds for a finding: of several the one that expires last, then the first by id. */
  waived: Map<Finding, Waiver>
  /** Findings that an expired waiver was about and that no other one covers. */
  expired: Set<Finding>
  /** One row for each waiver, by id. */
  waivers: WaiverReport[]
}

/**
 * Finds what each waiver covers. The last day of a waiver, `expiresAt`, still counts.
 * @param options.today `YYYY-MM-DD` in UTC; decides only whether a waiver has expired
 * @param options.complete the whole repository was judged, so that a waiver without findings is not needed
 * @param options.isPartly true for a rule id, `<rule>/<check>` or `<domain>/*` that not everything was judged by all the same
 */
export function applyWaivers(
  findings: Finding[],
  waivers: Waiver[],
  options: { today: string; complete: boolean; isPartly?: ((rule: string) => boolean) | undefined },
): WaiverResult {
  const waived = new Map<Finding, Waiver>()
  const expired = new Set<Finding>()
  const rows: WaiverReport[] = []
  for (const waiver of [...waivers].sort(latestFirst)) {
    const covered = findings.filter((finding) => covers(waiver, finding))
    const isExpired = waiver.expiresAt < options.today
    for (const finding of covered) {
      if (isExpired) expired.add(finding)
      else if (!waived.has(finding)) waived.set(finding, waiver)
    }
    const unused = options.complete && !waiver.rules.some((rule) => options.isPartly?.(rule)) ? 'unused' : 'unknown'
    rows.push({
      id: waiver.id,
      status: isExpired ? 'expired' : covered.length > 0 ? 'applied' : unused,
      findings: covered.length,
      rules: waiver.rules,
      reason: waiver.reason,
      owner: waiver.owner,
      approvedBy: [waiver.approvedBy].flat(),
      expiresAt: waiver.expiresAt,
      ...(waiver.ticket === undefined ? {} : { ticket: waiver.ticket }),
    })
  }
  for (const finding of waived.keys()) expired.delete(finding)
  return { waived, expired, waivers: rows.sort((a, b) => (a.id < b.id ? -1 : 1)) }
}

function latestFirst(a: Waiver, b: Waiver): number {
  if (a.expiresAt !== b.expiresAt) return a.expiresAt > b.expiresAt ? -1 : 1
  return a.id < b.id ? -1 : 1
}
