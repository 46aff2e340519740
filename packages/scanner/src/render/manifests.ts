import type { PlannedUnit } from '../discover/sources.ts'
import { type FileProblem, isProblem } from '../files.ts'
import { isJsonObject, isLongerThan, listOf, textAt } from '../json.ts'
import type { Json, JsonObject, Manifest, NotEvaluated, ObjectRef, Origin, Path } from '../model.ts'
import { isClusterScoped } from './scope.ts'

export interface ObjectsFound {
  manifests: Manifest[]
  notEvaluated: NotEvaluated[]
}

/** Whether somebody wants the objects of a text. */
export type TextTest = (text: string) => boolean

/** The objects of a source, read as YAML when they are asked for: those of all texts, or of those alone that the test says yes to. */
export type LazyObjects = (isWanted?: TextTest) => ObjectsFound

/**
 * Each part of a source is read at most once.
 * @param options.text of a part; a problem is what nobody wants who has a test
 */
export function lazyObjects<Part>(
  parts: Part[],
  { text, read }: { text: (part: Part) => string | FileProblem; read: (part: Part, index: number) => ObjectsFound },
): LazyObjects {
  const known: ObjectsFound[] = []
  const objects = (part: Part, index: number): ObjectsFound => {
    known[index] ??= read(part, index)
    return known[index]
  }
  // planning asks in every round
  const wanted = new Map<TextTest, number[]>()
  const wantedBy = (test: TextTest): number[] => {
    const isWanted = (part: Part) => {
      const content = text(part)
      return !isProblem(content) && test(content)
    }
    const indexes = wanted.get(test) ?? parts.flatMap((part, index) => (isWanted(part) ? [index] : []))
    wanted.set(test, indexes)
    return indexes
  }
  return (isWanted) => {
    const indexes = isWanted === undefined ? [...parts.keys()] : wantedBy(isWanted)
    const found = indexes.map((index) => objects(parts[index]!, index))
    return { manifests: found.flatMap(({ manifests }) => manifests), notEvaluated: found.flatMap(({ notEvaluated }) => notEvaluated) }
  }
}

/** The objects of all sources of a unit. Of an object in several sources the last one counts, as in Argo CD; objects without a name are all new ones. */
export function joinObjects(found: ObjectsFound[]): ObjectsFound {
  if (found.length === 1) return found[0]!
  const last = new Map<string, number>()
  const isNamed = ({ object }: Manifest) => (textAt(object, ['metadata', 'name']) ?? '') !== ''
  for (const [source, { manifests }] of found.entries()) for (const { ref } of manifests) last.set(identity(ref), source)
  return {
    manifests: found.flatMap(({ manifests }, source) =>
      manifests.filter((manifest) => !isNamed(manifest) || last.get(identity(manifest.ref)) === source),
    ),
    notEvaluated: found.flatMap(({ notEvaluated }) => notEvaluated),
  }
}

/** What makes two objects the same one in a cluster: the group counts, its version does not. */
function identity({ apiVersion, kind, namespace, name }: ObjectRef): string {
  return JSON.stringify([apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '', kind, namespace, name])
}

/** In UTF-16 units. Aliases can make an object far longer than its file, and every rule would read it. */
const maxObjectLength = 4 * 1024 * 1024
const alias = /(^|[\s,:[{-])\*[^\s*]/m

/** True when no object of a text can be too long: without aliases it is no longer than the text, escapes apart. */
export function isShort(text: string): boolean {
  return text.length < maxObjectLength / 8 && !alias.test(text)
}

/**
 * The objects of one YAML document: itself, or the items of a list (of any depth). As in kubectl's decoder every object with `items` is a
 * list, whatever its kind. A document that is no Kubernetes object is passed over silently, unless something in it looks like one: then it
 * is named in `notEvaluated`.
 * @param options.short from isShort; spares measuring the objects
 * @param options.origin of an object at a path inside the document
 */
export function documentObjects(
  value: Json,
  options: { short?: boolean; unit: PlannedUnit; file: string; line: number; namespace: string; origin: (itemPath: Path) => Origin },
): ObjectsFound {
  const found: ObjectsFound = { manifests: [], notEvaluated: [] }
  const skip = (message: string): void => {
    found.notEvaluated.push({ file: options.file, unit: options.unit.id, reason: 'not-an-object', message, line: options.line })
  }
  const visit = (node: Json, path: Path): void => {
    if (!isJsonObject(node)) {
      if (path.length > 0) skip(`Item ${path.at(-1)} of the list is not an object: every item needs apiVersion and kind.`)
      else if (listOf(node).some((item) => isJsonObject(item) && looksLikeObject(item)))
        skip('The document is a bare list of Kubernetes objects, which nothing can deploy: write them as documents or as items of a List.')
      return
    }
    const apiVersion = textAt(node, ['apiVersion'])
    const kind = textAt(node, ['kind'])
    if (apiVersion === undefined || kind === undefined || apiVersion === '' || kind === '') {
      if (path.length > 0 || looksLikeObject(node))
        skip(
          `The document looks like a Kubernetes object but has no ${kind ? 'apiVersion' : 'kind'}: add it, or exclude the file in .policy-gate/config.yaml.`,
        )
      return
    }
    if (Array.isArray(node.items)) {
      for (const [index, item] of node.items.entries()) visit(typedItem(item, apiVersion, kind), [...path, 'items', index])
      return
    }
    if (options.short !== true && isLongerThan(node, maxObjectLength)) {
      const { file, line, unit } = options
      const message = `${kind} ${textAt(node, ['metadata', 'name']) ?? ''} has more than ${maxObjectLength / 1024 / 1024} MiB of JSON; the API server takes 3.`
      found.notEvaluated.push({ file, unit: unit.id, reason: 'too-large', message, line })
      return
    }
    if (isEncrypted(node, apiVersion, kind)) {
      const { file, line, unit } = options
      const message = `Values of ${kind} ${textAt(node, ['metadata', 'name']) ?? ''} are encrypted, so rules do not see what they say.`
      found.notEvaluated.push({ file, unit: unit.id, reason: 'unknown-value', message, line })
    }
    found.manifests.push({
      object: node,
      ref: objectRef(node, apiVersion, kind, options.namespace),
      unit: options.unit.id,
      origin: options.origin(path),
    })
  }
  visit(value, [])
  return found
}

/** Flux decrypts objects of any kind that SOPS has encrypted; what is in a Secret is no rule's business. */
function isEncrypted(node: JsonObject, apiVersion: string, kind: string): boolean {
  return isJsonObject(node.sops) && !(apiVersion === 'v1' && kind === 'Secret')
}

/** Items that say neither take both from their list: `RoleList` holds Roles (apimachinery, unstructured/helpers.go, decodeToList). */
function typedItem(item: Json, apiVersion: string, kind: string): Json {
  if (!isJsonObject(item) || item.apiVersion !== undefined || item.kind !== undefined) return item
  return { apiVersion, kind: kind.replace(/List$/, ''), ...item }
}

function objectRef(object: JsonObject, apiVersion: string, kind: string, namespace: string): ObjectRef {
  const written = textAt(object, ['metadata', 'namespace']) ?? ''
  const name = textAt(object, ['metadata', 'name']) ?? textAt(object, ['metadata', 'generateName']) ?? ''
  return { apiVersion, kind, namespace: isClusterScoped(apiVersion, kind) ? '' : written || namespace, name }
}

/** A document that means to be an object: one of its two marks, or metadata beside a spec. */
function looksLikeObject(node: JsonObject): boolean {
  const marks = [typeof node.apiVersion === 'string', typeof node.kind === 'string'].filter(Boolean).length
  if (marks === 2) return true
  if (marks === 1) return isJsonObject(node.metadata) || isJsonObject(node.spec) || listOf(node.items).length > 0
  return isJsonObject(node.metadata) && isJsonObject(node.spec)
}
