import { posix } from 'node:path'
import { kustomizationNames } from '../../discover/kustomization.ts'
import type { KustomizationSource } from '../../discover/sources.ts'
import { isJsonObject, listOf, textAt } from '../../json.ts'
import type { Json, JsonObject, Manifest } from '../../model.ts'
import type { KustomizationEdit } from '../../provenance/place.ts'
import type { ArgoContext } from './context.ts'
import type { Expand } from './environment.ts'
import { Gap } from './gap.ts'
import { setImages, setReplicas } from './kustomize-lists.ts'
import { addAnnotations, addLabels } from './kustomize-metadata.ts'
import { type ArgoSource, readManifest } from './source.ts'

/** A kustomization while fields of an Application are added to it. */
export interface Editing {
  /** A copy of the folder's own; what is below its fields is not, so that parts which aliases share stay apart. */
  kustomization: JsonObject
  origins: KustomizationEdit['origins']
  source: ArgoSource
  /** The folder's own kustomization file. */
  own: Manifest
  options: JsonObject
  expand: Expand
}

/**
 * A Kustomize source (docs/user-guide/kustomize.md): the folder's kustomization, changed as the commands `kustomize edit` would change it
 * that Argo CD runs: set nameprefix, namesuffix, image, replicas; add label, annotation; set namespace; patches behind those that are there;
 * add component.
 * @throws Gap when there is no kustomization, or an option cannot be applied
 */
export function kustomizeSource(
  source: ArgoSource,
  folder: string,
  { expand, context }: { expand: Expand; context: ArgoContext },
): KustomizationSource {
  const file = kustomizationNames.map((name) => posix.join(folder, name)).find((path) => context.sources.exists(path))
  if (file === undefined) throw new Gap('render-failed', `There is no kustomization at ${folder}.`, source.at(['path']))
  const plain: KustomizationSource = { source: 'kustomization', folder }
  const options = isJsonObject(source.fields.kustomize) ? source.fields.kustomize : {}
  const own = readManifest(file, context.sources)
  // what cannot be read is not edited either: building it says why
  if (own === undefined) return plain
  const editing: Editing = { kustomization: { ...own.object }, origins: [], source, own, options, expand }
  for (const key of ['namePrefix', 'nameSuffix'] as const) setText(editing, key)
  setImages(editing)
  setReplicas(editing)
  addLabels(editing)
  addAnnotations(editing)
  setText(editing, 'namespace')
  append(editing, 'patches', listOf(options.patches))
  addComponents(editing, folder, context)
  setChartEnvironment(editing)
  const { kustomization, origins } = editing
  return origins.length === 0 ? plain : { ...plain, edit: { kustomization, origins } }
}

function setText({ kustomization, origins, source, options }: Editing, key: 'namePrefix' | 'nameSuffix' | 'namespace'): void {
  const value = textAt(options, [key]) ?? ''
  if (value === '') return
  kustomization[key] = value
  origins.push({ path: [key], field: source.at(['kustomize', key]) })
}

function append({ kustomization, origins, source }: Editing, key: 'patches' | 'components', items: Json[], indexes?: number[]): void {
  if (items.length === 0) return
  const before = listOf(kustomization[key])
  kustomization[key] = [...before, ...items]
  for (const i of items.keys()) origins.push({ path: [key, before.length + i], field: source.at(['kustomize', key, indexes?.[i] ?? i]) })
}

function addComponents(editing: Editing, folder: string, { sources }: ArgoContext): void {
  const { options, kustomization, source } = editing
  const known = new Set(listOf(kustomization.components))
  const added = [...listOf(options.components).entries()].filter(([, path]) => typeof path === 'string' && !known.has(path)) as [
    number,
    string,
  ][]
  const present = added.filter(([i, path]) => {
    if (path.includes('://') || sources.exists(posix.normalize(posix.join(folder, path)))) return true
    if (options.ignoreMissingComponents === true) return false
    throw new Gap('render-failed', `The component ${path} does not exist.`, source.at(['kustomize', 'components', i]))
  })
  append(
    editing,
    'components',
    present.map(([, path]) => path),
    present.map(([i]) => i),
  )
}

/** `kubeVersion` and `apiVersions` reach the charts of the kustomization that name none. */
function setChartEnvironment({ kustomization, origins, source, options, expand }: Editing): void {
  const kubeVersion = textAt(options, ['kubeVersion']) ?? ''
  const apiVersions = listOf(options.apiVersions).filter((item) => typeof item === 'string')
  if ((kubeVersion === '' && apiVersions.length === 0) || kustomization.helmCharts === undefined) return
  kustomization.helmCharts = listOf(kustomization.helmCharts).map((chart, i) => {
    if (!isJsonObject(chart)) return chart
    const added: JsonObject = {}
    if (kubeVersion !== '' && chart.kubeVersion === undefined) added.kubeVersion = kubeVersion
    if (apiVersions.length > 0 && chart.apiVersions === undefined) added.apiVersions = apiVersions.map(expand)
    for (const key of Object.keys(added)) origins.push({ path: ['helmCharts', i, key], field: source.at(['kustomize', key]) })
    return { ...chart, ...added }
  })
}
