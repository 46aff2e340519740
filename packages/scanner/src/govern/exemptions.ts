import { matchesGlob } from 'node:path'
import type { Config } from '../config/config.ts'
import type { Manifest, Rule } from '../model.ts'

/**
 * Domains in which `exemptNamespaces` holds. All others stay on everywhere, so that moving a pod to `kube-system` cannot pass the gate.
 */
const exemptibleDomains = new Set(['workload', 'resources', 'network', 'mesh', 'observability', 'cost', 'architecture'])
const exemptibleRules = new Set(['identity/default-account', 'identity/shared-account'])

export interface Exemptions {
  namespaces: Set<string>
  /** Globs `namespace/name`, by rule id; `-` stands for no namespace. */
  byRule: Map<string, string[]>
}

/** What the configuration exempts. */
export function exemptionsOf({ exemptNamespaces, rules }: Pick<Config, 'exemptNamespaces' | 'rules'>): Exemptions {
  return {
    namespaces: new Set(exemptNamespaces),
    byRule: new Map(Object.entries(rules).map(([id, rule]) => [id, rule.exempt ?? []])),
  }
}

/** True when the configuration takes the object out of the rule's judgement. */
export function isExempt(rule: Rule, manifest: Manifest, exemptions: Exemptions): boolean {
  const { kind, namespace, name } = manifest.ref
  const own = kind === 'Namespace' ? name : namespace
  if ((exemptibleDomains.has(rule.domain) || exemptibleRules.has(rule.id)) && exemptions.namespaces.has(own)) return true
  return (exemptions.byRule.get(rule.id) ?? []).some((glob) => matchesGlob(`${namespace || '-'}/${name}`, glob))
}
