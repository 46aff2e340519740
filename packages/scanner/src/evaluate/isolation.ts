import type { JsonObject, Rule } from '../model.ts'
import type { EvaluationError } from './evaluation-error.ts'
import type { RuleFailure, RuleSet } from './evaluator.ts'
import { type Asking, partsOf, type Question, scopeOf, subjectOf } from './questions.ts'

export interface Isolation {
  set: RuleSet
  asking: Asking
  data: (set: RuleSet) => JsonObject
  /** Asks again and keeps the answer; gives why there is none. */
  attempt: (asking: Asking, question: Question) => Promise<EvaluationError | undefined>
  fail: (failure: RuleFailure) => void
}

/**
 * After a failure: the same objects one by one, and where one fails the rules one by one, so that the failure has a name. Only when nothing
 * else runs: it narrows the selection, which every evaluation of that policy would see.
 */
export async function isolate(question: Question, error: EvaluationError, { set, asking, data, attempt, fail }: Isolation): Promise<void> {
  const told = (rule: Rule | undefined, part: Question, { message, timeout }: EvaluationError) =>
    fail({ ruleId: rule?.id ?? '', ...subjectOf(part, rule !== undefined), message, timeout })
  const parts = partsOf(question)
  if (error.timeout) {
    for (const part of parts) told(undefined, part, error)
    return
  }
  const failing: Question[] = []
  for (const part of parts) if (parts.length === 1 || (await attempt(asking, part)) !== undefined) failing.push(part)
  const rules = set.rules.filter((rule) => rule.scope === scopeOf(question))
  for (const rule of failing.length === 0 ? [] : rules) {
    if (set.compiled === undefined) await asking.thread.setData(asking.policy, data({ ...set, rules: [rule] }))
    const only = set.compiled === undefined ? asking : { ...asking, entrypoints: [rule.package.join('/')] }
    for (const part of failing) {
      const failure = await attempt(only, part)
      if (failure !== undefined) told(rule, part, failure)
    }
  }
  if (set.compiled === undefined) await asking.thread.setData(asking.policy, data(set))
}
