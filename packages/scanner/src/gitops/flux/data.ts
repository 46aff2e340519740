import { isJsonObject } from '../../json.ts'
import type { Manifest } from '../../model.ts'
import type { FieldOf } from '../../provenance/place.ts'
import { isUnresolved, type Scope, type Unresolved } from './model.ts'
import { groups } from './objects.ts'
import { missingObject } from './problems.ts'

export interface DataValue {
  text: string
  field: FieldOf
}

/** An entry of `substituteFrom` or `valuesFrom`. */
export interface DataRef {
  kind: string
  namespace: string
  name: string
  optional: boolean
}

/**
 * The entries of a ConfigMap or Secret of the cluster. One that is optional and not there has none, as in Flux.
 * @param consequence of its absence, as the end of a sentence
 */
export function readData(ref: DataRef, scope: Scope, consequence: string): Map<string, DataValue | Unresolved> | Unresolved {
  const name = `${ref.kind} ${ref.namespace}/${ref.name}`
  if (ref.kind !== 'ConfigMap' && ref.kind !== 'Secret')
    return { reason: 'render-failed', message: `${name} gives no values: Flux takes a ConfigMap or a Secret.` }
  const manifest = scope.objects.find({ ...ref, group: groups.core })
  if (manifest === undefined) return ref.optional ? new Map() : missingObject(name, consequence)
  return new Map([...entries(manifest, 'data'), ...(ref.kind === 'Secret' ? entries(manifest, 'stringData') : [])])
}

/** The message of an entry that cannot be read, or undefined when there is none. */
export function unreadable(values: Iterable<DataValue | Unresolved>): Unresolved | undefined {
  for (const value of values) if (isUnresolved(value)) return value
  return undefined
}

function entries(manifest: Manifest, part: 'data' | 'stringData'): [string, DataValue | Unresolved][] {
  const { object, ref } = manifest
  const values = object[part]
  if (!isJsonObject(values)) return []
  const encoded = ref.kind === 'Secret' && part === 'data'
  return Object.entries(values).map(([key, value]) => {
    const field = { manifest, path: [part, key] }
    const text = typeof value === 'string' ? value : ''
    if (isJsonObject(object.sops) || text.startsWith('ENC[')) return [key, unknown(manifest, key, 'is encrypted')]
    if (!encoded) return [key, { text, field }]
    const decoded = decode(text)
    return [key, decoded === undefined ? unknown(manifest, key, 'is no base64 of a text') : { text: decoded, field }]
  })
}

function unknown({ ref }: Manifest, key: string, why: string): Unresolved {
  return { reason: 'unknown-value', message: `${key} of ${ref.kind} ${ref.namespace}/${ref.name} ${why}, so its value is not known here.` }
}

function decode(text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64').replace(/=+$/, '') !== text.replace(/\s/g, '').replace(/=+$/, '')) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
