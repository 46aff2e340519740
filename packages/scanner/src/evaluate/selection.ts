import type { JsonObject, Rule } from '../model.ts'

/** Which rules judge which objects: `data.selection` of the entrypoints, and what the host needs to know before it asks them. */
export interface Selection {
  data: JsonObject
  /** Selectors that some resource rule judges. */
  resourceSelectors: Set<string>
  /** Selectors that some relation rule judges or looks up. */
  relationSelectors: Set<string>
}

/** Rules in the tree of packages below `data.rules`; `unknown` says which of them can answer `unknown`. */
export function selectRules(rules: Rule[]): Selection {
  const findings: Tree = {}
  const unknown: Tree = {}
  const relations = { findings: {} as Names, unknown: {} as Names }
  const resourceSelectors = new Set<string>()
  const relationSelectors = new Set<string>()
  for (const rule of rules) {
    const [domain, name] = rule.package
    if (domain === undefined || name === undefined) continue
    if (rule.scope === 'relation') {
      push(relations.findings, domain, name)
      if (rule.answersUnknown) push(relations.unknown, domain, name)
      for (const selector of [...rule.kinds, ...rule.reads]) relationSelectors.add(selector)
      continue
    }
    for (const selector of rule.kinds) {
      resourceSelectors.add(selector)
      findings[selector] ??= {}
      push(findings[selector], domain, name)
      if (!rule.answersUnknown) continue
      unknown[selector] ??= {}
      push(unknown[selector], domain, name)
    }
  }
  return { data: { findings, unknown, relations } as JsonObject, resourceSelectors, relationSelectors }
}

type Names = Record<string, string[]>
type Tree = Record<string, Names>

function push(names: Names, domain: string, name: string): void {
  names[domain] ??= []
  names[domain].push(name)
}
