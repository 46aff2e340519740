import { isJsonObject } from '../../json.ts'
import { type Json, type JsonObject, type Rule, type Severity, severities } from '../../model.ts'
import type { Annotation } from '../compile.ts'

/** Rules that conftest calls: `deny`, `warn`, `violation`, also `deny_<something>`. */
const ruleName = /^(deny|warn|violation)(_\w+)?$/
/** Not a function: that one has its arguments right behind its name. */
const ruleHead = /^[ \t]*(?:default\s+)?((?:deny|warn|violation)(?:_\w+)?)\b(?!\()/gm

/** A rule in conftest form: `main/deny_latest` is `data.main.deny_latest`. */
export interface ConftestRule {
  /** Path below `data`. */
  path: string[]
}

/** The conftest rules of a module, by its package. */
export function conftestRules(source: string): ConftestRule[] {
  const path = packagePath(source)
  if (path.length === 0) return []
  const names = new Set([...source.matchAll(ruleHead)].map((match) => match[1]!))
  return [...names].map((name) => ({ path: [...path, name] }))
}

/** Path of a module's package below `data`: `package shop["front-end"].pods` is `["shop", "front-end", "pods"]`; empty without a package. */
export function packagePath(source: string): string[] {
  const name = /^package[ \t]+([^\s#]+)/m.exec(source)?.[1] ?? ''
  return [...name.matchAll(/\["([^"]*)"\]|\w+/g)].map(([word, quoted]) => quoted ?? word)
}

export function isConftestEntrypoint(entrypoint: string): boolean {
  return ruleName.test(entrypoint.split('/').at(-1) ?? '')
}

/** Where the dispatcher looks up which rules are asked; no data file of a user is called so. */
export const conftestSelection = 'policy_gate_selection'

/**
 * Rego that asks the conftest rules that are on about every resource of a batch, in the answer's form that our own entrypoint has; `result`
 * is what the rule gave. As with conftest, `input` is the object itself.
 */
export function conftestDispatcher(rules: ConftestRule[]): string {
  const findings = rules.map(
    ({ path }) => `findings contains {"rule": ${JSON.stringify(path)}, "result": result} if {
	data.${conftestSelection}[${JSON.stringify(path.join('/'))}]
	some result in outcomes(data${path.map((key) => `[${JSON.stringify(key)}]`).join('')})
}`,
  )
  return `package policy_gate.resource

results := [{"findings": findings, "unknown": []} |
	some resource in input.resources
	findings := asked with input as resource.object
]

asked := findings

${findings.join('\n\n')}

outcomes(value) := value if is_set(value)

outcomes(value) := value if is_array(value)

outcomes(value) := [value] if is_string(value)

outcomes(true) := [true]

outcomes(value) := [value] if value.msg

outcomes(value) := [item | some item in value] if {
	is_object(value)
	not value.msg
}
`
}

/** The results in the value of a conftest rule: a set or list of them, or a single one. `false` is none. */
export function conftestResults(value: Json): Json[] {
  if (Array.isArray(value)) return value
  if (isJsonObject(value) && value.msg === undefined) return Object.values(value)
  return value === false ? [] : [value]
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

/** Path and params of what a conftest rule gave: a sentence, an object with `msg` and whatever else, or just `true`. */
export function conftestFinding(result: Json): { path: []; params: JsonObject } {
  if (isJsonObject(result))
    return { path: [], params: { ...result, msg: typeof result.msg === 'string' ? result.msg : JSON.stringify(result) } }
  if (result === true) return { path: [], params: { msg: 'The policy refuses this object.' } }
  return { path: [], params: { msg: typeof result === 'string' ? result : JSON.stringify(result) } }
}
