import { isJsonObject, listOf } from '../../json.ts'
import type { Json, JsonObject, Path } from '../../model.ts'
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
    kustomization.commonLabels = addTo(kustomization.commonLabels, ['commonLabels'], add, editing)
    return
  }
  const templates = options.labelIncludeTemplates === true
  const labels = [...listOf(kustomization.labels)]
  kustomization.labels = labels
  const found = labels.findIndex(
    (entry) => isJsonObject(entry) && entry.includeSelectors !== true && (entry.includeTemplates === true) === templates,
  )
  const index = found < 0 ? labels.length : found
  const entry = labels[index] ?? { includeSelectors: false, ...(templates ? { includeTemplates: true } : {}) }
  const before = isJsonObject(entry) ? entry : {}
  labels[index] = { ...before, pairs: addTo(before.pairs, ['labels', index, 'pairs'], add, editing) }
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
  kustomization.commonAnnotations = addTo(kustomization.commonAnnotations, ['commonAnnotations'], add, editing)
}

function addTo(
  before: Json | undefined,
  path: Path,
  { from, force, expand: expanded }: { from: string; force: boolean; expand: boolean },
  { options, source, origins, expand }: Editing,
): JsonObject {
  const target: JsonObject = { ...(isJsonObject(before) ? before : {}) }
  for (const [key, value] of Object.entries(options[from] as JsonObject)) {
    const field = source.at(['kustomize', from, key])
    if (Object.hasOwn(target, key) && !force)
      throw new Gap('render-failed', `${key} is in the kustomization already, which Argo CD refuses without ${forceOf(from)}.`, field)
    target[key] = expanded ? expand(String(value)) : String(value)
    origins.push({ path: [...path, key], field })
  }
  return target
}

function forceOf(from: string): string {
  return from === 'commonLabels' ? 'forceCommonLabels' : 'forceCommonAnnotations'
}
