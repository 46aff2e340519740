import type { Json, JsonObject, Path } from './model.ts'

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What a JSON text says if it says an object, else an empty one: what somebody else answered may be anything. */
export function objectOf(text: string): JsonObject {
  try {
    const value: Json = JSON.parse(text)
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}

/** The value if it is a list, else an empty list: YAML often leaves a key with nothing behind it. */
export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

/** The text at a path, or undefined when there is no text there. */
export function textAt(value: Json | undefined, path: Path): string | undefined {
  const found = valueAt(value, path)
  return typeof found === 'string' ? found : undefined
}

/** The value at a path, or undefined when the path leads nowhere. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  let current = value
  for (const key of path) {
    if (Array.isArray(current)) current = typeof key === 'number' ? current[key] : undefined
    else if (isJsonObject(current)) current = Object.hasOwn(current, key) ? current[key] : undefined
    else return undefined
  }
  return current
}

/** `spec.containers[0].image`; keys that hold more than letters, digits, `_` and `-` stand quoted in brackets. */
export function formatPath(path: Path): string {
  return path
    .map((key, i) =>
      typeof key === 'number' ? `[${key}]` : /^[\w-]+$/.test(key) ? (i === 0 ? key : `.${key}`) : `[${JSON.stringify(key)}]`,
    )
    .join('')
}

/** JSON text with sorted keys: equal values give equal bytes. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (isJsonObject(value)) {
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key]!)}`)
      .join(',')}}`
  }
  return JSON.stringify(value)
}

/** True when the JSON text of a value would be longer than `limit` UTF-16 units, with what aliases share written out. Stops early. */
export function isLongerThan(value: Json, limit: number): boolean {
  let left = limit
  const visit = (node: Json): void => {
    if (left < 0) return
    if (typeof node === 'string') left -= node.length + 3
    else if (Array.isArray(node)) for (const item of node) visit(item)
    else if (isJsonObject(node)) {
      for (const key of Object.keys(node)) {
        left -= key.length + 4
        visit(node[key]!)
      }
    } else left -= 5
  }
  visit(value)
  return left < 0
}
