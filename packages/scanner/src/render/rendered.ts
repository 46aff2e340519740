import type { PlannedUnit } from '../discover/sources.ts'
import type { Origin, Path } from '../model.ts'
import { readDocuments } from '../parse/index.ts'
import { documentObjects, isShort, type LazyObjects, lazyObjects, type ObjectsFound } from './manifests.ts'

/** Text that an engine rendered, and the file it came from. */
export interface RenderedText {
  text: string
  file: string
}

interface RenderedOptions {
  unit: PlannedUnit
  /** By file, index of the text, and for an object in it its document's index and its path in that document. */
  origin: (file: string, at: { text: number; document: number; itemPath: Path }) => Origin
}

/** The objects in rendered texts; what cannot be read is named with the file it came from. */
export function renderedObjects(texts: RenderedText[], options: RenderedOptions): LazyObjects {
  return lazyObjects(texts, { text: ({ text }) => text, read: (rendered, index) => readRendered(rendered, { ...options, index }) })
}

function readRendered({ text, file }: RenderedText, { unit, origin, index }: RenderedOptions & { index: number }): ObjectsFound {
  const { documents, problems } = readDocuments(text)
  const problem = problems[0]
  if (problem !== undefined) {
    const message = `The rendered text is not valid YAML: ${problem.message} (line ${problem.line} of what the template gives).`
    return { manifests: [], notEvaluated: [{ file, unit: unit.id, reason: 'render-failed', message }] }
  }
  const found: ObjectsFound = { manifests: [], notEvaluated: [] }
  const short = isShort(text)
  for (const { value, index: document } of documents) {
    const { manifests, notEvaluated } = documentObjects(value, {
      short,
      unit,
      file,
      line: 1,
      namespace: unit.namespace,
      origin: (itemPath) => origin(file, { text: index, document, itemPath }),
    })
    found.manifests.push(...manifests)
    found.notEvaluated.push(...notEvaluated.map(({ line: _, ...entry }) => entry))
  }
  return found
}
