import { isJsonObject, listOf, valueAt } from '../../json.ts'
import type { Json, JsonObject, Path } from '../../model.ts'
import type { UseType } from '../model.ts'
import { type ImageReference, parseImage } from '../reference.ts'
import { containerUse, platformsOf, typeOf } from './containers.ts'
import { below, type FoundUse, textOf } from './found.ts'
import { commonParts, imageOf, joinParts } from './parts.ts'

/** How deep an object is searched. */
const deepest = 24
const containerLists: Record<string, UseType> = {
  containers: 'container',
  initContainers: 'init',
  ephemeralContainers: 'ephemeral',
  sidecars: 'sidecar',
  sidecarContainers: 'sidecar',
  extraContainers: 'sidecar',
  additionalContainers: 'sidecar',
  extraInitContainers: 'init',
  steps: 'step',
}
/** What a controller or the API server writes, and what is not the object's own. */
const skipped = new Set(['apiVersion', 'kind', 'metadata', 'status'])

/** Finds the images of an object that stands inside of another one. */
export type Inner = (object: JsonObject) => FoundUse[]

/**
 * Images in objects of unknown kinds, by structure: containers in lists that are called so; image volumes; `image` with a reference that
 * has a registry, an account, a tag or a digest, or with a mapping that names a repository; keys that end in `Image` with a reference that has a
 * registry and a tag or digest. Whole objects inside of the object (Sensor, TriggerTemplate, ManifestWork) are read as what they are.
 */
export function searchUses(object: JsonObject, inner: Inner): FoundUse[] {
  const keys = Object.keys(object).filter((key) => !skipped.has(key))
  return keys.flatMap((key) => search(object, { path: [key], inner, depth: deepest }))
}

interface Search {
  path: Path
  inner: Inner
  depth: number
}

function search(object: JsonObject, { path, inner, depth }: Search): FoundUse[] {
  const value = valueAt(object, path)
  if (depth === 0 || typeof value !== 'object' || value === null) return []
  if (isJsonObject(value) && isObject(value)) return below(path, inner(value))
  const found = isJsonObject(value) ? Object.keys(value).flatMap((key) => ofKey(object, value, [...path, key])) : []
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return [...found, ...keys.flatMap((key) => search(object, { path: [...path, key], inner, depth: depth - 1 }))]
}

function isObject(value: JsonObject): boolean {
  return textOf(value, 'apiVersion') !== undefined && textOf(value, 'kind') !== undefined && ('metadata' in value || 'spec' in value)
}

function ofKey(object: JsonObject, parent: JsonObject, path: Path): FoundUse[] {
  const key = String(path.at(-1))
  const value = parent[key]
  const pods = [parent, object.spec]
  const type = Object.hasOwn(containerLists, key) ? containerLists[key] : undefined
  if (type !== undefined) {
    return listOf(value).flatMap((item, index) =>
      isJsonObject(item) && textOf(item, 'image') !== undefined
        ? containerUse([...path, index], type === 'init' ? typeOf(item, type) : type, { object, pods })
        : [],
    )
  }
  if (key === 'image' && isJsonObject(value) && textOf(value, 'reference') !== undefined) {
    const image = parseImage(value.reference)!
    return [{ path: [...path, 'reference'], type: 'volume', name: textOf(parent, 'name') ?? key, image, platforms: platformsOf(pods) }]
  }
  const image = key === 'image' ? loose(value, parent) : key.endsWith('Image') ? strict(value) : undefined
  return image === undefined ? [] : [{ path, type: 'field', name: key, image, platforms: platformsOf(pods) }]
}

/** Of `image`: what has a registry, an account, a tag or a digest; a tag may stand beside it. */
function loose(value: Json | undefined, parent: JsonObject): ImageReference | undefined {
  if (isJsonObject(value)) return joinParts(value, commonParts)
  const image = parseImage(value)
  if (image === undefined || image.reference.includes('://')) return undefined
  if ('unresolved' in image) return image.invalid === undefined ? image : undefined
  if (isVersioned(image)) return image
  const beside = textOf(parent, 'tag')
  const tagged = beside === undefined ? undefined : parseImage(`${image.reference}:${beside}`)
  return tagged ?? (hasRegistry(image) || isOfAccount(image) ? image : undefined)
}

function strict(value: Json | undefined): ImageReference | undefined {
  const image = imageOf(value)
  if (image === undefined || 'unresolved' in image) return undefined
  return isJsonObject(value) || (isVersioned(image) && hasRegistry(image)) ? image : undefined
}

function isVersioned(image: { tag?: string; digest?: string }): boolean {
  return image.tag !== undefined || image.digest !== undefined
}

/** `account/name`: of images of machines, systems and clusters there are no such names. */
function isOfAccount({ reference }: { reference: string }): boolean {
  return /^[^/]+\/[^/]+$/.test(reference)
}

function hasRegistry(image: { reference: string; registry: string }): boolean {
  return image.registry !== 'docker.io' || /^(?:index\.)?docker\.io\//.test(image.reference)
}
