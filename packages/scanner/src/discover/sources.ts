import type { Manifest, Unit } from '../model.ts'
import type { KustomizationEdit, Substitution, ValueParameter, ValuesInput } from '../provenance/place.ts'
import type { Chart } from './charts.ts'

/** What is read or rendered for a unit; an Application may have several. */
export type UnitSource = PlainSource | ChartSource | KustomizationSource

/** Files with manifests, relative to the root, sorted. */
export interface PlainSource {
  source: 'plain'
  files: string[]
}

/** A chart, rendered as `helm template` does. */
export interface ChartSource {
  source: 'chart'
  chart: Chart
  /** File in place of the chart's own `values.yaml`, relative to the root. */
  defaults?: string
  /** On top of the chart's own values, the last one wins. */
  values: ValuesInput[]
  /** On top of all values, in Helm's order of forms. */
  parameters?: ValueParameter[]
  /** Default: the name of the chart's folder. */
  releaseName?: string
  /** Namespace that templates see; default: `default`. */
  namespace?: string
  kubeVersion?: string
  apiVersions?: string[]
  /** Leave the files of `crds/` out. */
  skipCrds?: boolean
  skipTests?: boolean
  skipSchema?: boolean
  /** Kustomizations that change what the chart gives, one after the other; each has it as its only resource, `postRenderInput`. */
  postRender?: KustomizationEdit[]
}

/** A kustomization, built as `kustomize build --enable-helm` does. */
export interface KustomizationSource {
  source: 'kustomization'
  /** Folder, relative to the root. */
  folder: string
  edit?: KustomizationEdit
  substitution?: Substitution
}

/** A unit and what has to be read or rendered for it. */
export interface PlannedUnit extends Unit {
  sources: UnitSource[]
  /** Namespace of objects that name none; empty: unknown. */
  namespace: string
  /** The Application, Flux Kustomization or HelmRelease. */
  definedBy?: Manifest
}

/** What a source renders from, as text: equal for equal outcomes as long as the files stay the same. Where it is written plays no part. */
export function recipe(source: UnitSource): string {
  if (source.source === 'plain') return JSON.stringify(source)
  if (source.source === 'kustomization') {
    const { edit, substitution, ...rest } = source
    const variables = Object.entries(substitution?.variables ?? {}).map(([name, { value }]) => [name, value])
    return JSON.stringify({ ...rest, edit: edit?.kustomization, strict: substitution?.strict, variables: substitution && variables })
  }
  const { values, parameters, postRender, ...rest } = source
  return JSON.stringify({
    ...rest,
    values: values.map(withoutField),
    parameters: parameters?.map(withoutField),
    postRender: postRender?.map(({ kustomization }) => kustomization),
  })
}

/** Only the place goes, not a key of that name in the values. */
function withoutField(input: object): object {
  return { ...input, field: undefined }
}
