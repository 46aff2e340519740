import { checkName } from '../govern/baseline/entry.ts'
import { compareByPlace } from '../govern/order.ts'
import { type Finding, type Location, type ObjectRef, type RelatedLocation, type Relation, type Severity, severities } from '../model.ts'
import { compareText } from '../order.ts'

/**
 * Findings of one rule and check, one severity and one place in the sources: a base that three overlays render gives three findings and one
 * group. One in an image is a group of its own: all that runs the image is in it already.
 */
export interface FindingGroup {
  ruleId: string
  /** What a scanner calls it. */
  check?: string
  /** Rule and check: `image/vulnerability/CVE-2024-1234`. */
  name: string
  severity: Severity
  location: Location
  /** Distinct messages, in order of first appearance. */
  messages: string[]
  /** Distinct related locations of all members: other objects, then sources, then what deploys them. */
  related: RelatedLocation[]
  /** Sorted, distinct. */
  units: string[]
  /** Distinct objects, in order of first appearance. */
  objects: ObjectRef[]
  /** Never empty. */
  findings: Finding[]
}

/** Order of reading: file, line, column, worst first, rule id. */
export function compareGroups(a: FindingGroup, b: FindingGroup): number {
  return (
    compareByPlace(a, b) ||
    compareText(a.name, b.name) ||
    a.location.endLine - b.location.endLine ||
    a.location.endColumn - b.location.endColumn
  )
}

/** Worst first, then in the order of reading: what stays when a format has a limit. */
export function compareBySeverity(a: FindingGroup, b: FindingGroup): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || compareGroups(a, b)
}

const relations: Relation[] = ['object', 'source', 'deployment']

function distinct<T>(values: T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}

/** Groups findings by rule, severity and region, in the order of reading. The order of `findings` does not change the result. */
export function groupFindings(findings: Finding[]): FindingGroup[] {
  const members = new Map<string, Finding[]>()
  const sorted = [...findings].sort((a, b) => compareText(a.unit, b.unit) || compareText(a.fingerprint, b.fingerprint))
  for (const finding of sorted) {
    const { file, startLine, startColumn, endLine, endColumn, precision } = finding.location
    const { ruleId, check, severity, image, fingerprint } = finding
    const alone = image === undefined ? null : fingerprint
    const key = JSON.stringify([ruleId, check, severity, file, startLine, startColumn, endLine, endColumn, precision, alone])
    const group = members.get(key)
    if (group) group.push(finding)
    else members.set(key, [finding])
  }
  return [...members.values()]
    .map((group) => ({
      ruleId: group[0]!.ruleId,
      ...(group[0]!.check === undefined ? {} : { check: group[0]!.check }),
      name: checkName(group[0]!),
      severity: group[0]!.severity,
      location: group[0]!.location,
      messages: distinct(group.map((finding) => finding.message)),
      related: distinct(group.flatMap((finding) => finding.related)).sort(
        (a, b) => relations.indexOf(a.relation) - relations.indexOf(b.relation),
      ),
      units: distinct(group.flatMap((finding) => usesOf(finding).map(({ unit }) => unit))).sort(),
      objects: distinct(group.flatMap((finding) => usesOf(finding).map(({ ref }) => ref))),
      findings: group,
    }))
    .sort(compareGroups)
}

/** What a finding is about: its object, or everything that runs the image. */
function usesOf(finding: Finding): Pick<Finding, 'unit' | 'ref'>[] {
  return finding.image?.uses ?? [finding]
}

/**
 * `Deployment shop/order`; without a namespace `Namespace shop`; without a name (a whole file) the kind or an empty text. The name of a file
 * that says its kind (`services/order/Dockerfile`) stands alone.
 */
export function objectName(ref: ObjectRef): string {
  if (ref.apiVersion === '' && ref.kind !== '' && ref.name.split('/').at(-1)!.toLowerCase().includes(ref.kind.toLowerCase()))
    return ref.name
  const name = ref.namespace === '' ? ref.name : `${ref.namespace}/${ref.name}`
  return [ref.kind, name].filter((part) => part !== '').join(' ')
}

/** Names of the objects of a group, without a file that is its own object: its place names it already. */
export function objectNames({ objects, location }: Pick<FindingGroup, 'objects' | 'location'>): string[] {
  return objects
    .filter(({ apiVersion, name }) => apiVersion !== '' || name !== location.file)
    .map(objectName)
    .filter((name) => name !== '')
}
