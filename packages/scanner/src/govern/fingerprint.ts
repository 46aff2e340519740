import { createHash } from 'node:crypto'
import { isJsonObject, valueAt } from '../json.ts'
import type { JsonObject, ObjectRef, Path } from '../model.ts'

/**
 * Identity of a finding across changes: sha256 (hex) over rule, unit, object and path, where items of a list count by their name if they
 * have one. Lines, messages and versions do not matter.
 * @param ordinal 0 for the first finding with this identity, 1 for the next (two rules' findings at one place with other words)
 */
export function fingerprint(identity: {
  ruleId: string
  unit: string
  ref: ObjectRef
  path: Path
  object: JsonObject
  variant?: string
  ordinal: number
}): string {
  const { apiVersion, kind, namespace, name } = identity.ref
  // the version of an API is not part of the identity, its group is
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  const parts = [
    identity.ruleId,
    identity.unit,
    group,
    kind,
    namespace,
    name,
    normalisePath(identity.path, identity.object),
    identity.variant ?? '',
    identity.ordinal,
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/**
 * A path whose list indexes are replaced: by the item's `name`, where it is a mapping with one; by a hash of the item, where it is a plain
 * value, so that another value at the same place is another finding.
 */
export function normalisePath(path: Path, object: JsonObject): (string | number)[] {
  return path.map((key, index) => {
    if (typeof key !== 'number') return key
    const item = valueAt(object, path.slice(0, index + 1))
    if (isJsonObject(item)) return typeof item.name === 'string' ? `[${item.name}]` : key
    return item === undefined || typeof item === 'object'
      ? key
      : `[=${createHash('sha256').update(JSON.stringify(item)).digest('hex').slice(0, 16)}]`
  })
}
