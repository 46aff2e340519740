import { isJsonObject } from '../../../json.ts'
import type { Json, JsonObject } from '../../../model.ts'
import type { TemplateResult } from '../engine.ts'
import { TemplateError } from '../engine.ts'
import type { GeneratorScope } from './generator.ts'

/**
 * Adds the `values` of a generator to each set, as `values.<key>`: they are templates of the set's own parameters. They see no other
 * value of `values`.
 */
export async function addValues(values: Json | undefined, sets: JsonObject[], scope: GeneratorScope): Promise<void> {
  if (!isJsonObject(values) || sets.length === 0) return
  const { goTemplate, goTemplateOptions: options } = scope
  const keys = Object.keys(values)
  const value = keys.map((key) => String(values[key]))
  const textMaps = [
    ['metadata', 'labels'],
    ['metadata', 'annotations'],
  ]
  const results = await scope.ask<TemplateResult<string[]>[]>({ render: { value, sets, goTemplate, options, textMaps } })
  for (const [i, set] of sets.entries()) {
    const { value: texts, error } = results[i]!
    if (texts === undefined) throw new TemplateError(error ?? 'values were not rendered')
    if (goTemplate) set.values = Object.fromEntries(keys.map((key, k) => [key, texts[k]!]))
    else for (const [k, key] of keys.entries()) set[`values.${key}`] = texts[k]!
  }
}
