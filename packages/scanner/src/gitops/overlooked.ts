import type { Manifest, NotEvaluated } from '../model.ts'
import { groupOf } from './flux/objects.ts'

const definitions = new Set(['Application', 'ApplicationSet', 'Kustomization', 'HelmRelease'])
const groups = new Set(['argoproj.io', 'kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io'])

/**
 * Definitions among the objects of a unit that nobody looked for any in: what they deploy is not judged as they deploy it, so each is named.
 * A template can put `apiVersion` together so that no file mentions it.
 */
export function overlookedDefinitions(manifests: Manifest[]): NotEvaluated[] {
  return manifests
    .filter((manifest) => definitions.has(manifest.ref.kind) && groups.has(groupOf(manifest)))
    .map(({ ref, unit, origin }) => ({
      file: origin.file,
      unit,
      reason: 'unresolved-reference',
      message: `What the ${ref.kind} ${ref.name} deploys was not looked for: write its apiVersion out, and do not ask for units of single files.`,
    }))
}
