import { type Finding, type Language, type Report, type Rule, UserError } from '../model.ts'
import { type BaselineEntry, baselineFile } from './baseline/entry.ts'
import { type BaselineContext, matchBaseline } from './baseline/match.ts'
import { type EarlierFindings, heldEarlier } from './earlier.ts'
import type { GovernanceTexts } from './sources.ts'
import { applyWaivers } from './waivers/apply.ts'
import { type Waiver, waiversFile } from './waivers/waiver.ts'

/** What was read; undefined where there is no file. */
export interface Governance {
  waivers?: Waiver[]
  baseline?: BaselineEntry[]
}

/**
 * Reads waivers and baseline.
 * @param options.rules all rules there are, on or off
 * @param options.today `YYYY-MM-DD` in UTC
 * @throws UserError (2) listing every problem of both files as `file:line: what is wrong and what would be right`
 */
export async function loadGovernance(
  texts: GovernanceTexts,
  options: { rules: Rule[]; today: string; language: Language },
): Promise<Governance> {
  const governance: Governance = {}
  const problems: string[] = []
  const list = (file: string, found: { line: number; message: string }[]) =>
    problems.push(...found.map(({ line, message }) => `${file}:${line}: ${message}`))
  // the validator is loaded only where there is something to validate: it costs more than a small scan
  if (texts.waivers !== undefined) {
    const { validateWaivers } = await import('./waivers/validate.ts')
    const result = validateWaivers(texts.waivers, options)
    governance.waivers = result.waivers
    list(waiversFile, result.problems)
  }
  if (texts.baseline !== undefined) {
    const { validateBaseline } = await import('./baseline/validate.ts')
    const result = validateBaseline(texts.baseline, options)
    governance.baseline = result.entries
    list(baselineFile, result.problems)
  }
  if (problems.length > 0) throw new UserError(problems.join('\n'))
  return governance
}

/** What VEX documents say of a finding, where it does not apply. */
export type VexOf = (finding: Finding) => Finding['vex'] | undefined

export interface Governed extends Pick<Report, 'waivers' | 'baseline'> {
  /** In the order they came in, with the status that they have now. */
  findings: Finding[]
  /** How many of them the baseline holds; only where there is one. */
  held?: number
}

/**
 * Gives each finding its status. A waiver comes before the baseline; what an expired waiver was about is open, also where the baseline holds
 * it: an end that was agreed on must not pass unseen.
 * @param options.complete the whole repository was judged, so that what was not met is gone
 * @param options.earlier what a state had that this one is compared with; it is held as the baseline holds
 * @param options.vex what VEX documents say: a finding that does not apply needs neither waiver nor baseline
 * @throws UserError (2) when the baseline was changed by hand
 */
export function govern(
  findings: Finding[],
  governance: Governance,
  options: BaselineContext & {
    today: string
    complete: boolean
    isPartly?: (rule: string) => boolean
    earlier?: EarlierFindings | undefined
    vex?: VexOf | undefined
  },
): Governed {
  const ruledOut = ruledOutBy(options.vex, findings)
  const applying = findings.filter((finding) => !ruledOut.has(finding))
  const { waived, expired, waivers } = applyWaivers(applying, governance.waivers ?? [], options)
  const { findings: held, gone } = matchBaseline(applying, governance.baseline ?? [], options)
  const before = heldEarlier(
    applying.filter((finding) => !waived.has(finding) && !held.has(finding)),
    options.earlier,
    options,
  )
  const entries = (governance.baseline ?? []).reduce((sum, { count }) => sum + (count ?? 1), 0)
  return {
    findings: findings.map((finding): Finding => {
      const vex = ruledOut.get(finding)
      if (vex !== undefined) return { ...finding, status: 'waived', vex }
      const waiver = waived.get(finding)
      if (waiver !== undefined) {
        const { id, reason, owner, approvedBy, expiresAt } = waiver
        return { ...finding, status: 'waived', waiver: { id, reason, owner, approvedBy: [approvedBy].flat(), expiresAt } }
      }
      return (held.has(finding) || before.has(finding)) && !expired.has(finding) ? { ...finding, status: 'baseline' } : finding
    }),
    ...(governance.waivers === undefined ? {} : { waivers }),
    ...(governance.baseline === undefined ? {} : { baseline: { entries, ...(options.complete ? { gone } : {}) }, held: held.size }),
  }
}

function ruledOutBy(vex: VexOf | undefined, findings: Finding[]): Map<Finding, NonNullable<Finding['vex']>> {
  return new Map(
    findings.flatMap((finding) => {
      const statement = vex?.(finding)
      return statement === undefined ? [] : [[finding, statement] as const]
    }),
  )
}
