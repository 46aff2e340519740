import type { SourceFiles } from '../files.ts'
import type { Manifest, NotEvaluated } from '../model.ts'
import { groupOf } from './flux/objects.ts'
import { chartsOfK3s } from './k3s.ts'

const definitions = new Set(['Application', 'ApplicationSet', 'Kustomization', 'HelmRelease'])
const groups = new Set(['argoproj.io', 'kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io'])

/**
 * Objects of a unit that deploy what is not judged as they deploy it: definitions that nobody looked for, and charts that K3s installs. A template
 * can put `apiVersion` together so that no file mentions it.
 * @param options.isFollowed definitions of the unit were looked for
 */
export async function overlookedDefinitions(
  manifests: Manifest[],
  { isFollowed, sources }: { isFollowed: boolean; sources: SourceFiles },
): Promise<NotEvaluated[]> {
  const overlooked = isFollowed ? [] : manifests.filter((manifest) => definitions.has(manifest.ref.kind) && groups.has(groupOf(manifest)))
  return [
    ...overlooked.map(({ ref, unit, origin }): NotEvaluated => {
      const message = `What the ${ref.kind} ${ref.name} deploys was not looked for: write its apiVersion out, and do not ask for units of single files.`
      return { file: origin.file, unit, reason: 'unresolved-reference', message }
    }),
    ...(await chartsOfK3s(manifests, sources)),
  ]
}
