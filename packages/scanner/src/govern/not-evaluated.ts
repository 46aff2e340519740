import type { Judgement } from '../evaluate/evaluator.ts'
import { formatPath } from '../json.ts'
import type { Language, Manifest, NotEvaluated, ObjectRef, Rule } from '../model.ts'
import { compareText } from '../order.ts'
import { fill, ruleText } from './messages.ts'

/**
 * What rules could not judge: values that are not known before the deployment (counted), and rules that failed (blocking). Only sentences of
 * rules are in the language of the options.
 */
export function notEvaluatedRules(
  judgement: Judgement,
  manifests: Manifest[],
  { rules, language }: { rules: ReadonlyMap<string, Rule>; language: Language },
): NotEvaluated[] {
  const unknown = judgement.unknown.map(({ ruleId, manifest, path, params, image, message }): NotEvaluated => {
    const { origin, unit, ref } = manifests[manifest]!
    return {
      file: origin.file,
      unit,
      reason: 'unknown-value',
      ruleId,
      message:
        message === undefined
          ? `${image === undefined ? `${named(ref)}: ${formatPath(path)}` : `Something about the image ${image}`} is not known before the deployment.`
          : fill(inLanguage(message, rules.get(ruleId), language), params),
    }
  })
  const failed = judgement.failures.map(({ ruleId, manifest, image, message, timeout }): NotEvaluated => {
    const subject = manifest === undefined ? undefined : manifests[manifest]
    const place = subject === undefined ? { file: '', unit: '' } : { file: subject.origin.file, unit: subject.unit }
    const object = subject === undefined ? 'The objects of an environment' : named(subject.ref)
    const what = image === undefined ? object : `The image ${image}`
    return {
      ...place,
      reason: timeout ? 'timeout' : 'rule-failed',
      ...(ruleId === '' ? {} : { ruleId }),
      message: `${what} could not be judged${ruleId === '' ? '' : ` by ${ruleId}`}: ${message}.`,
    }
  })
  return [...unknown, ...failed]
}

/** A variant of a rule in another language; as it is where the rule has none. */
function inLanguage(message: string, rule: Rule | undefined, language: Language): string {
  const [name] = Object.entries(rule?.variants ?? {}).find(([, text]) => text === message) ?? []
  return (name === undefined || rule === undefined ? undefined : ruleText(rule, language).variants?.[name]) ?? message
}

function named(ref: ObjectRef): string {
  return `${ref.kind} ${ref.namespace === '' ? '' : `${ref.namespace}/`}${ref.name}`
}

/** By file, unit, line and message: the order of every report. */
export function compareGaps(a: NotEvaluated, b: NotEvaluated): number {
  return (
    compareText(a.file, b.file) ||
    compareText(a.unit, b.unit) ||
    (a.line ?? 0) - (b.line ?? 0) ||
    compareText(a.message, b.message) ||
    compareText(a.reason, b.reason) ||
    compareText(a.ruleId ?? '', b.ruleId ?? '')
  )
}
