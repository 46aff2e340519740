import type { SourceFiles } from '../../files.ts'
import { textAt, valueAt } from '../../json.ts'
import type { Manifest } from '../../model.ts'
import { inArtifact } from './artifact.ts'
import { clusterObjects, groupOf, groups, sourceRef } from './objects.ts'
import { holdsItself } from './self.ts'

/**
 * The URLs of the GitRepositories among a cluster's objects; `here` where something says that it is this repository: a path below its root
 * that a Kustomization or HelmRelease takes from it exists, or the file it is written in is deployed from it.
 */
export function repositoryHints(found: Manifest[], sources: SourceFiles): { url: string; here: boolean }[] {
  const objects = clusterObjects(found)
  const taken = new Map<Manifest, string[]>()
  for (const manifest of found) {
    const [ref, path] = takenBy(manifest)
    const source = ref === undefined ? undefined : objects.find({ ...sourceRef(ref, manifest.ref.namespace), group: groups.source })
    if (source !== undefined && path !== undefined) taken.set(source, [...(taken.get(source) ?? []), inArtifact(path)])
  }
  return found.flatMap((manifest) => {
    const url = textAt(manifest.object, ['spec', 'url'])
    if (manifest.ref.kind !== 'GitRepository' || groupOf(manifest) !== groups.source || url === undefined) return []
    const exists = taken.get(manifest)?.some((path) => path !== '.' && sources.exists(path)) === true
    return [{ url, here: exists || holdsItself(manifest, objects) !== undefined }]
  })
}

/** The source that an object takes a path from, and the path. */
function takenBy(manifest: Manifest): [ref: ReturnType<typeof valueAt>, path: string | undefined] {
  const { object, ref } = manifest
  if (ref.kind === 'Kustomization' && groupOf(manifest) === groups.kustomize)
    return [valueAt(object, ['spec', 'sourceRef']), textAt(object, ['spec', 'path'])]
  const chart = ref.kind === 'HelmRelease' ? ['spec', 'chart', 'spec'] : ref.kind === 'HelmChart' ? ['spec'] : undefined
  if (chart === undefined) return [undefined, undefined]
  return [valueAt(object, [...chart, 'sourceRef']), textAt(object, [...chart, 'chart'])]
}
