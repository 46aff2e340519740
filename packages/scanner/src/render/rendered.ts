import type { PlannedUnit } from '../discover/sources.ts'
import type { Origin, Path } from '../model.ts'
import { readDocuments } from '../parse/index.ts'
import { documentObjects, isShort, type ObjectsFound } from './manifests.ts'

/** Text that an engine rendered, and the file it came from. */
export interface RenderedText {
  text: string
  file: string
}

/**
 * The objects in rendered texts; what cannot be read is named with the file it came from.
 * @param options.origin by file, index of the text, and for an object in it its document's index and its path in that document
 */
export function renderedObjects(
  texts: RenderedText[],
  options: { unit: PlannedUnit; origin: (file: string, at: { text: number; document: number; itemPath: Path }) => Origin },
): ObjectsFound {
  const found: ObjectsFound = { manifests: [], notEvaluated: [] }
  for (const [index, { text, file }] of texts.entries()) {
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
    for (const { value, index: document } of documents) {
      const { manifests, notEvaluated } = documentObjects(value, {
        short,
        unit: options.unit,
        file,
        line: 1,
        namespace: options.unit.namespace,
        origin: (itemPath) => options.origin(file, { text: index, document, itemPath }),
      })
      found.manifests.push(...manifests)
      found.notEvaluated.push(...notEvaluated.map(({ line: _, ...entry }) => entry))
    }
  }
  return found
}
