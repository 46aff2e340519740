import { isJsonObject, listOf, textAt, valueAt } from '../../json.ts'
import type { Json, Manifest, Path } from '../../model.ts'
import type { ValueParameter, ValuesInput } from '../../provenance/place.ts'
import { type DataValue, readData } from './data.ts'
import { isUnresolved, type Problem, type Scope, type Unresolved } from './model.ts'

export interface ReleaseValues {
  values: ValuesInput[]
  parameters: ValueParameter[]
  problems: Problem[]
}

/**
 * The values of a HelmRelease: `valuesFrom` in its order, `values` over them, and as documented over all of those the entries of `valuesFrom`
 * with a `targetPath`.
 */
export function readValues(manifest: Manifest, scope: Scope): ReleaseValues {
  const found: ReleaseValues = { values: [], parameters: [], problems: [] }
  for (const [i, item] of listOf(valueAt(manifest.object, ['spec', 'valuesFrom'])).entries()) {
    const value = referenced(item, manifest.ref.namespace, scope)
    const path: Path = ['spec', 'valuesFrom', i]
    if (value === undefined) continue
    if (isUnresolved(value)) found.problems.push({ ...value, path })
    else if (textAt(item, ['targetPath'])) found.parameters.push(parameter(item, value))
    else found.values.push({ kind: 'text', text: value.text, field: value.field })
  }
  const inline = valueAt(manifest.object, ['spec', 'values'])
  if (isJsonObject(inline)) found.values.push({ kind: 'object', value: inline, field: { manifest, path: ['spec', 'values'] } })
  const preserved = valueAt(manifest.object, ['spec', 'upgrade', 'preserveValues']) === true
  if (preserved)
    found.problems.push({
      reason: 'unknown-value',
      message:
        'Values of earlier releases stay in force (preserveValues); they are in the cluster only, so the chart was rendered without them.',
      path: ['spec', 'upgrade', 'preserveValues'],
    })
  return found
}

/** The value that an entry of `valuesFrom` names; undefined when it is optional and not there. */
function referenced(item: Json, namespace: string, scope: Scope): DataValue | Unresolved | undefined {
  const ref = { kind: textAt(item, ['kind']) ?? '', namespace, name: textAt(item, ['name']) ?? '' }
  const optional = valueAt(item, ['optional']) === true
  const data = readData({ ...ref, optional }, scope, 'so the chart was rendered without the values it gives.')
  if (isUnresolved(data)) return data
  const key = textAt(item, ['valuesKey']) || 'values.yaml'
  const value = data.get(key)
  if (value !== undefined || optional) return value
  return { reason: 'render-failed', message: `${ref.kind} ${namespace}/${ref.name} has no ${key}: Flux fails on it.` }
}

/** A value at a path, in the form of `helm --set`; a quoted one as `--set-string`, `literal` as `--set-literal`. */
function parameter(item: Json, { text, field }: DataValue): ValueParameter {
  const key = textAt(item, ['targetPath'])!
  if (valueAt(item, ['literal']) === true) return { form: 'literal', key, value: text, field }
  const quoted = (text.startsWith("'") && text.endsWith("'")) || (text.startsWith('"') && text.endsWith('"'))
  return quoted ? { form: 'string', key, value: text.replace(/^['"]+|['"]+$/g, ''), field } : { form: 'set', key, value: text, field }
}
