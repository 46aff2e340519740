import type { JsonObject, Rule } from '../model.ts'

/** Which rules judge what: `data.selection` of the entrypoints, and what the host needs to know before it asks them. */
export interface Selection {
  data: JsonObject
  /** Selectors that some resource rule judges. */
  resourceSelectors: Set<string>
  /** Selectors that some relation rule judges or looks up. */
  relationSelectors: Set<string>
  /** Whether some rule judges images. */
  judgesImages: boolean
}

/** Rules in the tree of packages below `data.rules`; `unknown` says which of them can answer `unknown`. */
export function selectRules(rules: Rule[]): Selection {
  const findings: Tree = {}
  const unknown: Tree = {}
  const relations = { findings: {} as Names, unknown: {} as Names }
  const images = { findings: {} as Names, unknown: {} as Names }
  const resourceSelectors = new Set<string>()
  const relationSelectors = new Set<string>()
  for (const rule of rules) {
    const [domain, name] = rule.package
    if (domain === undefined || name === undefined || rule.scope === 'file') continue
    if (rule.scope !== 'resource') {
      const answers = rule.scope === 'image' ? images : relations
      push(answers.findings, domain, name)
      if (rule.answersUnknown) push(answers.unknown, domain, name)
      if (rule.scope === 'relation') for (const selector of [...rule.kinds, ...rule.reads]) relationSelectors.add(selector)
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
  const judgesImages = Object.keys(images.findings).length > 0
  return { data: { findings, unknown, relations, images } as JsonObject, resourceSelectors, relationSelectors, judgesImages }
}

type Names = Record<string, string[]>
type Tree = Record<string, Names>

function push(names: Names, domain: string, name: string): void {
  names[domain] ??= []
  names[domain].push(name)
}
