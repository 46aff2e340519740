import { isJsonObject, valueAt } from '../../json.ts'
import { type JsonObject, type Path, UserError } from '../../model.ts'
import { type ImageReference, parseImage } from '../reference.ts'
import { platformsOf } from './containers.ts'
import type { FieldRow } from './fields.ts'
import { type FoundUse, textOf } from './found.ts'
import { imageOf, joinParts } from './parts.ts'
import { expandPath, readPath } from './paths.ts'

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
  const found: RowUses = { uses: [], taken: [] }
  for (const row of rows) {
    const text = typeof row === 'string' ? row : row.at
    const expression = readPath(text)
    if (typeof expression === 'string') throw new UserError(`The path ${text} of images.paths: ${expression}`)
    for (const path of expandPath(object, expression)) addRow(object, row, path, found)
  }
  return found
}

function addRow(object: JsonObject, row: FieldRow, path: Path, { uses, taken }: RowUses): void {
  const value = valueAt(object, path)
  const add = (at: Path, image: ImageReference | undefined) => {
    if (image === undefined) return
    const owner = valueAt(object, at.slice(0, -1))
    uses.push({ path: at, type: 'field', name: nameOf(at), image, platforms: platformsOf([owner, object.spec]) })
  }
  if (typeof row === 'string') return add(path, imageOf(value))
  if ('scheme' in row) {
    const [, scheme, rest] = typeof value === 'string' ? (/^(?:(\w+):\/\/)?(.*)$/s.exec(value) ?? []) : []
    return scheme === undefined || scheme === row.scheme ? add(path, parseImage(rest)) : undefined
  }
  if (!isJsonObject(value) || (row.unless !== undefined && textOf(value, row.unless) !== undefined)) return
  const keys = Object.values(row.parts).flat()
  taken.push(...keys.map((key) => [...path, key]))
  const key = row.parts.repository.find((each) => textOf(value, each) !== undefined)
  if (key !== undefined) add([...path, key], hasOwnTag(value, key) ? parseImage(value[key]) : joinParts(value, row.parts))
}

/** The whole reference in one field: then the others say the same, or are the version of the program only. */
function hasOwnTag(value: JsonObject, key: string): boolean {
  const image = parseImage(value[key])
  return image !== undefined && !('unresolved' in image) && (image.tag ?? image.digest) !== undefined
}

function nameOf(path: Path): string {
  return String(path.findLast((key) => typeof key === 'string') ?? '')
}
