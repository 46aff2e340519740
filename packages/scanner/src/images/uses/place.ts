import type { SourceFiles } from '../../files.ts'
import { isJsonObject, valueAt } from '../../json.ts'
import type { Manifest, Path } from '../../model.ts'
import { placesOf } from '../../provenance/fields.ts'
import type { FieldOf, SourcePlace } from '../../provenance/place.ts'
import type { ImageUse } from '../model.ts'
import { parseImage } from '../reference.ts'

/** Keys of a mapping that says which image it is, the most often edited first. */
const edited = ['tag', 'version', 'digest', 'sha256', 'sha', 'repository']

/**
 * The field to look for when somebody is to change an image: of a mapping the key of its tag; of a reference the part that is the tag, else
 * the digest, since values of a chart and `images` of a kustomization often hold that alone.
 * @param path of a use
 */
export function useField(manifest: Manifest, path: Path): FieldOf {
  const value = valueAt(manifest.object, path)
  if (isJsonObject(value)) {
    const key = edited.find((each) => Object.hasOwn(value, each))
    return { manifest, path: key === undefined ? path : [...path, key] }
  }
  // of an argument that is a flag with its value
  const image = parseImage(typeof value === 'string' ? value.replace(/^--?[a-z0-9-]+=/, '') : value)
  const part = image === undefined || 'unresolved' in image ? undefined : (image.tag ?? image.digest)
  return { manifest, path, ...(part === undefined ? {} : { part }) }
}

/**
 * The lines behind each use, in the order of the uses: first the one that people edit to get another tag, then the other lines that make the
 * reference (its repository, a digest), then templates and what was replaced.
 */
export async function usePlaces(uses: ImageUse[], manifests: Manifest[], sources: SourceFiles): Promise<SourcePlace[][]> {
  const fields = uses.map(({ manifest, path }) => useField(manifests[manifest]!, path))
  const places = await placesOf([...fields, ...fields.map(({ part: _part, ...field }) => field)], sources)
  return uses.map((_, index) => distinct([...places[index]!, ...places[uses.length + index]!]))
}

/** Each line once: a template prints name and tag in one. */
function distinct([first, ...others]: SourcePlace[]): SourcePlace[] {
  const isSetter = ({ role }: SourcePlace) => role === 'values' || role === 'transformer'
  const sorted = [first!, ...others.filter(isSetter), ...others.filter((place) => !isSetter(place))]
  const lines = Map.groupBy(sorted, ({ file, startLine }) => JSON.stringify([file, startLine]))
  return [...lines.values()].map(([place]) => place!)
}
