import { isJsonObject, listOf, valueAt } from '../../json.ts'
import type { Manifest } from '../../model.ts'
import type { KustomizationEdit } from '../../provenance/place.ts'
import { postRenderInput } from '../../render/post-render.ts'
import { metadataTransformers } from './common-metadata.ts'
import { addImages, addPatches, type Draft, draftOf } from './draft.ts'

/** What `spec.postRenderers`, and after them `spec.commonMetadata`, do to a release, as kustomizations over what the chart gives. */
export function postRenderers(manifest: Manifest): KustomizationEdit[] {
  const drafts: Draft[] = []
  const begin = (): Draft => {
    const resources = [postRenderInput]
    return draftOf({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources }, manifest)
  }
  for (const [i, renderer] of listOf(valueAt(manifest.object, ['spec', 'postRenderers'])).entries()) {
    const kustomize = valueAt(renderer, ['kustomize'])
    if (!isJsonObject(kustomize)) continue
    const at = ['spec', 'postRenderers', i, 'kustomize']
    const draft = begin()
    addPatches(draft, kustomize, at)
    addImages(draft, kustomize.images, at)
    drafts.push(draft)
  }
  const last = begin()
  for (const { text, field } of metadataTransformers(valueAt(manifest.object, ['spec', 'commonMetadata']), { substituted: false }))
    last.append('transformers', text, ['spec', 'commonMetadata', field])
  return [...drafts, last].filter(({ origins }) => origins.length > 0).map(({ kustomization, origins }) => ({ kustomization, origins }))
}
