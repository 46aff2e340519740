import type { ImageSettings } from '../../config/config.ts'
import { podFacts } from '../../evaluate/pods.ts'
import { selectorOf } from '../../evaluate/resource.ts'
import { valueAt } from '../../json.ts'
import type { Manifest, Unit } from '../../model.ts'
import type { ImageUse } from '../model.ts'
import { podPlatforms } from './platforms.ts'

/**
 * Every place where an object that would be deployed names an image, sorted by manifest and path. Nothing is asked over the network; a
 * reference that nobody can resolve is a use too.
 * @param units of the manifests, by id
 * @param settings fields of further kinds (`paths`)
 */
export function imageUses(manifests: Manifest[], units: Map<string, Unit>, settings: ImageSettings): ImageUse[] {
  void settings
  return manifests.flatMap((manifest, index) =>
    podFacts(manifest.object, selectorOf(manifest.ref)).flatMap((pod) => {
      const platforms = podPlatforms(valueAt(manifest.object, pod.path))
      return pod.containers.flatMap(({ path, type, name, image }): ImageUse[] => {
        if (image === undefined) return []
        const environment = units.get(manifest.unit)?.environment ?? ''
        return [
          { manifest: index, unit: manifest.unit, environment, ref: manifest.ref, path: [...path, 'image'], type, name, image, platforms },
        ]
      })
    }),
  )
}
