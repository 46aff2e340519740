import type { JsonObject, Manifest, ObjectRef } from '../model.ts'
import { changedFields, type FieldChange, type FieldStep } from './fields.ts'

/** A field that differs; of a Secret's content neither value is told. */
export type ObservedChange = FieldChange | { path: FieldStep[]; redacted: true }

export interface ObjectChange {
  change: 'added' | 'removed' | 'changed'
  /** As it is after the change, or was before it was removed. */
  ref: ObjectRef
  /** Only of a changed object; never empty then. */
  fields: ObservedChange[]
}

/** What becomes of the objects of one unit; objects that stay as they are do not appear. Sorted by kind, namespace and name. */
export function compareObjects(before: Manifest[], after: Manifest[]): ObjectChange[] {
  const old = byIdentity(before)
  const changes: ObjectChange[] = []
  for (const [identity, manifest] of byIdentity(after)) {
    const previous = old.get(identity)
    old.delete(identity)
    if (previous === undefined) {
      changes.push({ change: 'added', ref: manifest.ref, fields: [] })
      continue
    }
    const fields = changedFields(previous.object, manifest.object).map((field) => withoutSecrets(field, manifest.object))
    if (fields.length > 0) changes.push({ change: 'changed', ref: manifest.ref, fields })
  }
  for (const { ref } of old.values()) changes.push({ change: 'removed', ref, fields: [] })
  return changes.sort((a, b) => compare(sortKey(a), sortKey(b)))
}

/** What kustomize appends to the names of generated objects: ten characters of an alphabet without vowels (api/hasher). */
const contentHash = /-[2456789bcdfghkmt]{10}$/

/**
 * Objects by what they are to the cluster, versions aside. A generated ConfigMap or Secret counts by its name without the hash of its
 * content, as long as there is only one such; objects that are there twice by number.
 */
function byIdentity(manifests: Manifest[]): Map<string, Manifest> {
  const stems = manifests.map(({ ref }) => stem(ref))
  const counts = new Map<string, number>()
  for (const name of stems) counts.set(name, (counts.get(name) ?? 0) + 1)
  const numbers = new Map<string, number>()
  return new Map(
    manifests.map((manifest, index): [string, Manifest] => {
      const identity = counts.get(stems[index]!) === 1 ? stems[index]! : plain(manifest.ref)
      const number = numbers.get(identity) ?? 0
      numbers.set(identity, number + 1)
      return [`${identity} ${number}`, manifest]
    }),
  )
}

function plain({ apiVersion, kind, namespace, name }: ObjectRef): string {
  return JSON.stringify([apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '', kind, namespace, name])
}

function stem(ref: ObjectRef): string {
  const generated = ref.apiVersion === 'v1' && (ref.kind === 'ConfigMap' || ref.kind === 'Secret')
  return plain(generated ? { ...ref, name: ref.name.replace(contentHash, '') } : ref)
}

/** Where a Secret's content stands: its data, and annotations, where tools keep copies of whole objects. */
const secretFields = ['data', 'stringData']

function withoutSecrets(field: FieldChange, object: JsonObject): ObservedChange {
  if (object.kind !== 'Secret') return field
  const [first, second] = field.path
  const inAnnotations = first === 'metadata' && (second === 'annotations' || second === undefined)
  const hidden = first === undefined || secretFields.includes(String(first)) || inAnnotations
  return hidden ? { path: field.path, redacted: true } : field
}

function sortKey({ ref, change }: ObjectChange): string {
  return JSON.stringify([ref.kind, ref.namespace, ref.name, ref.apiVersion, change])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
