import type { Finding, Path, Severity } from '../../model.ts'

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
  /** Of a finding in an image: its repository. */
  file: string
  /** Of a finding in an image. */
  image?: {
    subject?: string
    /** Every place that names the image, indexes into the manifests of the scan. */
    uses: { manifest: number; path: Path }[]
    /** Units that run an image in which it is as severe as the finding says. Sorted. */
    units: string[]
  }
}

/** Kind of the object in the entry of a finding in an image; no object of a cluster is meant. */
const imageKind = 'Image'

/**
 * The entry that a finding would have. One in an image is the same whatever object runs it, so its entry names the repository, no unit, and
 * the check with the rule.
 */
export function entryOf(finding: Finding, identity: Identity): BaselineEntry {
  if (finding.image !== undefined)
    return {
      rule: checkName(finding),
      severity: finding.severity,
      unit: '',
      object: { group: '', kind: imageKind, namespace: '', name: finding.image.repository },
      file: identity.file,
      fingerprint: identity.fingerprint,
    }
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

/** The rule, and what a scanner calls the finding: `image/vulnerability/CVE-2024-1234`. */
export function checkName({ ruleId, check }: Pick<Finding, 'ruleId' | 'check'>): string {
  return check === undefined ? ruleId : `${ruleId}/${check}`
}

/** True for the entry of a finding in an image: where that image was not scanned, nothing says that the finding is gone. */
export function isOfImage({ unit, object }: Pick<BaselineEntry, 'unit' | 'object'>): boolean {
  return unit === '' && object.kind === imageKind && object.group === ''
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
