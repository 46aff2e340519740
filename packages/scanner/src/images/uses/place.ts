import { isJsonObject, textAt, valueAt } from '../../json.ts'
import type { Manifest } from '../../model.ts'
import type { FieldOf } from '../../provenance/place.ts'
import type { ImageUse } from '../model.ts'

/** Keys of a mapping that says which image it is, the most often edited first. */
const edited = ['tag', 'version', 'digest', 'sha256', 'sha', 'repository']

/**
 * The field to look for when somebody is to change the image of a use: of a mapping the key of its tag; of a reference the part that is the
 * tag, else the digest, since values of a chart and `images` of a kustomization often hold that alone.
 */
export function useField(use: ImageUse, manifests: Manifest[]): FieldOf {
  const manifest = manifests[use.manifest]!
  const value = valueAt(manifest.object, use.path)
  if (isJsonObject(value)) {
    const key = edited.find((each) => Object.hasOwn(value, each))
    return { manifest, path: key === undefined ? use.path : [...use.path, key] }
  }
  const { image, path } = use
  const part = 'unresolved' in image ? undefined : (image.tag ?? image.digest)
  return { manifest, path, ...(part === undefined || !textAt(manifest.object, path)?.includes(part) ? {} : { part }) }
}
