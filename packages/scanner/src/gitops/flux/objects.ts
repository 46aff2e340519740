import { textAt } from '../../json.ts'
import type { Json, Manifest } from '../../model.ts'

/** Groups of Flux's objects; the empty group is that of ConfigMaps and Secrets. */
export const groups = {
  core: '',
  kustomize: 'kustomize.toolkit.fluxcd.io',
  helm: 'helm.toolkit.fluxcd.io',
  source: 'source.toolkit.fluxcd.io',
  extensions: 'source.extensions.fluxcd.io',
} as const

export interface ObjectKey {
  group: string
  kind: string
  namespace: string
  name: string
}

export interface SourceRef {
  kind: string
  namespace: string
  name: string
}

/** A `sourceRef` or `chartRef`: the namespace is that of the object that refers, unless the reference names one. */
export function sourceRef(value: Json | undefined, namespace: string): SourceRef {
  return {
    kind: textAt(value, ['kind']) ?? '',
    namespace: textAt(value, ['namespace']) || namespace,
    name: textAt(value, ['name']) ?? '',
  }
}

/** The objects of one cluster. */
export interface ClusterObjects {
  all: Manifest[]
  /** Any version of the group counts. Of objects with one name the first. */
  find(key: ObjectKey): Manifest | undefined
}

export function clusterObjects(all: Manifest[]): ClusterObjects {
  const byKey = new Map<string, Manifest>()
  for (const manifest of all) {
    const { kind, namespace, name } = manifest.ref
    const key = keyText({ group: groupOf(manifest), kind, namespace, name })
    if (!byKey.has(key)) byKey.set(key, manifest)
  }
  return { all, find: (key) => byKey.get(keyText(key)) }
}

export function groupOf({ ref }: Manifest): string {
  const slash = ref.apiVersion.indexOf('/')
  return slash < 0 ? '' : ref.apiVersion.slice(0, slash)
}

function keyText({ group, kind, namespace, name }: ObjectKey): string {
  return `${group}/${kind}/${namespace}/${name}`
}
