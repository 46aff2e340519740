import type { EngineClient } from '../engines/client.ts'
import { EngineError } from '../engines/error.ts'
import { buildKustomizations } from '../engines/kustomizations.ts'
import type { KustomizationEdit } from '../provenance/place.ts'

/** The only resource of a kustomization that changes what a chart gives. */
export const postRenderInput = 'helm-output.yaml'

/**
 * What kustomizations make of the output of a chart, one after the other: the texts of the objects. Rejects with EngineError.
 * @param texts YAML documents
 */
export async function postRender(
  texts: string[],
  options: { edits: KustomizationEdit[]; kustomize: EngineClient; helm: EngineClient },
): Promise<string[]> {
  const { edits, ...engines } = options
  let output = texts
  for (const { kustomization } of edits) {
    const files = { 'kustomization.yaml': JSON.stringify(kustomization), [postRenderInput]: output.join('\n---\n') }
    const [build] = await buildKustomizations({ ...engines, files, directories: ['.'] })
    if (build === undefined) throw new EngineError('crash', 'kustomize gave no answer')
    if (build.error !== undefined) throw new EngineError('refused', `postRenderers: ${build.error.message}`)
    output = build.objects.map(({ yaml }) => yaml)
  }
  return output
}
