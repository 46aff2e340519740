import { expandPath, readPath } from '../../config/field-paths.ts'
import { isJsonObject, valueAt } from '../../json.ts'
import { type Json, type JsonObject, type Path, UserError } from '../../model.ts'
import { type ImageReference, parseImage } from '../reference.ts'
import { platformsOf } from './containers.ts'
import type { FieldRow } from './fields.ts'
import { type FoundUse, textOf } from './found.ts'
import { imageOf, joinParts } from './parts.ts'

/** Uses that rows name, and the fields that they are made of: those are not images by themselves. */
export interface RowUses {
  uses: FoundUse[]
  taken: Path[]
}

/**
 * The images in the fields that a table or the configuration names.
 * @throws UserError for a path that cannot be read
 */
export function rowUses(object: JsonObject, rows: FieldRow[]): RowUses {
  const found = rows.flatMap((row) => {
    const text = typeof row === 'string' ? row : row.at
    const expression = readPath(text)
    if (typeof expression === 'string') throw new UserError(`The path ${text} of images.paths: ${expression}`)
    return expandPath(object, expression).map((path) => rowUse(object, row, path))
  })
  return { uses: found.flatMap(({ use }) => use ?? []), taken: found.flatMap(({ taken }) => taken ?? []) }
}

function rowUse(object: JsonObject, row: FieldRow, path: Path): { use?: FoundUse | undefined; taken?: Path[] } {
  const value = valueAt(object, path)
  if (typeof row === 'string') return { use: useAt(object, path, imageOf(value)) }
  if ('scheme' in row) return { use: useAt(object, path, withScheme(value, row.scheme)) }
  if (!isJsonObject(value) || (row.unless !== undefined && textOf(value, row.unless) !== undefined)) return {}
  const key = row.parts.repository.find((each) => textOf(value, each) !== undefined)
  const taken = Object.values(row.parts)
    .flat()
    .map((each) => [...path, each])
  if (key === undefined) return { taken }
  const image = hasOwnTag(value, key) ? parseImage(value[key]) : joinParts(value, row.parts, row.tagAt && valueAt(object, row.tagAt))
  return { use: useAt(object, [...path, key], image), taken }
}

function useAt(object: JsonObject, path: Path, image: ImageReference | undefined): FoundUse | undefined {
  if (image === undefined) return undefined
  const owner = valueAt(object, path.slice(0, -1))
  const name = path.findLast((key) => typeof key === 'string') ?? ''
  return { path, type: 'field', name, image, platforms: platformsOf([owner, object.spec]) }
}

/** The reference of a URL; a text without a scheme has the one that is asked for. */
function withScheme(value: Json | undefined, scheme: string): ImageReference | undefined {
  const [, written, rest] = typeof value === 'string' ? (/^(?:(\w+):\/\/)?(.*)$/s.exec(value) ?? []) : []
  return written === undefined || written === scheme ? parseImage(rest) : undefined
}

/** The whole reference in one field: then the others say the same, or are the version of the program only. */
function hasOwnTag(value: JsonObject, key: string): boolean {
  const image = parseImage(value[key])
  return image !== undefined && !('unresolved' in image) && (image.tag ?? image.digest) !== undefined
}
