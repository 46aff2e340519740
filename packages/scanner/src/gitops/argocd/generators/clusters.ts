import { isJsonObject } from '../../../json.ts'
import type { JsonObject } from '../../../model.ts'
import type { ConfiguredCluster } from '../config.ts'
import { Gap } from '../gap.ts'
import { selects } from '../selector.ts'
import type { Generator } from './generator.ts'
import { normalizedName } from './git-path.ts'
import { addValues } from './values.ts'

/** Each cluster but the one that Argo CD runs in is a Secret with this label. */
const secretType = { 'argocd.argoproj.io/secret-type': 'cluster' }

/**
 * Cluster generator (docs/operator-manual/applicationset/Generators-Cluster.md) over the clusters that the configuration lists. The cluster that Argo CD
 * itself runs in has no labels unless the list gives it some, so that a selector leaves it out.
 */
export const clusterGenerator: Generator = async (fields, path, scope) => {
  const { context, applicationSet, goTemplate } = scope
  if (context.clusters.length === 0)
    throw new Gap(
      'unresolved-reference',
      'The generator makes an Application for each cluster that Argo CD knows: list them in clusters: of the configuration.',
      { manifest: applicationSet, path },
    )
  const selector = isJsonObject(fields.selector) ? fields.selector : {}
  const selective = Object.values(selector).some((part) =>
    isJsonObject(part) ? Object.keys(part).length > 0 : Array.isArray(part) && part.length > 0,
  )
  const chosen = context.clusters.filter((cluster) =>
    isLocal(cluster)
      ? !selective
      : selects(selector, { ...cluster.labels, ...secretType }, { manifest: applicationSet, path: [...path, 'selector'] }),
  )
  const sets = chosen.map((cluster) => clusterParameters(cluster, goTemplate))
  await addValues(fields.values, sets, scope)
  if (fields.flatList === true && goTemplate) return sets.length === 0 ? [] : [{ values: { clusters: sets } }]
  return sets.map((values) => ({ values }))
}

function isLocal({ server, labels, annotations }: ConfiguredCluster): boolean {
  return server === 'https://kubernetes.default.svc' && labels === undefined && annotations === undefined
}

function clusterParameters(cluster: ConfiguredCluster, goTemplate: boolean): JsonObject {
  const { name, server, project = '' } = cluster
  const common = { name, nameNormalized: normalizedName(name), server, project }
  if (isLocal(cluster)) return { ...common, nameNormalized: name }
  const labels = { ...cluster.labels, ...secretType }
  const annotations = cluster.annotations ?? {}
  if (goTemplate) return { ...common, metadata: { labels, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) } }
  const flat = (kind: string, map: Record<string, string>) => Object.entries(map).map(([key, value]) => [`metadata.${kind}.${key}`, value])
  return { ...common, ...Object.fromEntries([...flat('labels', labels), ...flat('annotations', annotations)]) }
}
