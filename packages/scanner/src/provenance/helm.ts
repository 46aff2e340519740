import type { ChartSource } from '../discover/sources.ts'
import { EngineError } from '../engines/error.ts'
import type { HelmDocument, HelmTraceAnswer } from '../engines/operations.ts'
import type { SourceFiles } from '../files.ts'
import { valueAt } from '../json.ts'
import type { Json, Path } from '../model.ts'
import { locate, readDocuments } from '../parse/index.ts'
import { wholeFile } from './fields.ts'
import { type ChartParts, chartParts } from './helm-charts.ts'
import { type DocumentMap, documentMap } from './helm-map.ts'
import { missingPlaces } from './helm-missing.ts'
import { type Places, writtenPlaces } from './helm-places.ts'
import { templateTexts } from './helm-template.ts'
import { renderedText } from './helm-text.ts'
import type { SourcePlace, Trace } from './place.ts'
import { valuesFinder } from './values.ts'

export interface ChartTraceOptions {
  /** All documents of the plain render. */
  documents: HelmDocument[]
  /** Renders once more with the recorder; called at most once, when the first place is asked for. */
  trace: () => Promise<HelmTraceAnswer>
  source: ChartSource
  sources: SourceFiles
}

/** Which object of a render: index of its text among `documents`, and where it stands in that text. */
export interface RenderedAt {
  text: number
  document: number
  itemPath: Path
}

/** A trace that can be asked for a part of a field: of an image the tag, where that is the fault. */
export interface ChartTrace extends Trace {
  /** @param parts for each path a text that its value holds, or nothing for the whole */
  places(paths: Path[], parts?: (string | undefined)[]): Promise<SourcePlace[][]>
}

interface Recorded {
  answer: HelmTraceAnswer
  places: Places
}

/**
 * Gives the traces of the objects that a chart rendered. Where a document of the recorder differs from the plain one (`randInt` and
 * `shuffle` can do that) its map belongs to something else and is dropped: then there are no places, and what is known is the file.
 */
export function chartTraces(options: ChartTraceOptions): (at: RenderedAt) => ChartTrace {
  let recorded: Promise<Recorded | undefined> | undefined
  const maps = new Map<number, DocumentMap>()
  return (at) => ({
    async places(paths, parts = []) {
      recorded ??= record(options)
      const known = await recorded
      const rendered = options.documents[at.text]
      if (known === undefined || rendered === undefined || !isSame(known.answer.documents[at.text], rendered)) return paths.map(() => [])
      if (rendered.crd === true) return paths.map((path) => writtenInFile(rendered, [...at.itemPath, ...path], at.document, known.places))
      const map = maps.get(at.text) ?? documentMap(known.answer.map, at.text)
      maps.set(at.text, map)
      return await objectPlaces(rendered.text, { at, paths, parts, map, places: known.places })
    },
  })
}

/** A recorder that fails or takes too long costs lines only: what is judged comes from the plain render. */
async function record({ documents, trace, source, sources }: ChartTraceOptions): Promise<Recorded | undefined> {
  const answer = await trace().catch(refused)
  if (answer === undefined || answer.documents.length !== documents.length) return undefined
  const charts: ChartParts = chartParts(answer.charts, source.chart, sources)
  return { answer, places: { charts, values: valuesFinder(source, charts, sources), text: templateTexts(sources), sources } }
}

function isSame(recorded: HelmDocument | undefined, plain: HelmDocument): boolean {
  return recorded?.template === plain.template && recorded.text === plain.text
}

function refused(error: unknown): undefined {
  if (error instanceof EngineError) return undefined
  throw error
}

/** A file of `crds/` is not a template: its text is the file. */
function writtenInFile({ template, text }: HelmDocument, path: Path, document: number, { charts }: Places): SourcePlace[] {
  const file = charts.template(template)
  if (file === undefined) return []
  const [found] = locate(text, [{ document, path }])
  return [
    found === undefined ? { ...wholeFile(file), role: 'written' } : { file, ...found.region, precision: found.precision, role: 'written' },
  ]
}

async function objectPlaces(
  text: string,
  { at, paths, parts, map, places }: { at: RenderedAt; paths: Path[]; parts: (string | undefined)[]; map: DocumentMap; places: Places },
): Promise<SourcePlace[][]> {
  const value: Json | undefined = readDocuments(text).documents.find(({ index }) => index === at.document)?.value
  const rendered = renderedText(text, at.document, value ?? null)
  const full = paths.map((path) => [...at.itemPath, ...path])
  return await Promise.all(
    full.map((path, i) =>
      valueAt(value, path) === undefined
        ? missingPlaces(path, { rendered, map, places })
        : writtenPlaces(path, { rendered, map, places }, parts[i]),
    ),
  )
}
