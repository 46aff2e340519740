import type { Foreign } from '../model.ts'

/** A part of a report that is not what its format says. */
export class ReportError extends Error {}

/** A field of an object of somebody else's JSON, and where it is: `Results[0].Vulnerabilities[3]`. */
export interface Fields {
  path: string
  value: { [key: string]: Foreign }
}

/** The object itself. @throws ReportError when it is something else */
export function fields(value: Foreign, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(path, 'an object')
  return { path, value }
}

/** An object in a field; an absent one is an empty object. */
export function child(from: Fields, name: string): Fields {
  return fields(from.value[name] ?? {}, `${from.path}.${name}`)
}

/** The objects of a list; an absent list is an empty one. */
export function children(from: Fields, name: string): Fields[] {
  return listOf(from, name).map((item, index) => fields(item, `${from.path}.${name}[${index}]`))
}

/** The texts of a list. */
export function texts(from: Fields, name: string): string[] {
  return listOf(from, name).map((item, index) => {
    if (typeof item !== 'string') throw wrong(`${from.path}.${name}[${index}]`, 'text')
    return item
  })
}

/** Text that may be absent; an empty one counts as absent. */
export function text(from: Fields, name: string): string | undefined {
  const value = from.value[name] ?? undefined
  if (value !== undefined && typeof value !== 'string') throw wrong(`${from.path}.${name}`, 'text')
  return value === '' ? undefined : value
}

/** Text that must be there. */
export function requiredText(from: Fields, name: string): string {
  const value = text(from, name)
  if (value === undefined) throw wrong(`${from.path}.${name}`, 'text')
  return value
}

/** A number that may be absent. */
export function number(from: Fields, name: string): number | undefined {
  const value = from.value[name] ?? undefined
  if (value !== undefined && (typeof value !== 'number' || !Number.isFinite(value))) throw wrong(`${from.path}.${name}`, 'a number')
  return value
}

/** A flag that may be absent, which is false. */
export function isTrue(from: Fields, name: string): boolean {
  const value = from.value[name] ?? false
  if (typeof value !== 'boolean') throw wrong(`${from.path}.${name}`, 'true or false')
  return value
}

function listOf(from: Fields, name: string): Foreign[] {
  const value = from.value[name] ?? []
  if (!Array.isArray(value)) throw wrong(`${from.path}.${name}`, 'a list')
  return value
}

function wrong(path: string, expected: string): ReportError {
  return new ReportError(`${path} is not ${expected}`)
}
