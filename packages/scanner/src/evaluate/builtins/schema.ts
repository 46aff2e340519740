import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv'
import AjvDraft4 from 'ajv-draft-04'
import formats from 'ajv-formats'
import { RE2JS } from 're2js'
import { formatFloat } from './floats.ts'
import { type Builtin, fail } from './operands.ts'
import { RegoObject, type Term } from './terms.ts'
import { jsonText, parseJson } from './text.ts'

type JsonValue = unknown

/** Patterns run on RE2: linear time, Go's syntax, as in OPA. */
const regExp = Object.assign((pattern: string) => ({ test: matcher(pattern) }) as unknown as RegExp, { code: '' })

function matcher(pattern: string): (text: string) => boolean {
  const regex = RE2JS.compile(pattern)
  return (text) => regex.matcher(text).find()
}

const options: Options = {
  allErrors: true,
  strict: false,
  logger: false,
  verbose: true,
  code: { regExp: regExp as unknown as NonNullable<NonNullable<Options['code']>['regExp']> },
}

/**
 * `json.match_schema(document, schema)`: whether it fits, and the errors in the words of OPA's own validator (`internal/gojsonschema`), one
 * for each keyword. Both are JSON text or values. A schema that is none, or that refers to another place, makes the result undefined.
 */
const matchSchema: Builtin = (document, schema) => {
  const value = load(document)
  const validate = compile(load(schema))
  if (validate(value)) return [true, []]
  const errors = (validate.errors ?? []).filter((error) => error.keyword !== 'if').map(describe)
  return [false, errors]
}

/** `json.verify_schema(schema)`: whether it is a schema, and what is wrong with it. */
const verifySchema: Builtin = (schema) => {
  try {
    compile(load(schema))
    return [true, null]
  } catch (error) {
    return [false, `jsonschema: ${(error as Error).message}`]
  }
}

function load(term: Term | undefined): JsonValue {
  if (typeof term === 'string') {
    const parsed = parseJson(term)
    return parsed === undefined ? fail('invalid JSON string') : JSON.parse(term)
  }
  if (Array.isArray(term) || term instanceof RegoObject) return JSON.parse(jsonText(term))
  return fail('wrong type, expected string or object')
}

/** Validators of this process by the text of their schema. */
const compiled = new Map<string, ValidateFunction>()

function compile(schema: JsonValue): ValidateFunction {
  const key = JSON.stringify(schema)
  const known = compiled.get(key)
  if (known !== undefined) return known
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null || Array.isArray(schema))) fail('schema is invalid')
  const unknown = unknownType(schema)
  if (unknown !== undefined) {
    const types = '[array boolean integer number null object string]'
    fail(`has a primitive type that is NOT VALID -- given: /${unknown}/ Expected valid values are:${types}`)
  }
  let validate: ValidateFunction
  try {
    const { $schema, ...rest } = schema as { $schema?: unknown }
    const draft4 = typeof $schema === 'string' && $schema.includes('draft-04')
    const ajv = draft4 ? new (AjvDraft4 as unknown as typeof Ajv)(options) : new Ajv(options)
    ;(formats as unknown as (ajv: Ajv) => void)(ajv)
    validate = ajv.compile(typeof schema === 'boolean' ? schema : rest)
  } catch (error) {
    return fail((error as Error).message)
  }
  if (compiled.size >= 100) compiled.clear()
  compiled.set(key, validate)
  return validate
}

/** The first type in a schema that JSON does not have. */
function unknownType(schema: JsonValue): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  if (Array.isArray(schema)) return schema.map(unknownType).find((type) => type !== undefined)
  const known = ['array', 'boolean', 'integer', 'number', 'null', 'object', 'string']
  const types = [(schema as { type?: unknown }).type].flat().filter((type): type is string => typeof type === 'string')
  const own = types.find((type) => !known.includes(type))
  if (own !== undefined) return own
  const inner = Object.entries(schema).filter(([key]) => !['enum', 'const', 'default', 'examples', 'type'].includes(key))
  return inner.map(([, value]) => unknownType(value)).find((type) => type !== undefined)
}

/** One of ajv's errors as gojsonschema words it. */
function describe(error: ErrorObject): Term {
  const at = error.instancePath.split('/').slice(1).map(plainKey)
  const field = at.length === 0 ? '(Root)' : at.join('.')
  const [type, desc] = wording(error, field)
  return new RegoObject([
    ['desc', desc],
    ['error', `${field}: ${desc}`],
    ['field', field],
    ['type', type],
  ])
}

function plainKey(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}

function wording({ keyword, params, data, schema, message }: ErrorObject, field: string): [type: string, description: string] {
  const limit = String(params.limit)
  // Bounds of numbers are floats to Go.
  const bound = typeof params.limit === 'number' ? formatFloat(params.limit, 'g', -1) : limit
  switch (keyword) {
    case 'type':
      return ['invalid_type', `Invalid type. Expected: ${Array.isArray(schema) ? `[${schema.join(',')}]` : schema}, given: ${typeOf(data)}`]
    case 'required':
      return ['required', `${params.missingProperty} is required`]
    case 'additionalProperties':
      return ['additional_property_not_allowed', `Additional property ${params.additionalProperty} is not allowed`]
    case 'enum':
      return ['enum', `${field} must be one of the following: ${(schema as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`]
    case 'const':
      return ['const', `${field} does not match: ${JSON.stringify(schema)}`]
    case 'pattern':
      return ['pattern', `Does not match pattern '${schema}'`]
    case 'format':
      return ['format', `Does not match format '${schema}'`]
    case 'minLength':
      return ['string_gte', `String length must be greater than or equal to ${limit}`]
    case 'maxLength':
      return ['string_lte', `String length must be less than or equal to ${limit}`]
    case 'minimum':
      // Draft 4 has a flag beside it.
      if (params.comparison === '>') return ['number_gt', `Must be greater than ${bound}`]
      return ['number_gte', `Must be greater than or equal to ${bound}`]
    case 'maximum':
      if (params.comparison === '<') return ['number_lt', `Must be less than ${bound}`]
      return ['number_lte', `Must be less than or equal to ${bound}`]
    case 'exclusiveMinimum':
      return ['number_gt', `Must be greater than ${bound}`]
    case 'exclusiveMaximum':
      return ['number_lt', `Must be less than ${bound}`]
    case 'multipleOf':
      return ['multiple_of', `Must be a multiple of ${formatFloat(Number(schema), 'g', -1)}`]
    case 'minItems':
      return ['array_min_items', `Array must have at least ${limit} items`]
    case 'maxItems':
      return ['array_max_items', `Array must have at most ${limit} items`]
    case 'uniqueItems':
      return ['unique', `array items[${params.j},${params.i}] must be unique`]
    case 'additionalItems':
      return ['array_no_additional_items', 'No additional items allowed on array']
    case 'contains':
      return ['contains', 'At least one of the items must match']
    case 'minProperties':
      return ['array_min_properties', `Must have at least ${limit} properties`]
    case 'maxProperties':
      return ['array_max_properties', `Must have at most ${limit} properties`]
    case 'propertyNames':
      return ['invalid_property_name', `Property name of "${params.propertyName}" does not match`]
    case 'anyOf':
      return ['number_any_of', 'Must validate at least one schema (anyOf)']
    case 'oneOf':
      return ['number_one_of', 'Must validate one and only one schema (oneOf)']
    case 'not':
      return ['number_not', 'Must not validate the schema (not)']
    case 'dependencies':
      return ['missing_dependency', `Has a dependency on ${params.missingProperty}`]
    case 'false schema':
      return ['false', 'False always fails validation']
    default:
      return [keyword, message ?? keyword]
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value
}

export const schemaBuiltins: Record<string, Builtin> = { 'json.match_schema': matchSchema, 'json.verify_schema': verifySchema }
