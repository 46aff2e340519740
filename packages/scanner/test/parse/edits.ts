import type { Json, JsonObject, Path, Region } from '../../src/model.ts'

/** Replaces a region; counts lines and columns on its own, independent of the reader. */
export function replaced(text: string, region: Region, token: string): string {
  const mark = text.startsWith('\ufeff') ? 1 : 0
  const lines = text.slice(mark).split('\n')
  const offset = (line: number, column: number) => lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, mark) + column - 1
  return text.slice(0, offset(region.startLine, region.startColumn)) + token + text.slice(offset(region.endLine, region.endColumn))
}

/** The text of a region. */
export function cut(text: string, region: Region): string {
  const before = replaced(text, { ...region, endLine: region.startLine, endColumn: region.startColumn }, '\0').indexOf('\0')
  const behind = replaced(text, { ...region, startLine: region.endLine, startColumn: region.endColumn }, '\0').indexOf('\0')
  return text.slice(before, behind)
}

/** Every path of a value with what it leads to. */
export function paths(value: Json, path: Path = []): { path: Path; value: Json }[] {
  if (value === null || typeof value !== 'object') return [{ path, value }]
  const children = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value)
  return [{ path, value }, ...children.flatMap(([name, child]) => paths(child, [...path, name]))]
}

/** A copy with the value at a path replaced. */
export function withValue(value: Json, path: Path, replacement: Json): Json {
  const copy = structuredClone(value)
  if (path.length === 0) return replacement
  const parent = path.slice(0, -1).reduce<Json>((at, name) => (at as JsonObject)[name]!, copy) as JsonObject
  parent[path.at(-1)!] = replacement
  return copy
}

/** A copy with the last key of a path renamed. */
export function withKey(value: Json, path: Path, name: string): Json {
  const copy = structuredClone(value)
  const parent = path.slice(0, -1).reduce<Json>((at, each) => (at as JsonObject)[each]!, copy) as JsonObject
  const key = path.at(-1)!
  parent[name] = parent[key]!
  delete parent[key]
  return copy
}
