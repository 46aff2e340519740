import { posix } from 'node:path'
import { ignoreRules } from '../../discover/ignore.ts'
import { kustomizationNames, kustomizationRefs, readKustomization } from '../../discover/kustomization.ts'
import type { KustomizationSource } from '../../discover/sources.ts'
import { isProblem, type SourceFiles } from '../../files.ts'
import { isJsonObject, listOf, textAt, valueAt } from '../../json.ts'
import type { JsonObject, Manifest } from '../../model.ts'
import { readDocuments } from '../../parse/index.ts'
import { type LocalPath, resolveInArtifact } from './artifact.ts'
import { isNothing } from './draft.ts'
import { filesBelow } from './folder.ts'
import { generatedResources } from './generated.ts'
import { editKustomization } from './kustomization-edit.ts'
import { isUnresolved, type Problem, type Resolved, type Scope, type Unresolved } from './model.ts'
import { sourceRef } from './objects.ts'
import { referencesOf } from './references.ts'
import { sourceArtifact } from './sources.ts'
import { readSubstitution } from './substitution.ts'

/** What kustomize-controller builds for a Kustomization: the folder's own kustomization or a generated one, with what the object adds. */
export function resolveKustomization(manifest: Manifest, scope: Scope): Resolved {
  const { spec } = manifest.object
  const artifact = sourceArtifact(sourceRef(valueAt(spec, ['sourceRef']), manifest.ref.namespace), scope)
  const failed = (problem: Problem): Resolved => ({
    sources: [],
    targetRevisions: isUnresolved(artifact) ? [] : artifact.revisions,
    problems: [problem],
  })
  if (isUnresolved(artifact)) return failed({ ...artifact, path: ['spec', 'sourceRef'] })
  const written = textAt(spec, ['path']) ?? ''
  const path = ['spec', written === '' ? 'sourceRef' : 'path']
  const local = resolveInArtifact(artifact, written)
  if (isUnresolved(local)) return failed({ ...local, path: local.reason === 'render-failed' ? path : ['spec', 'sourceRef'] })
  const found = readFolder(local, manifest, scope)
  if (found === undefined) {
    const message = `${artifact.name} holds no folder ${written || '(root)'}: Flux fails on it. Correct spec.path, or what the source leaves out.`
    return failed({ reason: artifact.assumed ? 'unresolved-reference' : 'render-failed', message, path })
  }
  const { source, problems } = buildOf(manifest, { ...found, folder: local.path, scope })
  const unreached = source === undefined ? undefined : unreachable(source, local, scope)
  if (unreached !== undefined) return failed({ ...unreached, path })
  return { sources: source === undefined ? [] : [source], targetRevisions: artifact.revisions, problems }
}

interface FoundKustomization {
  /** Undefined when it cannot be read. */
  kustomization: JsonObject | undefined
  generated: boolean
}

/** The folder's own kustomization, or the one that Flux generates for it; undefined when there is no such folder in the artifact. */
function readFolder(local: LocalPath, { object }: Manifest, { sources }: Scope): FoundKustomization | undefined {
  const named = kustomizationNames.map((name) => posix.join(local.path, name))
  const own = named.find((file) => sources.exists(file) && local.holds(file))
  if (own !== undefined) return { kustomization: readOwn(own, sources), generated: false }
  const files = filesBelow(local.path, sources)?.filter((file) => local.holds(file))
  if (files === undefined || (files.length === 0 && !local.holds(`${local.path}/`))) return undefined
  const ignored = ignoreRules(textAt(object, ['spec', 'ignore']) ?? '')
  const kept = files.filter((file) => !ignored.ignores(posix.relative(local.path, file)))
  const resources = generatedResources(local.path, kept)
  return { kustomization: { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources }, generated: true }
}

function readOwn(file: string, sources: SourceFiles): JsonObject | undefined {
  const text = sources.text(file)
  if (isProblem(text)) return undefined
  const { documents, problems } = readDocuments(text)
  const value = documents[0]?.value ?? {}
  return problems.length === 0 && isJsonObject(value) ? value : undefined
}

function buildOf(
  manifest: Manifest,
  { folder, kustomization, generated, scope }: FoundKustomization & { folder: string; scope: Scope },
): { source?: KustomizationSource; problems: Problem[] } {
  const components = listOf(valueAt(manifest.object, ['spec', 'components']))
  if (kustomization !== undefined && isEmpty(kustomization) && components.length === 0) return { problems: [] }
  const { substitution, problems } = readSubstitution(manifest, scope)
  const source: KustomizationSource = { source: 'kustomization', folder, ...(substitution === undefined ? {} : { substitution }) }
  // kustomize says best what is wrong with a kustomization that cannot be read
  if (kustomization === undefined) return { source, problems }
  const edited = editKustomization(manifest, { folder, kustomization, substituted: substitution !== undefined, scope })
  const { edit } = edited
  if (generated) edit.origins.push({ path: [], field: { manifest, path: ['spec', 'path'] } })
  return { source: edit.origins.length === 0 ? source : { ...source, edit }, problems: [...problems, ...edited.problems] }
}

/** Flux builds a kustomization that names nothing to nothing. */
function isEmpty(kustomization: JsonObject): boolean {
  return Object.entries(kustomization).every(([key, value]) => ['apiVersion', 'kind', 'metadata'].includes(key) || isNothing(value))
}

/** A reference out of the folder that does not lead, in the artifact, to what it leads to in this repository. */
function unreachable({ folder, edit }: KustomizationSource, local: LocalPath, { sources }: Scope): Unresolved | undefined {
  const added = edit === undefined ? [] : kustomizationRefs(edit.kustomization, folder).inputs
  for (const path of referencesOf(folder, added, sources)) {
    const reach = local.reach(readKustomization(path, sources) === undefined ? path : `${path}/`)
    if (reach === 'nothing') {
      const remedy = 'Copy it into the artifact, or take it out of what the source ignores.'
      return {
        reason: 'render-failed',
        message: `${folder} uses ${path}, which is not in the source's artifact: Flux fails on it. ${remedy}`,
      }
    }
    if (reach === 'other') {
      const message = `${folder} uses ${path}, in whose place the source's artifact has something else, so it was not judged.`
      return { reason: 'unresolved-reference', message }
    }
  }
  return undefined
}
