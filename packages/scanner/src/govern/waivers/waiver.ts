import type { Finding, ObjectRef } from '../../model.ts'
import { isExact, matchesPattern } from '../../pattern.ts'

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
  /** Patterns of `registry/repository`. */
  images?: string[]
}

/** A place that a finding is about: that of the object, or of every object that runs the image. */
type Use = Pick<Finding, 'unit' | 'ref'> & { file: string }

/**
 * True when a waiver is about a finding, whether or not it still holds. One in an image must lie in its scope with everything that runs the
 * image: what else runs it has not been accepted.
 */
export function covers({ rules, scope }: Waiver, finding: Finding): boolean {
  const named = rules.filter((rule) => isAbout(rule, finding))
  const isExactCheck = finding.check !== undefined && named.some((rule) => rule === `${finding.ruleId}/${finding.check}`)
  const uses: Use[] = finding.image?.uses ?? [{ ...finding, file: finding.location.file }]
  return (
    named.length > 0 &&
    (finding.severity !== 'critical' || isNarrow(scope, { isExactCheck })) &&
    (scope.images === undefined || (finding.image !== undefined && matchesSome(finding.image.repository, scope.images))) &&
    uses.every((use) => matchesUse(use, scope))
  )
}

/** `image/vulnerability` is about all of its checks, `image/vulnerability/CVE-2024-1234` about one, `image/*` about the domain. */
function isAbout(rule: string, { ruleId, check }: Finding): boolean {
  if (rule.endsWith('/*')) return ruleId.startsWith(rule.slice(0, -1))
  return rule === ruleId || (check !== undefined && rule === `${ruleId}/${check}`)
}

function matchesUse({ unit, ref, file }: Use, { objects, units, paths }: WaiverScope): boolean {
  return (
    (objects?.some((object) => matchesObject(object, ref)) ?? true) &&
    (units === undefined || matchesSome(unit, units)) &&
    (paths === undefined || matchesSome(file, paths))
  )
}

function matchesSome(value: string, patterns: string[]): boolean {
  return patterns.some((pattern) => matchesPattern(value, pattern))
}

function matchesObject({ kind, namespace, name }: { kind?: string; namespace?: string; name?: string }, ref: ObjectRef): boolean {
  return (
    (kind === undefined || matchesPattern(ref.kind, kind)) &&
    (namespace === undefined || matchesPattern(ref.namespace || '-', namespace)) &&
    (name === undefined || matchesPattern(ref.name, name))
  )
}

/**
 * A critical finding is waived only by a waiver that writes out what it is about: the names of objects, the units, the files; or of one
 * check the repositories.
 * @param options.isExactCheck the waiver names the check itself, not its rule or domain
 */
export function isNarrow({ objects, units, paths, images }: WaiverScope, { isExactCheck }: { isExactCheck: boolean }): boolean {
  return (
    objects?.every(({ name }) => name !== undefined && isExact(name)) === true ||
    units?.every(isExact) === true ||
    paths?.every(isExact) === true ||
    (isExactCheck && images?.every(isExact) === true)
  )
}
