import { isJsonObject, listOf } from '../json.ts'
import { type Json, type JsonObject, type Path, type RawFinding, type Rule, type Severity, severities } from '../model.ts'
import { EvaluationError } from './evaluation-error.ts'
import type { IndexedResource, Judgement } from './evaluator.ts'
import { conftestFinding } from './user/conftest.ts'

/** What an answer is about. */
export interface Asked {
  /** Rules of the policy, by their package joined with `/`. */
  rules: Map<string, Rule>
  /** The objects that the policy was given, which its answer names by index. */
  items: IndexedResource[]
  /** The manifest that an entry of the answer is about, or undefined when it is about none of those given. */
  manifestOf: (entry: JsonObject) => number | undefined
}

export type Findings = Pick<Judgement, 'findings' | 'unknown'>

/** Reads `{findings, unknown}`, the answer of an entrypoint of our dispatcher. @throws EvaluationError for anything that is no such answer */
export function readAnswer(answer: Json | undefined, { rules, items, manifestOf }: Asked): Findings {
  if (!isJsonObject(answer)) throw new EvaluationError('the policy gave no findings')
  const findings = listOf(answer.findings).map((entry): RawFinding => {
    if (!isJsonObject(entry)) throw new EvaluationError('the policy gave a finding that is no object')
    const rule = ruleOf(entry, rules)
    const manifest = manifestOf(entry)
    if (manifest === undefined) throw new EvaluationError(`${rule.id} names an object that it was not given`)
    if (entry.result !== undefined) return { ruleId: rule.id, ...conftestFinding(entry.result), manifest, related: [] }
    if (entry.severity !== undefined && !severities.includes(entry.severity as Severity))
      throw new EvaluationError(
        `${rule.id} gives the severity ${JSON.stringify(entry.severity)}, which is none of ${severities.join(', ')}`,
      )
    if (!isPath(entry.path)) throw new EvaluationError(`${rule.id} gives a finding without a path (a list of keys and indexes)`)
    return {
      ruleId: rule.id,
      ...(entry.severity === undefined ? {} : { severity: entry.severity as Severity }),
      ...(typeof entry.variant === 'string' ? { variant: entry.variant } : {}),
      path: entry.path,
      params: isJsonObject(entry.params) ? entry.params : {},
      manifest,
      related: listOf(entry.related)
        .filter(isJsonObject)
        .map((place) => ({
          manifest: items[Number(place.object)]?.manifest ?? manifest,
          path: isPath(place.path) ? place.path : [],
          message: String(place.note ?? ''),
        })),
    }
  })
  const unknown = listOf(answer.unknown)
    .filter(isJsonObject)
    .flatMap((entry) => {
      const manifest = manifestOf(entry)
      if (manifest === undefined) return []
      const params = isJsonObject(entry.params) ? entry.params : {}
      return [{ ruleId: ruleOf(entry, rules).id, manifest, path: listOf(entry.path) as Path, params }]
    })
  return { findings, unknown }
}

function isPath(value: Json | undefined): value is Path {
  return Array.isArray(value) && value.every((key) => typeof key === 'string' || typeof key === 'number')
}

/** The rule that gave an entry. @throws EvaluationError for one that was not asked */
export function ruleOf(entry: JsonObject, rules: Map<string, Rule>): Rule {
  const name = listOf(entry.rule).join('/')
  const rule = rules.get(name)
  if (rule === undefined) throw new EvaluationError(`the policy answers for a rule that it does not have: ${name}`)
  return rule
}
