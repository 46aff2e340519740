import type { Finding } from '../../model.ts'
import { isExact, matchesPattern } from '../pattern.ts'

export const waiversFile = '.policy-gate/waivers.yaml'

/** An entry of `.policy-gate/waivers.yaml`; schemas/waivers.schema.json describes every key. */
export interface Waiver {
  id: string
  rules: string[]
  scope: WaiverScope
  reason: string
  owner: string
  approvedBy: string | string[]
  approvedAt?: string
  expiresAt: string
  ticket?: string
}

export interface WaiverScope {
  objects?: { kind?: string; namespace?: string; name?: string }[]
  units?: string[]
  paths?: string[]
}

/** True when a waiver is about a finding, whether or not it still holds. */
export function covers(waiver: Waiver, finding: Finding): boolean {
  const { objects, units, paths } = waiver.scope
  return (
    waiver.rules.some((rule) => rule === finding.ruleId || (rule.endsWith('/*') && finding.ruleId.startsWith(rule.slice(0, -1)))) &&
    (finding.severity !== 'critical' || isNarrow(waiver.scope)) &&
    (objects?.some((object) => matchesObject(object, finding)) ?? true) &&
    (units?.some((unit) => matchesPattern(finding.unit, unit)) ?? true) &&
    (paths?.some((path) => matchesPattern(finding.location.file, path)) ?? true)
  )
}

function matchesObject({ kind, namespace, name }: { kind?: string; namespace?: string; name?: string }, { ref }: Finding): boolean {
  return (
    (kind === undefined || matchesPattern(ref.kind, kind)) &&
    (namespace === undefined || matchesPattern(ref.namespace || '-', namespace)) &&
    (name === undefined || matchesPattern(ref.name, name))
  )
}

/** A critical finding is waived only by a waiver that writes out what it is about: the names of objects, the units, or the files. */
export function isNarrow({ objects, units, paths }: WaiverScope): boolean {
  return (
    objects?.every(({ name }) => name !== undefined && isExact(name)) === true ||
    units?.every(isExact) === true ||
    paths?.every(isExact) === true
  )
}
