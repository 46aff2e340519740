import type { Json, JsonObject } from '../model.ts'

/** Sets an own property; `__proto__` too becomes an ordinary key. */
export function setProperty(object: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  else object[key] = value
}
