import { isJsonObject, listOf, textAt } from '../../json.ts'
import type { JsonObject } from '../../model.ts'
import type { FieldOf } from '../../provenance/place.ts'
import { Gap } from './gap.ts'
import type { Editing } from './kustomize.ts'

interface Entry {
  value: JsonObject
  field: FieldOf
}

/**
 * `kustomize edit set image`: each text is `[name=]newName[:tag][@digest]`; an entry of the same name is replaced as a whole, where `*`
 * stands for what it had. The list is sorted by name.
 */
export function setImages(editing: Editing): void {
  const images = listOf(editing.options.images)
  if (images.length === 0) return
  const set = images.map((text, i): Entry => {
    const field = editing.source.at(['kustomize', 'images', i])
    const value = typeof text === 'string' ? readImage(editing.expand(text)) : undefined
    if (value === undefined) throw new Gap('render-failed', `${JSON.stringify(text)} is no image that kustomize can set.`, field)
    return { value, field }
  })
  replaceByName(editing, 'images', set, (before, after) => {
    for (const key of ['newName', 'newTag', 'digest'] as const) {
      if (after[key] !== '*') continue
      if (before?.[key] === undefined) delete after[key]
      else after[key] = before[key]
    }
  })
}

/** `kustomize edit set replicas`. */
export function setReplicas(editing: Editing): void {
  const replicas = listOf(editing.options.replicas)
  if (replicas.length === 0) return
  const set = replicas.map((replica, i): Entry => {
    const field = editing.source.at(['kustomize', 'replicas', i])
    const name = textAt(replica, ['name'])
    const count = isJsonObject(replica) ? Number(replica.count) : Number.NaN
    if (name === undefined || !Number.isInteger(count)) throw new Gap('render-failed', 'It has no name, or its count is no number.', field)
    return { value: { name, count }, field }
  })
  replaceByName(editing, 'replicas', set)
}

function replaceByName(
  { kustomization, origins, own }: Editing,
  key: 'images' | 'replicas',
  set: Entry[],
  adopt: (before: JsonObject | undefined, after: JsonObject) => void = () => {},
): void {
  const entries = new Map<string, Entry>()
  for (const [i, value] of listOf(kustomization[key]).entries())
    if (isJsonObject(value)) entries.set(String(value.name), { value, field: { manifest: own, path: [key, i] } })
  const before = new Map(entries)
  for (const { value, field } of set) {
    const name = String(value.name)
    adopt(before.get(name)?.value, value)
    entries.set(name, { value, field })
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, entry]) => entry)
  kustomization[key] = sorted.map(({ value }) => value)
  for (const [i, { value, field }] of sorted.entries()) {
    origins.push({ path: [key, i], field })
    // a text of the Application holds the whole entry
    if (field.manifest !== own && key === 'images') for (const member of Object.keys(value)) origins.push({ path: [key, i, member], field })
  }
}

function readImage(text: string): JsonObject | undefined {
  const equal = text.indexOf('=')
  const image = readReference(text.slice(equal + 1))
  if (image === undefined || (equal < 0 && image.tag === undefined && image.digest === undefined)) return undefined
  return {
    name: equal < 0 ? image.name : text.slice(0, equal),
    ...(equal < 0 ? {} : { newName: image.name }),
    ...(image.tag === undefined ? {} : { newTag: image.tag }),
    ...(image.digest === undefined ? {} : { digest: image.digest }),
  }
}

function readReference(text: string): { name: string; tag?: string; digest?: string } | undefined {
  const [name = '', digest] = text.split('@')
  if (digest !== undefined) return { name, digest }
  const tagged = /^(.*):([a-zA-Z0-9._-]*|\*)$/.exec(text)
  if (tagged !== null) return { name: tagged[1]!, tag: tagged[2]! }
  return text === '' ? undefined : { name: text }
}
