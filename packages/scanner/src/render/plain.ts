import type { PlainSource, PlannedUnit } from '../discover/sources.ts'
import { isProblem, type SourceFiles } from '../files.ts'
import { readDocuments } from '../parse/index.ts'
import { documentObjects, isShort, type LazyObjects, lazyObjects, type ObjectsFound } from './manifests.ts'

/** Marks of a Kubernetes object in a text: its words, or a way to spell them that only a reader of YAML sees. */
const marks = /apiVersion|kind|\\[xuU\r\n]|binary|%TAG/
const objectLine = /(^|[\s{,"'])["']?(apiVersion|kind)["']?\s*:/m
/** An escape that stands for an ASCII letter: nothing but a disguise needs it. */
const disguise = /\\(x|u00|U000000)[4-7][0-9a-fA-F]/

/** The objects in the files of a unit of plain manifests. A file that cannot be read, and may hold an object, is named in `notEvaluated`. */
export function plainObjects({ files }: PlainSource, unit: PlannedUnit, sources: SourceFiles): LazyObjects {
  return lazyObjects(files, { text: sources.text, read: (file) => readPlain(file, unit, sources) })
}

function readPlain(file: string, unit: PlannedUnit, sources: SourceFiles): ObjectsFound {
  const text = sources.text(file)
  if (isProblem(text)) return { manifests: [], notEvaluated: [{ file, unit: unit.id, ...text }] }
  const found: ObjectsFound = { manifests: [], notEvaluated: [] }
  if (!marks.test(text)) return found
  const { documents, problems } = readDocuments(text, { file })
  const problem = problems[0]
  if (problem !== undefined) {
    if (mayHoldObject(text))
      found.notEvaluated.push({
        file,
        unit: unit.id,
        reason: 'parse-failed',
        message: parseMessage(problem.message, text),
        line: problem.line,
        column: problem.column,
      })
    return found
  }
  const short = isShort(text)
  for (const document of documents) {
    const { manifests, notEvaluated } = documentObjects(document.value, {
      short,
      unit,
      file,
      line: document.startLine,
      namespace: unit.namespace,
      origin: (itemPath) => ({ kind: 'file', file, document: document.index, itemPath }),
    })
    found.manifests.push(...manifests)
    found.notEvaluated.push(...notEvaluated)
  }
  return found
}

/** Whether a file that cannot be parsed must be named, because an object may be in it. */
function mayHoldObject(text: string): boolean {
  return objectLine.test(text) || disguise.test(text) || (text.includes('apiVersion') && text.includes('kind'))
}

function parseMessage(message: string, text: string): string {
  return /\{\{-?\s/.test(text) ? `${message} (the file looks like a Go template: only charts with a Chart.yaml are rendered)` : message
}
