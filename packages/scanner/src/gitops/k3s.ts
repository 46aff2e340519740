import type { SourceFiles } from '../files.ts'
import { textAt } from '../json.ts'
import type { Manifest, NotEvaluated, Path } from '../model.ts'
import { withoutUser } from './argocd/repository.ts'
import { groupOf } from './flux/objects.ts'
import { locateProblems } from './flux/problems.ts'

/**
 * What K3s and RKE2 install by their Helm controller (`helm.cattle.io`: HelmChart, HelmChartConfig), at the line that names it. None of it is
 * rendered, wherever the chart lies, so each is named.
 */
export async function chartsOfK3s(manifests: Manifest[], sources: SourceFiles): Promise<NotEvaluated[]> {
  const objects = manifests.filter((manifest) => groupOf(manifest) === 'helm.cattle.io')
  const gaps = await Promise.all(
    objects.map(async (manifest) => {
      const said = gapOf(manifest)
      const located = said === undefined ? [] : await locateProblems([{ reason: 'remote-source', ...said }], manifest, sources)
      return located.map((gap) => ({ ...gap, unit: manifest.unit }))
    }),
  )
  return gaps.flat()
}

/** The fields are those of https://docs.k3s.io/add-ons/helm. */
function gapOf({ ref, object }: Manifest): { path: Path; message: string } | undefined {
  const text = (key: string) => textAt(object, ['spec', key]) ?? ''
  if (ref.kind === 'HelmChartConfig') {
    const message = `The HelmChartConfig ${ref.name} changes a chart that K3s brings along or installs; what it changes was not judged.`
    return { path: ['spec', 'valuesContent'], message }
  }
  if (ref.kind !== 'HelmChart') return undefined
  if (text('chartContent') !== '') {
    const message = `The HelmChart ${ref.name} holds its chart as an archive (chartContent), which was not judged: ${remedy}`
    return { path: ['spec', 'chartContent'], message }
  }
  const [chart, repo] = [withoutUser(text('chart')) || '?', withoutUser(text('repo'))]
  const from = repo === '' ? chart : `${chart} (${repo})`
  return {
    path: ['spec', 'chart'],
    message: `K3s installs the chart ${from} for the HelmChart ${ref.name}, which was not judged: ${remedy}`,
  }
}

const remedy = 'keep the chart unpacked in this repository, where it is judged.'
