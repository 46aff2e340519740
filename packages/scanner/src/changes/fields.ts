import { canonicalJson, isJsonObject } from '../json.ts'
import type { Json, JsonObject } from '../model.ts'

/** A step of a path in two objects: a key, a 0-based index (that of the later state, where it has the item), or the item of a list by name. */
export type FieldStep = string | number | { name: string }

export interface FieldChange {
  path: FieldStep[]
  /** Absent when the field is new. */
  before?: Json
  /** Absent when the field is gone. */
  after?: Json
}

/**
 * The fields that differ, in the order of their paths: the deepest ones, so that one changed value is one entry. Items of lists are
 * compared by their `name` where all have one and none twice (their order does not count then), else by their place, equal ones at both
 * ends of the list aside.
 */
export function changedFields(before: Json, after: Json, path: FieldStep[] = []): FieldChange[] {
  if (isJsonObject(before) && isJsonObject(after)) return changedKeys(before, after, path)
  if (Array.isArray(before) && Array.isArray(after)) return changedItems(before, after, path)
  return isEqual(before, after) ? [] : [{ path, before, after }]
}

function changedKeys(before: JsonObject, after: JsonObject, path: FieldStep[]): FieldChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return keys.flatMap((key) => {
    const own = [...path, key]
    if (!Object.hasOwn(before, key)) return [{ path: own, after: after[key]! }]
    if (!Object.hasOwn(after, key)) return [{ path: own, before: before[key]! }]
    return changedFields(before[key]!, after[key]!, own)
  })
}

function changedItems(before: Json[], after: Json[], path: FieldStep[]): FieldChange[] {
  const named = { before: byName(before), after: byName(after) }
  if (named.before !== undefined && named.after !== undefined) {
    const names = [...new Set([...named.before.keys(), ...named.after.keys()])].sort()
    return names.flatMap((name) => changedItem(named.before!.get(name), named.after!.get(name), [...path, { name }]))
  }
  let start = 0
  while (start < before.length && start < after.length && isEqual(before[start]!, after[start]!)) start++
  let end = 0
  const rest = Math.min(before.length, after.length) - start
  while (end < rest && isEqual(before[before.length - 1 - end]!, after[after.length - 1 - end]!)) end++
  const length = Math.max(before.length, after.length) - start - end
  return Array.from({ length }, (_, i) => start + i).flatMap((index) =>
    changedItem(index < before.length - end ? before[index] : undefined, index < after.length - end ? after[index] : undefined, [
      ...path,
      index,
    ]),
  )
}

function changedItem(before: Json | undefined, after: Json | undefined, path: FieldStep[]): FieldChange[] {
  if (before === undefined) return [{ path, after: after! }]
  return after === undefined ? [{ path, before }] : changedFields(before, after, path)
}

/** Undefined when an item has no name, or two have the same. */
function byName(items: Json[]): Map<string, Json> | undefined {
  const named = new Map<string, Json>()
  for (const item of items) {
    if (!isJsonObject(item) || typeof item.name !== 'string' || named.has(item.name)) return undefined
    named.set(item.name, item)
  }
  return named
}

function isEqual(before: Json, after: Json): boolean {
  return before === after || canonicalJson(before) === canonicalJson(after)
}

/** `spec.containers[app].args[2]`. */
export function formatSteps(steps: FieldStep[]): string {
  return steps
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`
      if (typeof step === 'object') return `[${step.name}]`
      return /^[\w-]+$/.test(step) ? (i === 0 ? step : `.${step}`) : `[${JSON.stringify(step)}]`
    })
    .join('')
}
