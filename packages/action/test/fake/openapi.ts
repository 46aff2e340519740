import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type AnySchema, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  schema: { type?: string }
}

/** One operation of GitHub's description, as scripts/github-schema.ts cuts it out. */
interface Operation {
  method: string
  path: string
  parameters: Parameter[]
  body?: AnySchema
  /** By status; null where the answer has no JSON body. */
  responses: Record<string, AnySchema | null>
}

export interface Match {
  id: string
  /** Values of the placeholders in the path, decoded. */
  parameters: Record<string, string>
}

const description = JSON.parse(readFileSync(join(import.meta.dirname, 'openapi.generated.json'), 'utf8')) as {
  operations: Record<string, Operation>
}
const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
addFormats.default(ajv)
ajv.addSchema(description, 'github')

const patterns = Object.entries(description.operations).map(([id, operation]) => ({
  id,
  method: operation.method,
  expression: new RegExp(`^${operation.path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}))

/** The operation that a method and a path (below the base of the API, without query) mean. */
export function matchOperation(method: string, path: string): Match | undefined {
  for (const pattern of patterns) {
    const found = pattern.method === method ? pattern.expression.exec(path) : null
    if (found === null) continue
    const values = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)])
    return { id: pattern.id, parameters: Object.fromEntries(values) }
  }
  return undefined
}

const compiled = new Map<string, ValidateFunction>()

/** @param pointer of a schema in the description */
function faults(pointer: string, value: unknown): string[] {
  const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `github#${pointer}` })
  compiled.set(pointer, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
}

const key = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** What a request has that GitHub's description does not allow; unknown parameters of the query are faults too. */
export function requestFaults({ id, parameters }: Match, query: URLSearchParams, body: unknown): string[] {
  const operation = description.operations[id]!
  const found: string[] = []
  operation.parameters.forEach((parameter, index) => {
    const given = parameter.in === 'path' ? parameters[parameter.name] : (query.get(parameter.name) ?? undefined)
    if (parameter.in === 'header') return
    if (given === undefined) {
      if (parameter.required) found.push(`the parameter ${parameter.name} is missing`)
      return
    }
    const value = parameter.schema.type === 'integer' && /^-?\d+$/.test(given) ? Number(given) : given
    const problems = faults(`/operations/${key(id)}/parameters/${index}/schema`, value)
    found.push(...problems.map((problem) => `the parameter ${parameter.name}${problem}`))
  })
  const known = operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name)
  for (const name of query.keys()) if (!known.includes(name)) found.push(`there is no parameter ${name}`)
  if (operation.body !== undefined) found.push(...faults(`/operations/${key(id)}/body`, body).map((problem) => `the body${problem}`))
  else if (body !== undefined) found.push('there must be no body')
  return found
}

/** What an answer has that GitHub's description does not allow. A failure that is not described has the form that all of them have. */
export function answerFaults(id: string, status: number, body: unknown): string[] {
  const { responses } = description.operations[id]!
  const schema = responses[String(status)]
  if (schema === undefined)
    return status < 400 ? [`the status ${status} is not described`] : faults('/components/schemas/basic-error', body)
  if (schema === null) return status < 400 && body !== undefined ? ['there must be no body'] : []
  return faults(`/operations/${key(id)}/responses/${status}`, body)
}
