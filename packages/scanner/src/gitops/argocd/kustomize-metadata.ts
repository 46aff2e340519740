import { isJsonObject, listOf } from '../../json.ts'
import type { JsonObject, Path } from '../../model.ts'
import { Gap } from './gap.ts'
import type { Editing } from './kustomize.ts'

/**
 * `kustomize edit add label`: into `commonLabels`, or with `labelWithoutSelector` into the first entry of `labels` that leaves selectors
 * alone. A label that is there already is an error, unless `forceCommonLabels`.
 */
export function addLabels(editing: Editing): void {
  const { kustomization, options } = editing
  if (!isJsonObject(options.commonLabels) || Object.keys(options.commonLabels).length === 0) return
  const add = { from: 'commonLabels', force: options.forceCommonLabels === true, expand: true }
  if (options.labelWithoutSelector !== true) {
    kustomization.commonLabels = isJsonObject(kustomization.commonLabels) ? kustomization.commonLabels : {}
    addTo(kustomization.commonLabels, ['commonLabels'], add, editing)
    return
  }
  const templates = options.labelIncludeTemplates === true
  const labels = listOf(kustomization.labels)
  kustomization.labels = labels
  let index = labels.findIndex(
    (entry) => isJsonObject(entry) && entry.includeSelectors !== true && (entry.includeTemplates === true) === templates,
  )
  if (index < 0) index = labels.push({ includeSelectors: false, ...(templates ? { includeTemplates: true } : {}), pairs: {} }) - 1
  const entry = labels[index] as JsonObject
  const pairs = isJsonObject(entry.pairs) ? entry.pairs : {}
  entry.pairs = pairs
  addTo(pairs, ['labels', index, 'pairs'], add, editing)
}

/** `kustomize edit add annotation`: into `commonAnnotations`. */
export function addAnnotations(editing: Editing): void {
  const { kustomization, options } = editing
  if (!isJsonObject(options.commonAnnotations) || Object.keys(options.commonAnnotations).length === 0) return
  const add = {
    from: 'commonAnnotations',
    force: options.forceCommonAnnotations === true,
    expand: options.commonAnnotationsEnvsubst === true,
  }
  kustomization.commonAnnotations = isJsonObject(kustomization.commonAnnotations) ? kustomization.commonAnnotations : {}
  addTo(kustomization.commonAnnotations, ['commonAnnotations'], add, editing)
}

function addTo(
  target: JsonObject,
  path: Path,
  { from, force, expand: expanded }: { from: string; force: boolean; expand: boolean },
  { options, source, origins, expand }: Editing,
): void {
  for (const [key, value] of Object.entries(options[from] as JsonObject)) {
    const field = source.at(['kustomize', from, key])
    if (Object.hasOwn(target, key) && !force)
      throw new Gap('render-failed', `${key} is in the kustomization already, which Argo CD refuses without ${forceOf(from)}.`, field)
    target[key] = expanded ? expand(String(value)) : String(value)
    origins.push({ path: [...path, key], field })
  }
}

function forceOf(from: string): string {
  return from === 'commonLabels' ? 'forceCommonLabels' : 'forceCommonAnnotations'
}
