import type { JsonObject, Path } from '../../model.ts'
import type { ImageUse } from '../model.ts'

/** An image that an object names, before it is known which manifest the object is. */
export type FoundUse = Pick<ImageUse, 'path' | 'type' | 'name' | 'image' | 'platforms' | 'runAsNonRoot' | 'runAsUser' | 'partial'>

/** The same use in an object that stands inside of another one. */
export function below(prefix: Path, uses: FoundUse[]): FoundUse[] {
  return uses.map((use) => ({ ...use, path: [...prefix, ...use.path] }))
}

/** A text that says something, or undefined. */
export function textOf(object: JsonObject, key: string): string | undefined {
  const value = Object.hasOwn(object, key) ? object[key] : undefined
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}
