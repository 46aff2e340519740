import { posix } from 'node:path'
import gitignore from 'ignore'
import { kustomizationNames, kustomizationRefs } from '../../discover/kustomization.ts'
import type { KustomizationSource } from '../../discover/sources.ts'
import { isProblem } from '../../files.ts'
import { isJsonObject, listOf, textAt, valueAt } from '../../json.ts'
import type { JsonObject, Manifest } from '../../model.ts'
import { readDocuments } from '../../parse/index.ts'
import { type LocalPath, resolveInArtifact } from './artifact.ts'
import { filesBelow } from './folder.ts'
import { generatedResources } from './generated.ts'
import { editKustomization } from './kustomization-edit.ts'
import { isUnresolved, type Problem, type Resolved, type Scope } from './model.ts'
import { sourceRef } from './objects.ts'
import { referencesOf } from './references.ts'
import { sourceArtifact } from './sources.ts'
import { readSubstitution } from './substitution.ts'

/** What kustomize-controller builds for a Kustomization: the folder's own kustomization or a generated one, with what the object adds. */
export function resolveKustomization(manifest: Manifest, scope: Scope): Resolved {
  const { spec } = manifest.object
  const failed = (problem: Problem, targetRevisions: string[] = []): Resolved => ({ sources: [], targetRevisions, problems: [problem] })
  const artifact = sourceArtifact(sourceRef(isJsonObject(spec) ? spec.sourceRef : undefined, manifest.ref.namespace), scope)
  if (isUnresolved(artifact)) return failed({ ...artifact, path: ['spec', 'sourceRef'] })
  const { revisions } = artifact
  const written = textAt(spec, ['path']) ?? ''
  const local = resolveInArtifact(artifact, written)
  const path = ['spec', written === '' ? 'sourceRef' : 'path']
  if (isUnresolved(local)) return failed({ ...local, path: local.reason === 'render-failed' ? path : ['spec', 'sourceRef'] }, revisions)
  const files = filesBelow(local.path, scope.sources)?.filter((file) => local.holds(file))
  if (files === undefined || (files.length === 0 && !local.holds(`${local.path}/`))) {
    const message = `${artifact.name} holds no folder ${written || '(root)'}: Flux fails on it. Correct spec.path or what the source leaves out.`
    return failed({ reason: artifact.assumed ? 'unresolved-reference' : 'render-failed', message, path }, revisions)
  }
  const unreached = unreachable(local, files, scope)
  if (unreached !== undefined) return failed({ ...unreached, path }, revisions)
  const { source, problems } = buildOf(manifest, { folder: local.path, files, scope })
  return { sources: source === undefined ? [] : [source], targetRevisions: revisions, problems }
}

interface Folder {
  folder: string
  /** Those that are in the artifact, relative to the root. */
  files: string[]
  scope: Scope
}

function buildOf(manifest: Manifest, { folder, files, scope }: Folder): { source?: KustomizationSource; problems: Problem[] } {
  const own = ownKustomization(folder, files)
  const written = own === undefined ? generated(manifest, folder, files) : readOwn(own, scope)
  // without anything to deploy there is nothing to build
  if (written !== undefined && isEmpty(written) && listOf(valueAt(manifest.object, ['spec', 'components'])).length === 0)
    return { problems: [] }
  const { substitution, problems } = readSubstitution(manifest, scope)
  const source: KustomizationSource = { source: 'kustomization', folder, ...(substitution === undefined ? {} : { substitution }) }
  // kustomize says best what is wrong with a kustomization that cannot be read
  if (written === undefined) return { source, problems }
  const edited = editKustomization(manifest, { folder, kustomization: written, substituted: substitution !== undefined, scope })
  const { edit } = edited
  if (own === undefined) edit.origins.push({ path: [], field: { manifest, path: ['spec', 'path'] } })
  return {
    source: edit.origins.length === 0 ? source : { ...source, edit },
    problems: [...problems, ...edited.problems],
  }
}

function ownKustomization(folder: string, files: string[]): string | undefined {
  return kustomizationNames.map((name) => posix.join(folder, name)).find((file) => files.includes(file))
}

function readOwn(file: string, { sources }: Scope): JsonObject | undefined {
  const text = sources.text(file)
  if (isProblem(text)) return undefined
  const { documents, problems } = readDocuments(text)
  const value = documents[0]?.value ?? {}
  return problems.length === 0 && isJsonObject(value) ? value : undefined
}

function generated({ object }: Manifest, folder: string, files: string[]): JsonObject {
  const ignored = textAt(object, ['spec', 'ignore'])
  const rules = gitignore().add(ignored ?? '')
  const kept = files.filter((file) => !rules.ignores(posix.relative(folder, file)))
  return { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: generatedResources(folder, kept) }
}

/** Flux builds a kustomization that names nothing to nothing. */
function isEmpty(kustomization: JsonObject): boolean {
  return Object.entries(kustomization).every(
    ([key, value]) => ['apiVersion', 'kind', 'metadata'].includes(key) || value === null || (Array.isArray(value) && value.length === 0),
  )
}

/** A reference out of the folder that does not lead, in the artifact, to what it leads to in this repository. */
function unreachable(local: LocalPath, files: string[], { sources }: Scope): Omit<Problem, 'path'> | undefined {
  const own = ownKustomization(local.path, files)
  const resources = own === undefined ? generatedResources(local.path, files) : []
  const { inputs } = kustomizationRefs({ resources }, local.path)
  for (const path of referencesOf(local.path, inputs, sources)) {
    const reach = local.reach(path)
    if (reach === 'nothing')
      return {
        reason: 'render-failed',
        message: `${path} is used by ${local.path}, but it is not in the source's artifact: Flux fails on it.`,
      }
    if (reach === 'other')
      return {
        reason: 'unresolved-reference',
        message: `${local.path} uses ${path}, in whose place the source's artifact has something else, so it was not judged.`,
      }
  }
  return undefined
}
