import type { EngineClient } from '../engines/client.ts'
import { EngineError } from '../engines/error.ts'
import { buildKustomizations } from '../engines/kustomizations.ts'
import type { SourceFiles } from '../files.ts'
import type { Path } from '../model.ts'
import { kustomizeTraces } from '../provenance/kustomize.ts'
import type { KustomizationEdit, SourcePlace, Trace } from '../provenance/place.ts'
import { textIndex } from '../provenance/text-index.ts'

/** The only resource of a kustomization that changes what a chart gives. */
export const postRenderInput = 'helm-output.yaml'

/** A text of a rendering: what it came from, and the traces of the objects in it. */
export interface TracedText {
  text: string
  /** Relative to the root. */
  file: string
  trace(at: { document: number; itemPath: Path }): Trace
}

export interface PostRenderOptions {
  edits: KustomizationEdit[]
  kustomize: EngineClient
  helm: EngineClient
  sources: SourceFiles
  /** What objects are from that the kustomizations add. */
  file: string
}

/**
 * What kustomizations make of the output of a chart, one after the other: the texts of the objects. Their traces go on through the chart.
 * Rejects with EngineError.
 * @param documents one YAML document each
 */
export async function postRender(documents: TracedText[], options: PostRenderOptions): Promise<TracedText[]> {
  let output = documents
  for (const edit of options.edits) output = await buildOver(output, edit, options)
  return output
}

async function buildOver(input: TracedText[], edit: KustomizationEdit, options: PostRenderOptions): Promise<TracedText[]> {
  const { kustomize, helm, file } = options
  const text = input.map((document) => document.text).join('\n---\n')
  const files = { 'kustomization.yaml': JSON.stringify(edit.kustomization), [postRenderInput]: text }
  const [build] = await buildKustomizations({ kustomize, helm, files, directories: ['.'] })
  if (build === undefined) throw new EngineError('crash', 'kustomize gave no answer')
  if (build.error !== undefined) throw new EngineError('refused', `postRenderers: ${build.error.message}`)
  const sources: SourceFiles = { ...options.sources, text: (name) => (name === postRenderInput ? text : options.sources.text(name)) }
  const map = async () => build.trace ?? '{"sources":[],"chains":[[]],"objects":[]}'
  const traceOf = kustomizeTraces({ source: { source: 'kustomization', folder: '.', edit }, map, sources, indexes: new Map() })
  return build.objects.map(({ yaml }, i) => ({
    text: yaml,
    // kustomize keeps the order of its resources
    file: input.length === build.objects.length ? input[i]!.file : file,
    trace: ({ itemPath }) => throughInput(traceOf(i, itemPath), { text, input }),
  }))
}

/** A place in the output of the chart is a place of the chart. */
function throughInput(trace: Trace, { text, input }: { text: string; input: TracedText[] }): Trace {
  const behind = async (place: SourcePlace): Promise<SourcePlace[]> => {
    if (place.file !== postRenderInput) return [place]
    const { document, path } = textIndex(text).at(place.startLine, place.startColumn)
    const [found] = document === undefined ? [] : await input[document]!.trace({ document: 0, itemPath: [] }).places([path ?? []])
    return found ?? []
  }
  return {
    async places(paths, parts) {
      const places = await trace.places(paths, parts)
      return Promise.all(places.map(async (list) => (await Promise.all(list.map(behind))).flat()))
    },
  }
}
