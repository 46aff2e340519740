import type { ImageSettings } from '../../config/config.ts'
import { isBuiltIn } from '../../evaluate/pods.ts'
import { selectorOf } from '../../evaluate/resource.ts'
import type { JsonObject } from '../../model.ts'
import { annotationUses } from './annotations.ts'
import { imageFields, withoutImages } from './fields.ts'
import type { FoundUse } from './found.ts'
import { podUses } from './pods.ts'
import { rowUses } from './rows.ts'
import { searchUses } from './search.ts'
import { tektonUses } from './tekton.ts'
import { workflowPaths, workflowUses } from './workflows.ts'

/** Lists and objects inside of objects: nobody writes more. */
const deepestObject = 4

/** All images that an object names, each path once (a patch as often as it names one), in no order. @throws UserError for a path of the configuration that cannot be read */
export function objectUses(object: JsonObject, paths: ImageSettings['paths'] = [], depth = deepestObject): FoundUse[] {
  const { apiVersion, kind } = object
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || depth === 0) return []
  const selector = selectorOf({ apiVersion, kind })
  const named = rowUses(
    object,
    paths.filter((each) => each.kind === selector).map(({ path }) => path),
  )
  const known = knownUses(object, { selector, kind, inner: (each) => objectUses(each, paths, depth - 1) })
  const byPath = new Map<string, FoundUse>()
  for (const use of named.uses) byPath.set(JSON.stringify(use.path), use)
  // a text may name several
  for (const use of known.filter(({ path }) => !byPath.has(JSON.stringify(path)))) {
    const key = JSON.stringify([use.path, use.image.reference])
    if (!byPath.has(key)) byPath.set(key, use)
  }
  return [...byPath.values()]
}

interface KnownOptions {
  selector: string
  kind: string
  inner: (object: JsonObject) => FoundUse[]
}

function knownUses(object: JsonObject, { selector, kind, inner }: KnownOptions): FoundUse[] {
  const group = selector.includes('/') ? selector.slice(0, selector.indexOf('/')) : ''
  if (withoutImages.includes(selector) || withoutImages.includes(`${group}/*`)) return []
  if (group === 'tekton.dev') return tektonUses(object, kind)
  if (Object.hasOwn(workflowPaths, selector)) return workflowUses(object, workflowPaths[selector]!)
  const pods = podUses(object, selector)
  // the proxy's image for all pods of a namespace
  if (selector === 'Namespace') return annotationUses(object, ['metadata', 'annotations'], [])
  if (isBuiltIn(selector)) return pods
  const rows = rowUses(object, Object.hasOwn(imageFields, selector) ? imageFields[selector]! : [])
  const taken = new Set(rows.taken.map((path) => JSON.stringify(path)))
  const found = searchUses(object, inner).filter(({ path }) => !taken.has(JSON.stringify(path)))
  return [...pods, ...rows.uses, ...found]
}
