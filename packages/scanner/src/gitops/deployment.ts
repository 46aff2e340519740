import { environmentOf } from '../discover/environment.ts'
import type { PlannedUnit, UnitSource } from '../discover/sources.ts'
import type { EnvironmentPattern } from '../discover/units.ts'
import { textAt } from '../json.ts'
import type { Manifest, NotEvaluated } from '../model.ts'

/** What an Application, Flux Kustomization or HelmRelease deploys, before it has its place among the units. */
export interface Deployment {
  kind: 'argocd-application' | 'flux-kustomization' | 'flux-helm-release'
  /** The object that says so; for a generated Application its origin names the ApplicationSet. */
  manifest: Manifest
  namespace: string
  name: string
  sources: UnitSource[]
  /** Namespace of objects that name none; empty: unknown. */
  targetNamespace: string
  /** Name or URL of the cluster; empty: the one that the defining object lives in. */
  cluster: string
  project?: string
  targetRevisions: string[]
  /** `<namespace>/<name>` of what must be ready before, of the same kind. */
  dependsOn?: string[]
  /** What is deployed now is left alone; it is judged nevertheless. */
  suspended?: boolean
  /** What it deploys from elsewhere or cannot be resolved; the unit is added here. */
  notEvaluated: Omit<NotEvaluated, 'unit'>[]
}

/** The unit of a deployment. */
export function deploymentUnit(
  deployment: Deployment,
  options: { id: string; parent: string; cluster: string; environments: EnvironmentPattern[] },
): PlannedUnit {
  const { manifest, sources } = deployment
  const paths = sources.flatMap(sourcePaths)
  const configured = options.environments.find((pattern) => [options.id, ...paths].some((path) => pattern.matches(path)))
  const environment = configured?.name ?? environmentHint(deployment, paths)
  const { origin } = manifest
  return {
    id: options.id,
    kind: deployment.kind,
    path: paths[0] ?? origin.file,
    environment,
    destination: configured?.name ?? [options.cluster, environment].filter((part) => part !== '').join('/'),
    parent: options.parent,
    ...(origin.kind === 'generated' ? { applicationSet: `${origin.by.ref.namespace}/${origin.by.ref.name}`.replace(/^\//, '') } : {}),
    ...(deployment.project === undefined ? {} : { project: deployment.project }),
    ...(deployment.targetRevisions.length === 0 ? {} : { targetRevisions: deployment.targetRevisions }),
    ...(deployment.dependsOn?.length ? { dependsOn: deployment.dependsOn } : {}),
    ...(deployment.suspended === true ? { suspended: true } : {}),
    sources,
    namespace: deployment.targetNamespace,
    definedBy: manifest,
  }
}

/** Label or annotation first, then the destination, the namespace, the name, and the paths, as far as one of them names an environment. */
function environmentHint({ manifest, cluster, targetNamespace, name }: Deployment, paths: string[]): string {
  const written = ['labels', 'annotations'].flatMap((place) =>
    ['environment', 'env'].map((key) => textAt(manifest.object, ['metadata', place, key]) ?? ''),
  )
  const hints = [...written, cluster, targetNamespace, name, ...paths, manifest.origin.file]
  return hints.map(environmentOf).find((found) => found !== '') ?? ''
}

/** Folder, chart or files of a source, and the values files it is rendered with; relative to the root. */
export function sourcePaths(source: UnitSource): string[] {
  if (source.source === 'plain') return [commonFolder(source.files)]
  if (source.source === 'kustomization') return [source.folder]
  return [source.chart.folder, ...source.values.flatMap((values) => (values.kind === 'file' ? [values.file] : []))]
}

function commonFolder(files: string[]): string {
  const [first = '.', ...others] = files.map((file) => file.split('/').slice(0, -1))
  const common = others.reduce<string[]>(
    (shared, parts) => {
      const end = shared.findIndex((part, i) => part !== parts[i])
      return end < 0 ? shared : shared.slice(0, end)
    },
    Array.isArray(first) ? first : [],
  )
  return common.join('/') || '.'
}
