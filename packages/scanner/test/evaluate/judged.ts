import { type EvaluationThread, startEvaluationThread } from '../../src/evaluate/evaluation-thread.ts'
import type { Report } from '../../src/model.ts'
import { type ScanOptions, scan } from '../../src/scan.ts'
import '../scan/judge.ts'

/** The report, and how many objects the policies were asked about, the gate aside. */
export async function judged(folder: string, options: ScanOptions = {}): Promise<{ report: Report; asked: number }> {
  const thread = startEvaluationThread()
  let asked = 0
  const counting: EvaluationThread = {
    ...thread,
    evaluateText(policy, entrypoint, input) {
      const { resources, objects } = JSON.parse(input()) as { resources?: object[]; objects?: object[] }
      asked += (resources ?? objects ?? [{}]).length
      return thread.evaluateText(policy, entrypoint, input)
    },
  }
  const { report } = await scan({ cwd: folder, root: folder, thread: counting, ...options })
  return { report, asked }
}
