import type { JsonObject, Manifest, ObjectRef, Unit } from '../model.ts'
import { type PodFacts, podFacts } from './pods.ts'

/** What a rule sees of one object; docs/architecture.md, "What a rule sees". */
export interface Resource {
  object: JsonObject
  ref: ObjectRef
  /** `Kind` of the core group, else `group/Kind`. */
  selector: string
  /** All selectors that rules may name for this object. */
  selectors: string[]
  unit: { id: string; environment: string }
  pod?: PodFacts
}

/**
 * The resources that rules judge for a manifest: one, and one more for each further pod that it holds, which only rules about pods see.
 */
export function toResources(manifest: Manifest, unit: Unit): [Resource, ...Resource[]] {
  const selector = selectorOf(manifest.ref)
  const [pod, ...further] = podFacts(manifest.object, selector)
  const resource: Resource = {
    object: manifest.object,
    ref: manifest.ref,
    selector,
    selectors: pod === undefined ? ['*', selector] : ['*', selector, 'pods'],
    unit: { id: unit.id, environment: unit.environment },
    ...(pod === undefined ? {} : { pod }),
  }
  return [resource, ...further.map((other) => ({ ...resource, selectors: ['pods'], pod: other }))]
}

/** `Kind` of the core group, else `group/Kind`; versions do not matter to rules. */
export function selectorOf(ref: { apiVersion: string; kind: string }): string {
  const slash = ref.apiVersion.indexOf('/')
  return slash < 0 ? ref.kind : `${ref.apiVersion.slice(0, slash)}/${ref.kind}`
}
