import { isJsonObject, listOf, textAt } from '../../json.ts'
import type { JsonObject } from '../../model.ts'
import type { FieldOf } from '../../provenance/place.ts'
import { Gap } from './gap.ts'

/**
 * Whether a label selector (`matchLabels`, `matchExpressions`) selects these labels; an empty one selects all. Values may be any text.
 * @throws Gap at `field` when the selector is invalid
 */
export function selects(selector: JsonObject, labels: Record<string, string>, field: FieldOf): boolean {
  const equal = isJsonObject(selector.matchLabels) ? Object.entries(selector.matchLabels) : []
  return (
    equal.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value) &&
    listOf(selector.matchExpressions).every((expression) => matches(isJsonObject(expression) ? expression : {}, labels, field))
  )
}

function matches(expression: JsonObject, labels: Record<string, string>, field: FieldOf): boolean {
  const key = textAt(expression, ['key']) ?? ''
  const values = listOf(expression.values)
  const has = Object.hasOwn(labels, key)
  const listed = has && values.includes(labels[key]!)
  const operator = textAt(expression, ['operator']) ?? ''
  if (operator === 'In' && values.length > 0) return listed
  if (operator === 'NotIn' && values.length > 0) return !listed
  if (operator === 'Exists' && values.length === 0) return has
  if (operator === 'DoesNotExist' && values.length === 0) return !has
  throw new Gap(
    'render-failed',
    `The selector's operator ${operator || '(none)'} and its ${values.length} values do not go together.`,
    field,
  )
}
