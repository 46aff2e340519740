import { formatPath, isJsonObject, listOf, textAt } from '../../json.ts'
import type { Json, JsonObject, Manifest, Path } from '../../model.ts'
import type { KustomizationEdit } from '../../provenance/place.ts'

/** A kustomization that fields of a Flux object are added to; it remembers which. */
export interface Draft extends KustomizationEdit {
  /** Says that a part comes from a field of the Flux object; the last word on a part counts. */
  from(part: Path, field: Path): void
  /** Sets a field. */
  set(key: string, value: Json, field: Path): void
  /** Adds to the end of a list. */
  append(key: string, value: Json, field: Path): void
}

/** @param kustomization is not changed itself */
export function draftOf(kustomization: JsonObject, manifest: Manifest): Draft {
  const draft: Draft = {
    kustomization: { ...kustomization },
    origins: [],
    from(path, field) {
      draft.origins = draft.origins.filter((origin) => formatPath(origin.path) !== formatPath(path))
      draft.origins.push({ path, field: { manifest, path: field } })
    },
    set(key, value, field) {
      draft.from([key], field)
      draft.kustomization[key] = value
    },
    append(key, value, field) {
      const list = listOf(draft.kustomization[key])
      draft.from([key, list.length], field)
      draft.kustomization[key] = [...list, value]
    },
  }
  return draft
}

/**
 * Adds the patches of a Kustomization's `spec` or of a post-renderer: those two have the same fields. What older versions write as objects,
 * kustomize reads as text.
 * @param at path of `fields` in the Flux object
 */
export function addPatches(draft: Draft, fields: JsonObject, at: Path): void {
  for (const [i, patch] of listOf(fields.patches).entries())
    draft.append('patches', pick(patch, ['patch', 'target']), [...at, 'patches', i])
  for (const [i, patch] of listOf(fields.patchesStrategicMerge).entries())
    draft.append('patchesStrategicMerge', JSON.stringify(patch), [...at, 'patchesStrategicMerge', i])
  for (const [i, patch] of listOf(fields.patchesJson6902).entries()) {
    const operations = isJsonObject(patch) ? (patch.patch ?? []) : []
    draft.append('patchesJson6902', { ...pick(patch, ['target']), patch: JSON.stringify(operations) }, [...at, 'patchesJson6902', i])
  }
}

const imageFields = ['name', 'newName', 'newTag', 'digest']

/** Adds `images` as further entries. */
export function addImages(draft: Draft, images: Json | undefined, at: Path): void {
  for (const [i, image] of listOf(images).entries()) draft.append('images', pick(image, imageFields), [...at, 'images', i])
}

/**
 * Lays `images` over those of the kustomization with the same name, as kustomize-controller does since 1.9: a tag takes the place of a digest
 * and the other way round. Others are added.
 */
export function overlayImages(draft: Draft, images: Json | undefined, at: Path): void {
  for (const [i, image] of listOf(images).entries()) {
    const { name, ...changes } = pick(image, imageFields)
    const known = listOf(draft.kustomization.images)
    const index = known.findIndex((other) => textAt(other, ['name']) === name)
    if (index < 0) {
      draft.append('images', pick(image, imageFields), [...at, 'images', i])
      continue
    }
    const versioned = 'newTag' in changes || 'digest' in changes
    const kept = pick(known[index]!, versioned ? ['name', 'newName', 'tagSuffix'] : [...imageFields, 'tagSuffix'])
    draft.kustomization.images = known.map((other, j) => (j === index ? { ...kept, ...changes } : other))
    for (const key of Object.keys(changes)) draft.from(['images', index, key], [...at, 'images', i, key])
  }
}

/** Those of the keys that hold something. */
function pick(value: Json, keys: string[]): JsonObject {
  const object = isJsonObject(value) ? value : {}
  return Object.fromEntries(keys.filter((key) => !isNothing(object[key])).map((key) => [key, object[key]!]))
}

export function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
