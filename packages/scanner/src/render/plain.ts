import type { PlainSource, PlannedUnit } from '../discover/units.ts'
import { isProblem, type SourceFiles } from '../files.ts'
import { readDocuments } from '../parse/index.ts'
import { documentObjects, type ObjectsFound } from './manifests.ts'

/** Marks of a Kubernetes object in a text; an escape sequence could spell them in a way that only a reader sees. */
const marks = /apiVersion|kind|\\[xuU]/
const objectLine = /(^|[\s{,"'])["']?(apiVersion|kind)["']?\s*:/m

/** Reads the files of a unit of plain manifests. A file that cannot be read, and may hold an object, is named in `notEvaluated`. */
export function readPlain(unit: PlannedUnit & PlainSource, sources: SourceFiles): ObjectsFound {
  const found: ObjectsFound = { manifests: [], notEvaluated: [] }
  for (const file of unit.files) {
    const text = sources.text(file)
    if (isProblem(text)) {
      found.notEvaluated.push({ file, unit: unit.id, ...text })
      continue
    }
    if (!marks.test(text)) continue
    const { documents, problems } = readDocuments(text, { file })
    const problem = problems[0]
    if (problem !== undefined) {
      if (objectLine.test(text))
        found.notEvaluated.push({
          file,
          unit: unit.id,
          reason: 'parse-failed',
          message: parseMessage(problem.message, text),
          line: problem.line,
          column: problem.column,
        })
      continue
    }
    for (const document of documents) {
      const { manifests, notEvaluated } = documentObjects(document.value, {
        unit,
        file,
        line: document.startLine,
        namespace: '',
        origin: (itemPath) => ({ kind: 'file', file, document: document.index, itemPath }),
      })
      found.manifests.push(...manifests)
      found.notEvaluated.push(...notEvaluated)
    }
  }
  return found
}

function parseMessage(message: string, text: string): string {
  return /\{\{-?\s/.test(text) ? `${message} (the file looks like a Go template: only charts with a Chart.yaml are rendered)` : message
}
