import type { Finding, Severity } from '../../model.ts'

export const baselineFile = '.policy-gate/baseline.json'

/** A row of `.policy-gate/baseline.json`; schemas/baseline.schema.json describes every key. */
export interface BaselineEntry {
  rule: string
  severity: Severity
  unit: string
  object: { group: string; kind: string; namespace: string; name: string }
  file: string
  fingerprint: string
  count?: number
}

/**
 * What a finding is, without its number among findings of the same rule, unit, object name and path: `fingerprint` is that of the first of
 * them, `file` is where the object comes from. Two files of a unit may hold objects of one name; each has its own.
 */
export interface Identity {
  fingerprint: string
  file: string
}

/** The entry that a finding would have. */
export function entryOf(finding: Finding, identity: Identity): BaselineEntry {
  const { apiVersion, kind, namespace, name } = finding.ref
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  return {
    rule: finding.ruleId,
    severity: finding.severity,
    unit: finding.unit,
    object: { group, kind, namespace, name },
    file: identity.file,
    fingerprint: identity.fingerprint,
  }
}

/** Key of an entry: no two entries of a file share it. */
export function keyOf({ fingerprint, file, severity }: Pick<BaselineEntry, 'fingerprint' | 'file' | 'severity'>): string {
  return JSON.stringify([fingerprint, file, severity])
}

/** The entries of findings, those of one key counted together. */
export function entriesOf(findings: Iterable<Finding>, identities: Map<string, Identity>): BaselineEntry[] {
  const entries = [...findings].map((finding) => entryOf(finding, identities.get(finding.fingerprint)!))
  return [...Map.groupBy(entries, keyOf).values()].map((same) => (same.length === 1 ? same[0]! : { ...same[0]!, count: same.length }))
}
