import { posix } from 'node:path'
import { textAt } from '../../json.ts'
import type { Manifest } from '../../model.ts'
import { inArtifact } from './artifact.ts'
import { type ClusterObjects, groupOf, groups } from './objects.ts'

/**
 * The folder that a GitRepository is the copy of, when it stands beside a Kustomization that deploys the very file both are written in, as
 * the `gotk-sync.yaml` of `flux bootstrap`: then it is the repository that the file is in, whatever its URL says here (a fork, a mirror).
 */
export function holdsItself(repository: Manifest, objects: ClusterObjects): string | undefined {
  const { file } = repository.origin
  for (const manifest of objects.all) {
    if (manifest.ref.kind !== 'Kustomization' || groupOf(manifest) !== groups.kustomize || manifest.origin.file !== file) continue
    const spec = manifest.object.spec
    const namespace = textAt(spec, ['sourceRef', 'namespace']) || manifest.ref.namespace
    if (textAt(spec, ['sourceRef', 'kind']) !== 'GitRepository' || textAt(spec, ['sourceRef', 'name']) !== repository.ref.name) continue
    if (namespace !== repository.ref.namespace) continue
    const path = inArtifact(textAt(spec, ['path']) ?? '')
    // at the root every file is below the path, so only the name that bootstrap gives to the file tells
    if (path === '.' && posix.basename(file) === 'gotk-sync.yaml') return posix.dirname(posix.dirname(file))
    const start = path === '.' ? -1 : `/${file}`.lastIndexOf(`/${path}/`)
    if (start >= 0) return file.slice(0, Math.max(0, start - 1)) || '.'
  }
  return undefined
}
