import { canonicalJson } from '../json.ts'
import type { Json, JsonObject } from '../model.ts'
import { compareText } from '../order.ts'

/** Items of one list that a message names. */
const named = 10

/**
 * The params of findings that are one (a vulnerability in several tags of a repository): what all say alike stays as it is; lists are
 * united, numbers give the highest, anything else becomes a list. Lists that were joined here are sorted and hold nothing twice. A param
 * that only some have is taken from those.
 */
export function mergeParams(all: JsonObject[]): JsonObject {
  const keys = [...new Set(all.flatMap(Object.keys))].sort()
  return Object.fromEntries(
    keys.map((key) => {
      const values = all.flatMap((params) => (Object.hasOwn(params, key) ? [params[key]!] : []))
      return [key, mergeValues(values)]
    }),
  )
}

function mergeValues(values: Json[]): Json {
  const [first] = values
  if (values.every((value) => canonicalJson(value) === canonicalJson(first!))) return first!
  if (values.every((value) => typeof value === 'number')) return Math.max(...values)
  const items = new Map(values.flat().map((value) => [canonicalJson(value), value]))
  return [...items].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value)
}

/** Params as a sentence can hold them: of a long list the first items. The finding keeps all. */
export function sentenceParams(params: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      Array.isArray(value) && value.length > named ? [...value.slice(0, named), '…'] : value,
    ]),
  )
}
