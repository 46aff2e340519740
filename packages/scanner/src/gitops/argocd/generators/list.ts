import { isJsonObject, listOf } from '../../../json.ts'
import type { Json, JsonObject } from '../../../model.ts'
import { readDocuments } from '../../../parse/index.ts'
import { Gap } from '../gap.ts'
import type { Generator, ParameterSet } from './generator.ts'

/** `elements`, then those of the YAML text `elementsYaml`. Without goTemplate elements hold texts, and texts in `values`. */
export const listGenerator: Generator = async (fields, path, { applicationSet, goTemplate }) => {
  const sets = listOf(fields.elements).map((element, i): ParameterSet => {
    const at = [...path, 'elements', i]
    const fault = (message: string) => new Gap('render-failed', message, { manifest: applicationSet, path: at })
    if (!isJsonObject(element)) throw fault('An element of a list generator must be an object.')
    return { values: goTemplate ? element : flatElement(element, fault), element: at }
  })
  if (typeof fields.elementsYaml !== 'string' || fields.elementsYaml === '') return sets
  const { documents, problems } = readDocuments(fields.elementsYaml)
  const elements = documents[0]?.value ?? []
  if (problems.length > 0 || !Array.isArray(elements) || !elements.every(isJsonObject))
    throw new Gap('render-failed', 'elementsYaml must be a YAML list of objects.', {
      manifest: applicationSet,
      path: [...path, 'elementsYaml'],
    })
  return [...sets, ...elements.map((values) => ({ values: values as JsonObject }))]
}

function flatElement(element: JsonObject, fault: (message: string) => Gap): JsonObject {
  const text = (key: string, value: Json): string => {
    if (typeof value !== 'string') throw fault(`${key} of the element must be a text, unless the ApplicationSet has goTemplate: true.`)
    return value
  }
  return Object.fromEntries(
    Object.entries(element).flatMap(([key, value]) =>
      key === 'values' && isJsonObject(value)
        ? Object.entries(value).map(([name, item]) => [`values.${name}`, text(`values.${name}`, item)])
        : [[key, text(key, value)]],
    ),
  )
}
