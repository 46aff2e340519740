import { posix } from 'node:path'
import { isJsonObject, listOf, textAt, valueAt } from '../../json.ts'
import type { Json, Manifest } from '../../model.ts'
import { type Artifact, inArtifact, type Mount, remoteArtifact, resolveInArtifact } from './artifact.ts'
import { artifactFilter } from './exclusions.ts'
import { generatedArtifact } from './generator.ts'
import { isUnresolved, type LocalFolder, type Scope, type Unresolved } from './model.ts'
import { groups, type SourceRef } from './objects.ts'
import { missingObject, remoteSource } from './problems.ts'
import { holdsItself } from './self.ts'

/** A repository may include others, and an artifact may be made of artifacts, but not for ever. */
const maxDepth = 8

/** What a GitRepository, OCIRepository, Bucket or ExternalArtifact holds, as far as it is this repository. */
export function sourceArtifact(ref: SourceRef, scope: Scope, depth = 0): Artifact | Unresolved {
  const name = `${ref.kind} ${ref.namespace}/${ref.name}`
  if (depth > maxDepth) return { reason: 'render-failed', message: `${name} is made of sources that lead back to itself.` }
  if (ref.kind === 'ExternalArtifact') return generatedArtifact(ref, scope, (next) => sourceArtifact(next, scope, depth + 1))
  if (!['GitRepository', 'OCIRepository', 'Bucket'].includes(ref.kind))
    return {
      reason: 'render-failed',
      message: `A source of kind ${ref.kind || '(none)'} is none that Flux takes here: name a GitRepository, OCIRepository, Bucket or ExternalArtifact.`,
    }
  const source = scope.objects.find({ ...ref, group: groups.source })
  if (source === undefined) {
    // flux bootstrap makes this one of the repository that it writes its files to
    if (ref.name === 'flux-system' && ref.namespace === 'flux-system')
      return { name, revisions: [], assumed: true, mounts: localMounts(name, { folder: '.', prefix: '' }, { scope }) }
    return missingObject(name, 'so what it holds was not judged.')
  }
  const url = urlOf(source)
  const local =
    localFolder(scope.localPath(url)) ?? (ref.kind === 'GitRepository' ? localFolder(holdsItself(source, scope.objects)) : undefined)
  const revisions = revisionOf(ref.kind, source.object.spec)
  if (local === undefined) return remoteArtifact(name, url, revisions)
  return { name, revisions, mounts: [...localMounts(name, local, { source, scope }), ...included(source, scope, depth)] }
}

/** The folder of a chart that comes from a HelmRepository or, as an OCI artifact of its own, from an OCIRepository. */
export function chartArchive(ref: SourceRef, chart: string | undefined, scope: Scope): { path: string; revisions: string[] } | Unresolved {
  const name = `${ref.kind} ${ref.namespace}/${ref.name}`
  const source = scope.objects.find({ ...ref, group: groups.source })
  if (source === undefined) return missingObject(name, 'so the chart from it was not judged.')
  const url = urlOf(source)
  const path = localFolder(scope.localPath(url, chart))
  if (path !== undefined) return { path: path.folder, revisions: chart === undefined ? revisionOf(ref.kind, source.object.spec) : [] }
  return remoteSource(chart === undefined ? name : `The chart ${chart} of ${name}`, url)
}

/** URL of a source; a Bucket has none, so it is called by its endpoint and name. */
function urlOf({ object, ref }: Manifest): string {
  if (ref.kind !== 'Bucket') return textAt(object, ['spec', 'url']) ?? ''
  return `${textAt(object, ['spec', 'endpoint']) ?? ''}/${textAt(object, ['spec', 'bucketName']) ?? ''}`
}

/** What the `ref` of a source's spec names, by Flux's precedence of its fields. */
export function revisionOf(kind: string, spec: Json | undefined): string[] {
  const fields = { GitRepository: ['commit', 'name', 'semver', 'tag', 'branch'], OCIRepository: ['digest', 'semver', 'tag'] }[kind] ?? []
  const named = fields.map((field) => textAt(spec, ['ref', field])).find((text) => text !== undefined && text !== '')
  const byDefault = { GitRepository: 'master', OCIRepository: 'latest' }[kind]
  return [named ?? byDefault].filter((text) => text !== undefined)
}

export function localFolder(local: string | LocalFolder | undefined): LocalFolder | undefined {
  return typeof local === 'string' ? { folder: local, prefix: '' } : local
}

function localMounts(name: string, { folder, prefix }: LocalFolder, { source, scope }: { source?: Manifest; scope: Scope }): Mount[] {
  const ignore = textAt(source?.object, ['spec', 'ignore'])
  const sparseCheckout = listOf(valueAt(source?.object, ['spec', 'sparseCheckout'])).filter((path) => typeof path === 'string')
  const holds = artifactFilter(folder, scope.sources, { ...(ignore === undefined ? {} : { ignore }), sparseCheckout })
  if (prefix === '') return [{ at: '.', from: folder, holds }]
  const message = `Only ${prefix} of ${name} is scanned, and this lies outside of it: scan the whole repository.`
  return [
    { at: '.', why: { reason: 'unresolved-reference', message }, holds: () => false },
    { at: prefix, from: folder, holds },
  ]
}

/** `spec.include` of a GitRepository: folders of other GitRepositories of the namespace, copied into this one. */
function included({ object, ref }: Manifest, scope: Scope, depth: number): Mount[] {
  return listOf(valueAt(object, ['spec', 'include']))
    .filter(isJsonObject)
    .map((include): Mount => {
      const name = textAt(include, ['repository', 'name']) ?? ''
      const at = inArtifact(textAt(include, ['toPath']) || name)
      const artifact = sourceArtifact({ kind: 'GitRepository', namespace: ref.namespace, name }, scope, depth + 1)
      const found = isUnresolved(artifact) ? artifact : resolveInArtifact(artifact, textAt(include, ['fromPath']) ?? '')
      if (isUnresolved(found)) return { at, why: found, holds: () => false }
      return { at, from: posix.normalize(found.path), holds: found.holds }
    })
}
