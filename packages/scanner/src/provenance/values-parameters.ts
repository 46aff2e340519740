import { isJsonObject } from '../json.ts'
import type { Json, Path } from '../model.ts'
import type { ValueParameter } from './place.ts'

/**
 * The paths that a parameter sets, as Helm's strvals reads keys: dots between names, `[0]` for items, a backslash before what is meant
 * literally; `a=1,b=2` in one `set` or `string` sets several. A JSON object without key sets its keys.
 */
export function parameterPaths({ form, key, value }: ValueParameter): Path[] {
  const first = keyPath(key, form === 'literal')
  if (form === 'json' && key === '') return jsonKeys(value)
  if (form !== 'set' && form !== 'string') return [first]
  return [first, ...furtherKeys(value).map((further) => keyPath(further, false))]
}

function keyPath(key: string, literal: boolean): Path {
  const path: Path = []
  for (const [, name, index] of key.matchAll(literal ? /([^.[\]]+)|\[(\d+)\]/g : /((?:\\.|[^.[\]\\])+)|\[(\d+)\]/g))
    path.push(index === undefined ? name!.replace(/\\(.)/g, '$1') : Number(index))
  return path
}

/** Keys behind commas outside of `{...}`. */
function furtherKeys(value: string): string[] {
  const outside = value.replace(/\{(?:\\.|[^}\\])*\}/g, '')
  return [...outside.matchAll(/(?:^|[^\\]),((?:\\.|[^=,\\])+)=/g)].map((match) => match[1]!)
}

function jsonKeys(text: string): Path[] {
  try {
    const value = JSON.parse(text) as Json
    return isJsonObject(value) ? Object.keys(value).map((key) => [key]) : []
  } catch {
    return []
  }
}
