import { isJsonObject, listOf, valueAt } from '../../json.ts'
import type { Json, JsonObject } from '../../model.ts'
import type { Platform } from '../model.ts'

const architectureLabels = ['kubernetes.io/arch', 'beta.kubernetes.io/arch']
/** Of Windows Server, which is what Windows nodes run: https://kubernetes.io/docs/concepts/windows/intro/#windows-os-version-support */
const windowsArchitectures = ['amd64']
const systemLabels = ['kubernetes.io/os', 'beta.kubernetes.io/os']

/**
 * The platforms that a pod can be scheduled to, as far as it says so with nodeSelector, required node affinity and `os.name`; sorted, empty
 * when it may run on Linux and does not name an architecture. Terms of an affinity are alternatives: one that leaves the architecture open
 * leaves it open for all.
 * @param pod the pod's specification, or any mapping with these fields
 */
export function podPlatforms(pod: Json | undefined): Platform[] {
  if (!isJsonObject(pod)) return []
  const selector = isJsonObject(pod.nodeSelector) ? pod.nodeSelector : {}
  const terms = listOf(valueAt(pod, ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms']))
  const named = valueAt(pod, ['os', 'name'])
  const systems = typeof named === 'string' ? [named] : (allowed(selector, terms, systemLabels) ?? ['linux'])
  const onlyWindows = systems.every((os) => os === 'windows')
  const architectures = allowed(selector, terms, architectureLabels) ?? (onlyWindows ? windowsArchitectures : [])
  return systems.sort().flatMap((os) => architectures.toSorted().map((architecture) => ({ os, architecture })))
}

/** Values of a label that the pod accepts; undefined when it accepts any, or when they cannot be listed. */
function allowed(selector: JsonObject, terms: Json[], labels: string[]): string[] | undefined {
  for (const label of labels) {
    const value = Object.hasOwn(selector, label) ? selector[label] : undefined
    if (typeof value === 'string' && value !== '') return [value]
  }
  if (terms.length === 0) return undefined
  const perTerm = terms.map((term) => valuesOf(term, labels))
  return perTerm.some((values) => values === undefined) ? undefined : [...new Set(perTerm.flatMap((values) => values!))]
}

function valuesOf(term: Json, labels: string[]): string[] | undefined {
  const lists = listOf(isJsonObject(term) ? term.matchExpressions : undefined).flatMap((expression) => {
    if (!isJsonObject(expression) || !labels.includes(String(expression.key)) || expression.operator !== 'In') return []
    return [listOf(expression.values).filter((value) => typeof value === 'string')]
  })
  const [first, ...others] = lists
  return first?.filter((value) => others.every((list) => list.includes(value)))
}
