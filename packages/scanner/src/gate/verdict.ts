import { isBlocking } from '../blocking.ts'
import type { FailOn, ImageSettings } from '../config/config.ts'
import type { EvaluationThread } from '../evaluate/evaluation-thread.ts'
import { isJsonObject, listOf } from '../json.ts'
import {
  type Finding,
  type ImagesReport,
  type JsonObject,
  type Language,
  type NotEvaluated,
  type Reason,
  severities,
  type Verdict,
  type WaiverReport,
} from '../model.ts'
import { imageFacts, vulnerabilityFacts } from './image-facts.ts'
import { reasonMessage } from './reasons.ts'

export interface GateInput {
  findings: Finding[]
  waivers: WaiverReport[]
  notEvaluated: NotEvaluated[]
  /** Files that may hold objects. */
  files: number
  settings: { failOn: FailOn; notEvaluated: 'error' | 'warn'; minimumCoverage: number; images?: Pick<ImageSettings, 'minimumCoverage'> }
  language: Language
  /** Only where images were asked for. */
  images?: ImagesReport | undefined
  /** Files that are no Kubernetes objects were to be scanned, so nobody need be told how to have them scanned. */
  scansFiles?: boolean
  /** `YYYY-MM-DD`, for the age of the vulnerability database. */
  today?: string
  /** Findings that an earlier state had do not count, so that those that are open are new. */
  newOnly?: boolean
}

const verdicts = new Set<Verdict>(['pass', 'warn', 'fail', 'error'])

/**
 * Asks the gate policy (`policy_gate.gate.verdict`) for the verdict. Anything but a verdict of the four is the verdict `error`: a gate
 * that does not answer is closed.
 */
export async function judgeGate(
  input: GateInput,
  thread: EvaluationThread,
  policy: number,
): Promise<{ verdict: Verdict; reasons: Reason[] }> {
  let answer: unknown
  try {
    answer = await thread.evaluate(policy, 'policy_gate/gate/verdict', gateFacts(input))
  } catch (error) {
    return { verdict: 'error', reasons: [{ code: 'gate-failed', message: `The gate policy failed: ${(error as Error).message}.` }] }
  }
  if (!isJsonObject(answer as never))
    return { verdict: 'error', reasons: [{ code: 'gate-failed', message: 'The gate policy gave no verdict.' }] }
  const { verdict, reasons } = answer as JsonObject
  if (!verdicts.has(verdict as Verdict))
    return {
      verdict: 'error',
      reasons: [{ code: 'gate-failed', message: `The gate policy answered ${JSON.stringify(verdict)}, which is no verdict.` }],
    }
  const sentences = listOf(reasons)
    .filter(isJsonObject)
    .map((reason): Reason => {
      const code = String(reason.code ?? 'policy')
      const params = isJsonObject(reason.params) ? { message: reason.message ?? null, ...reason.params } : reason
      const sentence = code === 'nothing' && input.scansFiles === true ? 'nothing-scanned' : code
      return { code, message: reasonMessage(sentence, params, input.language) }
    })
  return {
    verdict: verdict as Verdict,
    reasons: sentences.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.message < b.message ? -1 : 1)),
  }
}

/** What the gate policy sees; packages/policies/gate/gate.rego says what each key means. */
function gateFacts({ findings, waivers, notEvaluated, files, settings, images, today, newOnly = false }: GateInput): JsonObject {
  const blocking = notEvaluated.filter(isBlocking)
  const count = (severity: string, status: string) =>
    findings.filter((finding) => finding.severity === severity && finding.status === status).length
  return {
    findings: Object.fromEntries(
      severities.map((severity) => [
        severity,
        { open: count(severity, 'open'), waived: count(severity, 'waived'), baseline: count(severity, 'baseline') },
      ]),
    ),
    waivers: Object.fromEntries(
      (['applied', 'unused', 'expired', 'unknown'] as const).map((status) => [
        status,
        waivers.filter((waiver) => waiver.status === status).length,
      ]),
    ),
    files,
    failed_files: new Set(blocking.filter(isAboutFile).map(({ file }) => file)).size,
    blocking: blocking.length,
    settings: {
      fail_on: settings.failOn,
      fail_on_not_evaluated: settings.notEvaluated === 'error',
      minimum_coverage: settings.minimumCoverage,
      minimum_image_coverage: settings.images?.minimumCoverage ?? 0,
    },
    ...(images === undefined
      ? {}
      : { images: imageFacts(images, { findings, today }), vulnerabilities: vulnerabilityFacts(findings, { newOnly }) }),
  }
}

/** What a scanner could not read is no file of the coverage: the objects that name the image were read. */
function isAboutFile({ file, reason }: NotEvaluated): boolean {
  return file !== '' && reason !== 'image-not-scanned' && reason !== 'file-not-scanned'
}
