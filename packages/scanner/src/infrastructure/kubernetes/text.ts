import { isJsonObject } from '../../json.ts'
import type { Json, JsonObject, Path } from '../../model.ts'

/** An object as YAML, and what stands on each of its lines. */
export interface ObjectText {
  text: string
  /** Path of the field on each line, by line - 1. */
  paths: Path[]
}

/** Writes an object so that every field has a line of its own, in the order of its keys. */
export function objectText(object: JsonObject): ObjectText {
  const lines: string[] = []
  const paths: Path[] = []
  const add = (line: string, path: Path): void => {
    lines.push(line)
    paths.push(path)
  }
  const write = (value: Json, { head, indent, path }: { head: string; indent: string; path: Path }): void => {
    const entries: [string | number, Json][] = Array.isArray(value)
      ? [...value.entries()]
      : isJsonObject(value)
        ? Object.entries(value)
        : []
    if (entries.length === 0) {
      add(`${head} ${Array.isArray(value) ? '[]' : isJsonObject(value) ? '{}' : scalar(value)}`, path)
      return
    }
    if (path.length > 0) add(head, path)
    for (const [key, child] of entries)
      write(child, { head: `${indent}${typeof key === 'number' ? '-' : `${scalar(key)}:`}`, indent: `${indent}  `, path: [...path, key] })
  }
  write(object, { head: '', indent: '', path: [] })
  return { text: `${lines.join('\n')}\n`, paths }
}

/** JSON text of a value, which YAML reads as the same; what YAML might take for the end of a line, or refuse, is escaped. */
function scalar(value: Json): string {
  return JSON.stringify(typeof value === 'string' ? value.toWellFormed() : value).replace(/[^ -~]/gu, (character) => {
    const code = character.codePointAt(0)!
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** The smallest field that holds all lines from `start` to `end`, 1-based; the whole object for lines that it does not have. */
export function pathOfLines(paths: Path[], start: number, end: number): Path {
  const covered = paths.slice(start - 1, Math.max(end, start))
  const [first, ...others] = covered
  if (first === undefined) return []
  let length = first.length
  for (const path of others) {
    let same = 0
    while (same < length && path[same] === first[same]) same++
    length = same
  }
  return first.slice(0, length)
}
