import { isJsonObject } from '../../json.ts'
import { type Json, type JsonObject, type Rule, type Severity, severities } from '../../model.ts'
import type { Annotation } from '../compile.ts'

/** Rules that conftest calls: `deny`, `warn`, `violation`, also `deny_<something>`. */
const ruleName = /^(deny|warn|violation)(_\w+)?$/
const ruleHead = /^(?:default\s+)?((?:deny|warn|violation)(?:_\w+)?)\b/gm

/** A rule in conftest form: `main/deny_latest` is `data.main.deny_latest`. */
export interface ConftestRule {
  /** Path below `data`. */
  path: string[]
}

/** The conftest rules of a module, by its package. */
export function conftestRules(source: string): ConftestRule[] {
  const packageName = /^package\s+([\w.]+)/m.exec(source)?.[1]
  if (packageName === undefined) return []
  const names = new Set([...source.matchAll(ruleHead)].map((match) => match[1]!))
  return [...names].map((name) => ({ path: [...packageName.split('.'), name] }))
}

export function isConftestEntrypoint(entrypoint: string): boolean {
  return ruleName.test(entrypoint.split('/').at(-1) ?? '')
}

/**
 * Rego that asks every conftest rule about every resource of a batch, in the answer's form that our own entrypoint has; `result` is what
 * the rule gave, a string or an object. As with conftest, `input` is the object itself.
 */
export function conftestDispatcher(rules: ConftestRule[]): string {
  const findings = rules.map(
    ({ path }) => `findings contains {"rule": ${JSON.stringify(path)}, "result": result} if some result in data.${path.join('.')}`,
  )
  return `package policy_gate.resource

results := [{"findings": findings, "unknown": []} |
	some resource in input.resources
	findings := asked with input as resource.object
]

asked := findings

${findings.join('\n\n')}
`
}

/** A rule row for a conftest rule: texts from its METADATA where it has one. */
export function conftestRule({ path }: ConftestRule, annotations: Annotation[]): Rule {
  const name = path.at(-1)!
  const annotation =
    annotations.find((candidate) => candidate.path.join('/') === path.join('/')) ??
    annotations.find((candidate) => candidate.scope === 'package' && candidate.path.join('/') === path.slice(0, -1).join('/'))
  const wanted = annotation?.custom?.severity
  const severity: Severity = severities.find((level) => level === wanted) ?? (name.startsWith('warn') ? 'medium' : 'high')
  const text = {
    title: annotation?.title ?? `Policy ${path.join('.')}`,
    description: annotation?.description ?? `The rule ${path.join('.')} of this repository's own policies.`,
    message: '{msg}',
    remediation:
      typeof annotation?.custom?.remediation === 'string'
        ? annotation.custom.remediation
        : 'See the policy: its message says what it refuses.',
  }
  return {
    id: path.join('/'),
    domain: path.slice(0, -1).join('/'),
    package: path,
    ...text,
    severity,
    profile: 'baseline',
    scope: 'resource',
    kinds: ['*'],
    reads: [],
    answersUnknown: false,
    tags: [],
    ko: text,
    frameworks: {},
    equivalents: {},
    params: {},
  }
}

/** Path and params of what a conftest rule gave: a sentence, or an object with `msg` and whatever else. */
export function conftestFinding(result: Json): { path: []; params: JsonObject } {
  if (isJsonObject(result))
    return { path: [], params: { ...result, msg: typeof result.msg === 'string' ? result.msg : JSON.stringify(result) } }
  return { path: [], params: { msg: typeof result === 'string' ? result : JSON.stringify(result) } }
}
