import { isJsonObject, listOf, valueAt } from '../../json.ts'
import type { Json, JsonObject, Path } from '../../model.ts'
import { type ImageReference, parseImage } from '../reference.ts'
import type { FoundUse } from './found.ts'

/** Jobs are told where to push what they build, which is not there yet. */
const builders = new Set(['batch/Job', 'batch/CronJob'])
const variable = /_IMAGE(?:_|$)/
const flag = /^--?([a-z][a-z0-9-]*-image)(?:=(.*))?$/

/**
 * Images that the variables and arguments of a container name: what an operator or a webhook will run (`RELATED_IMAGE_DATABASE`,
 * `--sidecar-image=…`). Only references with a slash and a tag or digest count, since other values may be anything.
 * @param path of the container
 */
export function environmentUses(object: JsonObject, path: Path, selector: string): FoundUse[] {
  const container = valueAt(object, path)
  if (!isJsonObject(container) || builders.has(selector)) return []
  const variables = listOf(container.env).flatMap((entry, index): FoundUse[] => {
    if (!isJsonObject(entry) || typeof entry.name !== 'string' || !variable.test(entry.name)) return []
    return use([...path, 'env', index, 'value'], entry.name, entry.value)
  })
  return [...variables, ...['command', 'args'].flatMap((key) => argumentUses(listOf(container[key]), [...path, key]))]
}

/** `--flag=value` and `--flag value`. */
function argumentUses(list: Json[], path: Path): FoundUse[] {
  return list.flatMap((argument, index): FoundUse[] => {
    const [, name, value] = (typeof argument === 'string' ? flag.exec(argument) : undefined) ?? []
    if (name === undefined) return []
    return value === undefined ? use([...path, index + 1], name, list[index + 1]) : use([...path, index], name, value)
  })
}

function use(path: Path, name: string, value: Json | undefined): FoundUse[] {
  const image = parseImage(value)
  if (image === undefined || !isCertain(image)) return []
  // another pod will run it: what this one says of nodes and users does not hold
  return [{ path, type: 'environment', name, image, platforms: [], partial: true }]
}

function isCertain(image: ImageReference): boolean {
  return !('unresolved' in image) && image.reference.includes('/') && (image.tag !== undefined || image.digest !== undefined)
}
