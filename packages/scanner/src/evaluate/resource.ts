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

export function toResource(manifest: Manifest, unit: Unit): Resource {
  const selector = selectorOf(manifest.ref)
  const pod = podFacts(manifest.object, selector)
  return {
    object: manifest.object,
    ref: manifest.ref,
    selector,
    selectors: pod === undefined ? ['*', selector] : ['*', selector, 'pods'],
    unit: { id: unit.id, environment: unit.environment },
    ...(pod === undefined ? {} : { pod }),
  }
}

/** `Kind` of the core group, else `group/Kind`; versions do not matter to rules. */
export function selectorOf(ref: { apiVersion: string; kind: string }): string {
  const slash = ref.apiVersion.indexOf('/')
  return slash < 0 ? ref.kind : `${ref.apiVersion.slice(0, slash)}/${ref.kind}`
}
