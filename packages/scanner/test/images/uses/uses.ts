import type { ImageSettings } from '../../../src/config/config.ts'
import type { ImageUse } from '../../../src/images/model.ts'
import { imageUses } from '../../../src/images/uses/uses.ts'
import { formatPath } from '../../../src/json.ts'
import type { JsonObject, Manifest, Unit } from '../../../src/model.ts'
import { readDocuments } from '../../../src/parse/index.ts'

/** The uses of the objects in a YAML text. */
export function usesOf(yaml: string, settings: ImageSettings = {}): ImageUse[] {
  const { documents } = readDocuments(yaml)
  const manifests = documents.map(({ value, index }): Manifest => {
    const object = value as JsonObject
    const ref = { apiVersion: String(object.apiVersion), kind: String(object.kind), namespace: '', name: 'demo' }
    return { object, ref, unit: 'demo', origin: { kind: 'file', file: 'demo.yaml', document: index, itemPath: [] } }
  })
  const unit: Unit = { id: 'demo', kind: 'directory', path: '.', environment: 'production', destination: '' }
  return imageUses(manifests, new Map([['demo', unit]]), settings)
}

/** One line for each use: `path type name reference`, with what is wrong with the reference. */
export function lines(yaml: string, settings: ImageSettings = {}): string[] {
  return usesOf(yaml, settings).map(({ path, type, name, image }) => {
    const state = 'unresolved' in image ? ` (${image.invalid ?? 'unresolved'})` : ''
    return `${formatPath(path)} ${type} ${name} ${image.reference}${state}`
  })
}
