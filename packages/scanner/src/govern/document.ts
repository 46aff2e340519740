import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { formatPath, isJsonObject } from '../json.ts'
import type { JsonObject, Language, Path } from '../model.ts'
import { nearest } from '../nearest.ts'
import { locate, readDocuments } from '../parse/index.ts'
import { type ProblemTexts, problemTexts } from './problem-texts.ts'

export interface Fault {
  path: Path
  message: string
}

export interface CheckedDocument {
  /** To be trusted only without problems; undefined for a file without content. */
  value?: JsonObject
  /** 1-based lines, in their order. */
  problems: { line: number; message: string }[]
}

export interface DocumentCheck {
  /** Path of the file: `.json` files must be strict JSON. */
  file: string
  schema: JsonObject
  language: Language
  /** What a schema cannot say; must not rely on the value being valid. */
  further(value: JsonObject, words: ProblemTexts): Fault[]
  /** Words for a schema fault in place of the general ones. */
  explain?(error: ErrorObject, path: Path, words: ProblemTexts): string | undefined
}

/** Checks the text of a governance file: syntax, schema, and what goes beyond it. All problems at once. */
export function checkDocument(text: string, check: DocumentCheck): CheckedDocument {
  const words = problemTexts[check.language]
  const { documents, problems } = readDocuments(text, { file: check.file })
  if (problems.length > 0) return { problems: problems.map(({ line, message }) => ({ line, message })) }
  const [document, second] = documents
  if (document === undefined) return { problems: [] }
  const { value } = document
  if (!isJsonObject(value)) return { problems: [{ line: document.startLine, message: words.notMapping }] }
  if (second !== undefined) return { problems: [{ line: second.startLine, message: words.oneDocument }] }
  const validate = validatorOf(check.schema)
  const faults = validate(value) ? [] : (validate.errors ?? []).map((error) => schemaFault(error, check, words))
  faults.push(...check.further(value, words))
  const places = locate(
    text,
    faults.map(({ path }) => ({ document: document.index, path })),
    { file: check.file },
  )
  const listed = faults.map(({ message }, i) => ({ line: places[i]!.region.startLine, message }))
  const distinct = [...new Map(listed.map((problem) => [JSON.stringify(problem), problem])).values()]
  return { value, problems: distinct.sort((a, b) => a.line - b.line) }
}

const validators = new WeakMap<JsonObject, ValidateFunction>()

function validatorOf(schema: JsonObject): ValidateFunction {
  const known = validators.get(schema)
  if (known !== undefined) return known
  const validate = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateSchema: false }).compile(schema)
  validators.set(schema, validate)
  return validate
}

function schemaFault(error: ErrorObject, { explain, file }: DocumentCheck, words: ProblemTexts): Fault {
  const path = pathOf(error.instancePath)
  const at = formatPath(path) || file
  const own = explain?.(error, path, words)
  if (own !== undefined) return { path, message: own }
  const { params } = error
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty)
      const known = Object.keys((error.parentSchema?.properties as object | undefined) ?? {})
      return { path: [...path, key], message: words.unknownKey(at, key, known.join(', '), nearest(key, known)) }
    }
    case 'required':
      return { path, message: words.missing(at, String(params.missingProperty)) }
    case 'type':
      return { path, message: words.type(at, [params.type].flat().join(' / ')) }
    case 'enum':
      return { path, message: words.choice(at, JSON.stringify(error.data), (params.allowedValues as string[]).join(', ')) }
    case 'minLength':
    case 'minItems':
    case 'minProperties':
    case 'pattern':
      return { path, message: words.empty(at) }
    case 'maxLength':
      return { path, message: words.tooLong(at, Number(params.limit)) }
    case 'maxItems':
      return { path, message: words.tooMany(at, Number(params.limit)) }
    case 'uniqueItems':
      return { path, message: words.twice(at) }
    case 'minimum':
    case 'maximum':
      return { path, message: words.number(at) }
    default:
      return { path, message: `${at} ${error.message}` }
  }
}

function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}
