import type { Json, JsonObject, Rule } from '../model.ts'
import { selectRules } from './selection.ts'

export interface Settings {
  /** The minor version of the target Kubernetes, 34 for 1.34. */
  kubernetesMinor: number
  /** Configured values by rule id and parameter. */
  params: Record<string, Record<string, Json>>
}

/** `data` of a policy: parameters with defaults filled in, settings, and which rules want which objects. */
export function policyData(rules: Rule[], settings: Settings): JsonObject {
  const params: Record<string, Record<string, JsonObject>> = {}
  for (const rule of rules) {
    const [domain, name] = rule.package
    if (domain === undefined || name === undefined) continue
    const values = Object.entries(rule.params).map(([key, parameter]) => [key, settings.params[rule.id]?.[key] ?? parameter.default])
    params[domain] ??= {}
    params[domain][name] = Object.fromEntries(values)
  }
  return { params, settings: { kubernetes_minor: settings.kubernetesMinor }, selection: selectRules(rules).data }
}
