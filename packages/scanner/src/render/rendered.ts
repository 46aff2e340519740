import type { PlannedUnit } from '../discover/units.ts'
import type { Origin } from '../model.ts'
import { readDocuments } from '../parse/index.ts'
import { documentObjects, isShort, type ObjectsFound } from './manifests.ts'

/** Text that an engine rendered, and the file it came from. */
export interface RenderedText {
  text: string
  file: string
}

/** The objects in rendered texts; what cannot be read is named with the file it came from. */
export function renderedObjects(texts: RenderedText[], options: { unit: PlannedUnit; origin: (file: string) => Origin }): ObjectsFound {
  const found: ObjectsFound = { manifests: [], notEvaluated: [] }
  for (const { text, file } of texts) {
    const { documents, problems } = readDocuments(text)
    const problem = problems[0]
    if (problem !== undefined) {
      found.notEvaluated.push({
        file,
        unit: options.unit.id,
        reason: 'render-failed',
        message: `The rendered text is not valid YAML: ${problem.message} (line ${problem.line} of what the template gives).`,
      })
      continue
    }
    const short = isShort(text)
    for (const { value } of documents) {
      const { manifests, notEvaluated } = documentObjects(value, {
        short,
        unit: options.unit,
        file,
        line: 1,
        namespace: '',
        origin: () => options.origin(file),
      })
      found.manifests.push(...manifests)
      found.notEvaluated.push(...notEvaluated.map(({ line: _, ...entry }) => entry))
    }
  }
  return found
}
