import type { ChartSource, KustomizationSource } from '../../discover/sources.ts'
import type { SourceFiles } from '../../files.ts'
import type { Manifest, NotEvaluated, NotEvaluatedReason, Path } from '../../model.ts'
import type { ClusterObjects } from './objects.ts'

/** A folder, relative to the root, that stands for a part of a source; as plain text for the whole of it. */
export interface LocalFolder {
  folder: string
  /** The part; empty: the whole. */
  prefix: string
}

export interface FluxContext {
  sources: SourceFiles
  /**
   * Where the content of a Git repository, bucket or registry lies in this repository; undefined when it lies elsewhere.
   * @param chart name of a chart in a Helm repository: the folder of that chart is wanted
   */
  localPath(url: string, chart?: string): string | LocalFolder | undefined
}

/** What one Flux object deploys. */
export interface FluxUnit {
  kind: 'flux-kustomization' | 'flux-helm-release'
  /** The Kustomization or HelmRelease. */
  manifest: Manifest
  name: string
  namespace: string
  /** Empty when nothing could be resolved, which `notEvaluated` says, or when the folder holds no manifests. */
  sources: (KustomizationSource | ChartSource)[]
  /** Namespace of objects that name none; empty: unknown. */
  targetNamespace: string
  /** `<namespace>/<name>` of the objects of the same kind that must be ready before. */
  dependsOn: string[]
  /** Branch, tag, version or commit that is deployed, one for each source that has one. */
  targetRevisions: string[]
  /** The kubeconfig of another cluster, `<namespace>/<name>` of its Secret or ConfigMap; empty: the cluster Flux runs in. */
  destination: string
  /** `spec.suspend`: Flux leaves alone what is deployed now; it is judged nevertheless. */
  suspended: boolean
  /** `unit` is left empty. */
  notEvaluated: NotEvaluated[]
}

/** Why something could not be resolved, as a sentence with its remedy. */
export interface Unresolved {
  reason: NotEvaluatedReason
  message: string
}

/** Something unresolved, and the field of the Flux object that leads there. */
export interface Problem extends Unresolved {
  path: Path
}

/** What the readers of Flux objects share: one cluster's objects, and the repository. */
export interface Scope extends FluxContext {
  objects: ClusterObjects
}

/** What a reader finds out about one object; the rest of a FluxUnit is the same for every kind. */
export interface Resolved {
  sources: (KustomizationSource | ChartSource)[]
  targetRevisions: string[]
  problems: Problem[]
}

export function isUnresolved<T extends object>(value: T | Unresolved): value is Unresolved {
  return 'reason' in value && 'message' in value
}
