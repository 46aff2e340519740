import { isProblem, type SourceFiles } from '../../files.ts'
import { isJsonObject, textAt, valueAt } from '../../json.ts'
import type { Json, JsonObject, Manifest, Path } from '../../model.ts'
import { readDocuments } from '../../parse/index.ts'
import type { FieldOf } from '../../provenance/place.ts'
import { Gap } from './gap.ts'

/** One source of an Application: its fields, and where each of them is written. */
export interface ArgoSource {
  fields: JsonObject
  /** Leads to a field of the source in the Application, or in the file in the source's folder that overrides it. */
  at(path: Path): FieldOf
}

/** The source at a path of an Application. */
export function sourceAt(manifest: Manifest, path: Path): ArgoSource {
  const value = valueAt(manifest.object, path)
  return { fields: isJsonObject(value) ? value : {}, at: (below) => ({ manifest, path: [...path, ...below] }) }
}

/** Fields that say where a source is: a file that lies there cannot change them. */
const fixed = ['chart', 'path', 'repoURL', 'targetRevision', 'ref'] as const

/**
 * Applies `.argocd-source.yaml` and `.argocd-source-<application>.yaml` of the source's folder, in this order, as JSON merge patches.
 * @throws Gap when one cannot be read
 */
export function withOverrides(source: ArgoSource, folder: string, application: string, sources: SourceFiles): ArgoSource {
  return [`.argocd-source.yaml`, `.argocd-source-${application}.yaml`].reduce((current, name) => {
    const file = folder === '.' ? name : `${folder}/${name}`
    if (!sources.exists(file)) return current
    const manifest = readManifest(file, sources)
    if (manifest === undefined) throw new Gap('parse-failed', `${file} overrides this source and cannot be read.`, source.at(['path']))
    const fields = mergePatch(current.fields, manifest.object)
    for (const key of fixed) {
      delete fields[key]
      if (current.fields[key] !== undefined) fields[key] = current.fields[key]
    }
    const overridden = (path: Path) => !fixed.includes(path[0] as never) && valueAt(manifest.object, path) !== undefined
    return { fields, at: (path) => (overridden(path) ? { manifest, path } : current.at(path)) }
  }, source)
}

/** The first document of a file, as a manifest, so that fields of it can be located; undefined when it is no object or the file is broken. */
export function readManifest(file: string, sources: SourceFiles): Manifest | undefined {
  const text = sources.text(file)
  const { documents, problems } = isProblem(text) ? { documents: [], problems: [text] } : readDocuments(text, { file })
  const [document] = documents
  if (problems.length > 0 || document === undefined || !isJsonObject(document.value)) return undefined
  const object = document.value
  const ref = {
    apiVersion: textAt(object, ['apiVersion']) ?? '',
    kind: textAt(object, ['kind']) ?? '',
    namespace: '',
    name: textAt(object, ['metadata', 'name']) ?? '',
  }
  return { object, ref, unit: '', origin: { kind: 'file', file, document: document.index, itemPath: [] } }
}

/** RFC 7386. */
function mergePatch(target: Json | undefined, patch: JsonObject): JsonObject {
  const merged: JsonObject = { ...(isJsonObject(target) ? target : {}) }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key]
    else merged[key] = isJsonObject(value) ? mergePatch(merged[key], value) : value
  }
  return merged
}
