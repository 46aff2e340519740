import type { Verdict } from './pss-oracle.ts'
import type { GeneratedPod } from './pss-pods.ts'
import { minors } from './pss-record.ts'
import { checks, difference, judgePods, type Standard } from './pss-standard.ts'

/** How the rules compare with upstream on the same pods in every version. */
export interface Comparison {
  compared: number
  /** One sentence for each pod and version that differs, by minor. */
  differences: Map<number, string[]>
  /** How often each check failed and held, so that one that is never tried stands out. */
  seen: Map<string, { failed: number; held: number }>
  admitted: { baseline: number; restricted: number }
  /** Pods with findings beyond the standard; pods whose baseline failure upstream forgets at the restricted level. */
  extras: number
  forgotten: number
}

/** Judges the pods by the rules as production does, and compares the answers with the verdicts. */
export function compare(standard: Standard, pods: GeneratedPod[], verdicts: Verdict[][]): Comparison {
  const seen = new Map(Object.keys(checks).map((check) => [check, { failed: 0, held: 0 }]))
  const comparison: Comparison = {
    compared: 0,
    differences: new Map(),
    seen,
    admitted: { baseline: 0, restricted: 0 },
    extras: 0,
    forgotten: 0,
  }
  for (const [column, minor] of minors.entries()) {
    const sentences: string[] = []
    comparison.differences.set(minor, sentences)
    for (const [index, answer] of judgePods(standard, minor, pods).entries()) {
      const verdict = verdicts[index]![column]!
      const { sentence, forgotten } = difference(answer, verdict, pods[index]!)
      if (sentence !== undefined) sentences.push(`pod ${index}: ${sentence}`)
      comparison.compared += 1
      comparison.extras += answer.extras > 0 ? 1 : 0
      comparison.forgotten += forgotten ? 1 : 0
      comparison.admitted.baseline += verdict.baseline ? 1 : 0
      comparison.admitted.restricted += verdict.restricted ? 1 : 0
      for (const [check, count] of seen) count[verdict.failed.includes(check) ? 'failed' : 'held'] += 1
    }
  }
  return comparison
}
