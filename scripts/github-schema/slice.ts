type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type JsonObject = { [key: string]: Json }

/** What the action and its tests ask of GitHub, by the operation's id. */
const usedOperations = [
  'checks/create',
  'checks/get',
  'checks/list-annotations',
  'checks/list-for-ref',
  'checks/update',
  'code-scanning/get-sarif',
  'code-scanning/upload-sarif',
  'git/get-blob',
  'git/get-commit',
  'git/get-tree',
  'issues/create-comment',
  'issues/delete-comment',
  'issues/get-comment',
  'issues/list-comments',
  'issues/update-comment',
  'pulls/get',
  'pulls/list',
  'repos/list-pull-requests-associated-with-commit',
  'users/get-authenticated',
]

export interface Slice {
  operations: JsonObject
  components: { schemas: JsonObject }
}

/**
 * The operations with their parameters, bodies and answers as JSON Schema, and every schema that they refer to, sorted by name.
 * @param document OpenAPI 3.0
 * @throws Error for an operation that is not there, or a reference to something other than a schema
 */
export function slice(document: JsonObject, operations: string[] = usedOperations): Slice {
  const found: JsonObject = {}
  for (const [path, methods] of Object.entries(document.paths as JsonObject))
    for (const [method, operation] of Object.entries(methods as JsonObject)) {
      const id = (operation as JsonObject | null)?.operationId
      if (typeof id === 'string' && operations.includes(id)) found[id] = operationOf(document, path, method, operation as JsonObject)
    }
  const missing = operations.filter((id) => found[id] === undefined)
  if (missing.length > 0) throw new Error(`not in the description: ${missing.join(', ')}`)
  const sorted = Object.fromEntries([...operations].sort().map((id) => [id, found[id]!]))
  return { operations: sorted, components: { schemas: referred(document, sorted) } }
}

function operationOf(document: JsonObject, path: string, method: string, operation: JsonObject): JsonObject {
  const parameters = ((operation.parameters ?? []) as JsonObject[]).map((parameter) => {
    const { name, in: place, required = false, schema } = resolve(document, parameter)
    return { name: name!, in: place!, required, schema: cleaned(schema!) }
  })
  const responses = Object.entries(operation.responses as JsonObject).map(([status, response]) => {
    const schema = schemaOf(resolve(document, response as JsonObject))
    return [status, schema === undefined ? null : cleaned(schema)] as const
  })
  const body = operation.requestBody as JsonObject | undefined
  const bodySchema = body && schemaOf(body)
  return {
    method: method.toUpperCase(),
    path,
    parameters,
    ...(bodySchema !== undefined && { body: cleaned(bodySchema) }),
    responses: Object.fromEntries(responses),
  }
}

function schemaOf(holder: JsonObject): Json | undefined {
  const content = holder.content as Record<string, { schema?: Json }> | undefined
  return content?.['application/json']?.schema
}

function resolve(document: JsonObject, value: JsonObject): JsonObject {
  if (typeof value.$ref !== 'string') return value
  return value.$ref
    .split('/')
    .slice(1)
    .reduce<Json>((at, key) => (at as JsonObject)[key]!, document) as JsonObject
}

const dropped = [
  'description',
  'summary',
  'example',
  'examples',
  'title',
  'externalDocs',
  'deprecated',
  'discriminator',
  'nullable',
  'default',
]

/** Without texts, and with `null` where it is allowed. In `properties` every key is a name, never a keyword. */
function cleaned(schema: Json, names = false): Json {
  if (Array.isArray(schema)) return schema.map((item) => cleaned(item))
  if (schema === null || typeof schema !== 'object') return schema
  const entries = Object.entries(schema)
    .filter(([key]) => names || !(dropped.includes(key) || key.startsWith('x-')))
    .map(([key, value]) => [key, cleaned(value, !names && key === 'properties')] as const)
  const result: JsonObject = Object.fromEntries(entries)
  if (names || schema.nullable !== true) return result
  if (typeof result.type !== 'string') return { anyOf: [result, { type: 'null' }] }
  return { ...result, type: [result.type, 'null'], ...(Array.isArray(result.enum) && { enum: [...new Set([...result.enum, null])] }) }
}

const prefix = '#/components/schemas/'

function referred(document: JsonObject, from: Json): JsonObject {
  const schemas = (document.components as { schemas: JsonObject }).schemas
  const found = new Map<string, Json>()
  const visit = (value: Json): void => {
    if (value === null || typeof value !== 'object') return
    if (!Array.isArray(value) && typeof value.$ref === 'string') {
      const name = value.$ref.slice(prefix.length)
      if (!value.$ref.startsWith(prefix) || schemas[name] === undefined)
        throw new Error(`a reference that is not understood: ${value.$ref}`)
      if (found.has(name)) return
      found.set(name, null)
      const schema = cleaned(schemas[name])
      found.set(name, schema)
      visit(schema)
      return
    }
    for (const child of Object.values(value)) visit(child as Json)
  }
  visit(from)
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}
