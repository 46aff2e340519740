import type { ContainerType } from '../../evaluate/pods.ts'
import { isJsonObject, listOf, valueAt } from '../../json.ts'
import type { Json, JsonObject, Path } from '../../model.ts'
import type { Platform, UseType } from '../model.ts'
import { parseImage } from '../reference.ts'
import { type FoundUse, textOf } from './found.ts'
import { podPlatforms } from './platforms.ts'
import { runAs } from './user.ts'

/** Where containers stand: what their pod says of platforms and users, the nearest first. */
export interface Surroundings {
  object: JsonObject
  pods: (Json | undefined)[]
  /** Nobody but the object says what is in the pod. */
  complete?: boolean
}

/** Of the nearest that says something. */
export function platformsOf(pods: (Json | undefined)[]): Platform[] {
  return pods.map(podPlatforms).find((platforms) => platforms.length > 0) ?? []
}

/**
 * The image of a mapping that has one in `image`: a container, a step. None where something injects it, as Istio does for `auto`.
 * @param name of a container that has none of its own and stands in no list
 */
export function containerUse(path: Path, type: UseType, { object, pods, complete }: Surroundings, name?: string): FoundUse[] {
  const container = valueAt(object, path)
  if (!isJsonObject(container)) return []
  const image = parseImage(container.image)
  if (image === undefined || image.reference === 'auto') return []
  const use = { path: [...path, 'image'], type, name: textOf(container, 'name') ?? name ?? `${path.at(-2)}[${path.at(-1)}]`, image }
  return [{ ...use, platforms: platformsOf(pods), ...runAs(container, ...pods), ...(complete ? {} : { partial: true }) }]
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
    return [
      {
        path: [...at, 'image', 'reference'],
        type: 'volume',
        name: textOf(volume, 'name') ?? `volumes[${index}]`,
        image,
        platforms: platformsOf(pods),
      },
    ]
  })
}

/** A container of a list that holds init containers: one that goes on running is a sidecar. */
export function typeOf(container: Json | undefined, type: ContainerType): ContainerType {
  return type === 'init' && isJsonObject(container) && container.restartPolicy === 'Always' ? 'sidecar' : type
}
