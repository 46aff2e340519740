import { type EvaluationThread, startEvaluationThread } from '../../../scanner/src/evaluate/evaluation-thread.ts'
import type { GateChange, Report } from '../../../scanner/src/model.ts'
import type { TrustStrings } from './strings.ts'

/** Longest time that is spent on what the settings of the change would say, in seconds. */
const deadline = 300

/**
 * What settings that do not hold would say. Nothing that goes wrong with them reaches the verdict.
 * @param judge judges with them, on the thread that is given
 */
export async function preview(
  judge: (thread: EvaluationThread) => Promise<Report>,
  words: TrustStrings,
  seconds = deadline,
): Promise<NonNullable<GateChange['underHead']>> {
  const thread = startEvaluationThread()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(words.previewTooLong(seconds))), seconds * 1000)
  })
  const judged = judge(thread)
  // what comes after the deadline is nobody's
  judged.catch(() => {})
  try {
    const { verdict, reasons, summary } = await Promise.race([judged, late])
    return { verdict, reasons, findings: summary.findings }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
    void thread.close()
  }
}
