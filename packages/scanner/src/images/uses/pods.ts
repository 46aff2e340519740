import { podFacts } from '../../evaluate/pods.ts'
import { valueAt } from '../../json.ts'
import type { JsonObject } from '../../model.ts'
import { annotationUses } from './annotations.ts'
import { containerUse, volumeUses } from './containers.ts'
import { environmentUses } from './environment.ts'
import type { FoundUse } from './found.ts'

/** Containers, what they are told to run, image volumes and injected sidecars of all pods that rules see in an object. */
export function podUses(object: JsonObject, selector: string): FoundUse[] {
  return podFacts(object, selector).flatMap((pod) => {
    const pods = [valueAt(object, pod.path)]
    return [
      ...pod.containers.flatMap(({ path, type }) => containerUse(path, type, { object, pods, complete: !pod.partial })),
      ...pod.containers.flatMap(({ path }) => environmentUses(object, path, selector)),
      ...volumeUses([...pod.path, 'volumes'], { object, pods }),
      ...annotationUses(object, [...pod.metadata, 'annotations'], pods),
    ]
  })
}
