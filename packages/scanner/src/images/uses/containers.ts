import type { ContainerType } from '../../evaluate/pods.ts'
import { isJsonObject, listOf, valueAt } from '../../json.ts'
import type { Json, JsonObject, Path } from '../../model.ts'
import type { Platform, UseType } from '../model.ts'
import { type ImageReference, parseImage } from '../reference.ts'
import { type FoundUse, nameOf } from './found.ts'
import { podPlatforms } from './platforms.ts'
import { runAs } from './user.ts'

/** Where containers stand: what their pod says of platforms and users, the nearest first. */
export interface Surroundings {
  object: JsonObject
  pods: (Json | undefined)[]
}

/** Of the nearest that says something. */
export function platformsOf(pods: (Json | undefined)[]): Platform[] {
  return pods.map(podPlatforms).find((platforms) => platforms.length > 0) ?? []
}

/** The image of a mapping that has one in `image`: a container, a step. None where something injects it, as Istio does for `auto`. */
export function containerUse(path: Path, type: UseType, { object, pods }: Surroundings, named?: ImageReference): FoundUse[] {
  const container = valueAt(object, path)
  if (!isJsonObject(container)) return []
  const image = named ?? parseImage(container.image)
  if (image === undefined || image.reference === 'auto') return []
  const name = typeof path.at(-1) === 'number' || typeof container.name === 'string' ? nameOf(container, path) : String(path.at(-1))
  return [{ path: [...path, 'image'], type, name, image, platforms: platformsOf(pods), ...runAs(container, ...pods) }]
}

/** The images of a list of containers. */
export function listUses(path: Path, type: UseType, surroundings: Surroundings): FoundUse[] {
  return listOf(valueAt(surroundings.object, path)).flatMap((_, index) => containerUse([...path, index], type, surroundings))
}

/** Volumes with an image as their source (`image.reference`, KEP-4639). */
export function volumeUses(path: Path, { object, pods }: Surroundings): FoundUse[] {
  return listOf(valueAt(object, path)).flatMap((volume, index): FoundUse[] => {
    const image = parseImage(valueAt(volume, ['image', 'reference']))
    if (!isJsonObject(volume) || image === undefined) return []
    const at = [...path, index]
    return [{ path: [...at, 'image', 'reference'], type: 'volume', name: nameOf(volume, at), image, platforms: platformsOf(pods) }]
  })
}

/** A container of a list that holds init containers: one that goes on running is a sidecar. */
export function typeOf(container: Json | undefined, type: ContainerType): ContainerType {
  return type === 'init' && isJsonObject(container) && container.restartPolicy === 'Always' ? 'sidecar' : type
}
