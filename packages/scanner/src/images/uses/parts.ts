import { isJsonObject } from '../../json.ts'
import type { Json, JsonObject } from '../../model.ts'
import { type ImageReference, parseImage } from '../reference.ts'

/** Keys of one mapping that make a reference together; of several keys the first one that is written counts. */
export interface ImageParts {
  registry?: string[]
  repository: string[]
  tag?: string[]
  digest?: string[]
}

/** As most operators and charts write an image as a mapping. */
export const commonParts: ImageParts = {
  registry: ['registry'],
  repository: ['repository'],
  tag: ['tag'],
  digest: ['digest', 'sha256', 'sha'],
}

/**
 * The reference that the parts of a mapping make; undefined when it names no repository. Without tag and digest the operator or chart has
 * one of its own, so that nobody can say here which image it is.
 * @param fallback tag where the mapping has none
 */
export function joinParts(object: JsonObject, parts: ImageParts, fallback?: Json): ImageReference | undefined {
  const written = (keys: string[] = []) => keys.map((key) => plain(object[key])).find((text) => text !== undefined)
  const repository = written(parts.repository)
  if (repository === undefined) return undefined
  const registry = written(parts.registry)?.replace(/\/+$/, '')
  const name = registry === undefined || repository.startsWith(`${registry}/`) ? repository : `${registry}/${repository}`
  const digest = written(parts.digest)
  const tag = written(parts.tag) ?? plain(fallback)
  // some operators have one key for both
  const isDigest = tag?.startsWith('sha256:')
  const tagged = tag === undefined ? name : `${name}${isDigest ? '@' : ':'}${tag}`
  const image = parseImage(digest === undefined ? tagged : `${tagged}@${digest.includes(':') ? digest : `sha256:${digest}`}`)
  const isOpen = image !== undefined && !('unresolved' in image) && image.tag === undefined && image.digest === undefined
  return isOpen ? { reference: image.reference, unresolved: true } : image
}

/** The image behind a field: a reference, or a mapping of its parts. */
export function imageOf(value: Json | undefined): ImageReference | undefined {
  return isJsonObject(value) ? joinParts(value, commonParts) : parseImage(value)
}

/** A tag without quotes is a number to YAML. */
function plain(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}
