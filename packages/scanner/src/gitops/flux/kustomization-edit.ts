import { posix } from 'node:path'
import { isJsonObject, listOf } from '../../json.ts'
import type { JsonObject, Manifest } from '../../model.ts'
import type { KustomizationEdit } from '../../provenance/place.ts'
import { metadataTransformers } from './common-metadata.ts'
import { addPatches, draftOf, isNothing, overlayImages } from './draft.ts'
import type { Problem, Scope } from './model.ts'

interface EditOptions {
  /** Of the kustomization that is edited, relative to the root. */
  folder: string
  /** The kustomization of the folder, or the one that Flux generates. */
  kustomization: JsonObject
  /** Whether variables are substituted after the build. */
  substituted: boolean
  scope: Scope
}

/** Field of a kustomization to field of a Flux Kustomization that replaces it. */
const replaced = { namespace: 'targetNamespace', namePrefix: 'namePrefix', nameSuffix: 'nameSuffix', buildMetadata: 'buildMetadata' }

/**
 * A kustomization with what a Flux Kustomization adds, as kustomize-controller writes it before the build (fluxcd/pkg, kustomize generator):
 * single fields replace, lists are added to. `commonMetadata`, which Flux sets on the built objects, stands in inline transformers: they run
 * last and touch the objects' own metadata only, so the outcome is the same.
 */
export function editKustomization(manifest: Manifest, options: EditOptions): { edit: KustomizationEdit; problems: Problem[] } {
  const spec = isJsonObject(manifest.object.spec) ? manifest.object.spec : {}
  const draft = draftOf(options.kustomization, manifest)
  const problems: Problem[] = []
  for (const [key, field] of Object.entries(replaced)) if (!isNothing(spec[field])) draft.set(key, spec[field]!, ['spec', field])
  addPatches(draft, spec, ['spec'])
  for (const [i, component] of listOf(spec.components).entries()) {
    const path = ['spec', 'components', i]
    if (typeof component !== 'string' || !isLocal(component))
      problems.push({
        reason: 'render-failed',
        message: `The component ${JSON.stringify(component)} is no relative path: Flux refuses it.`,
        path,
      })
    else if (spec.ignoreMissingComponents !== true || options.scope.sources.exists(posix.join(options.folder, component)))
      draft.append('components', component, path)
  }
  overlayImages(draft, spec.images, ['spec'])
  for (const { text, field } of metadataTransformers(spec.commonMetadata, options))
    draft.append('transformers', text, ['spec', 'commonMetadata', field])
  return { edit: { kustomization: draft.kustomization, origins: draft.origins }, problems }
}

/** Flux takes components of the same source only. */
function isLocal(path: string): boolean {
  return !/^(git::|gh:|ssh:\/\/|https?:\/\/|git@|github\.com[:/]|(file:\/\/)?\/)/i.test(path)
}
