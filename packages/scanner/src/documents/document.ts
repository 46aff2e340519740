import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { isJsonObject } from '../json.ts'
import type { JsonObject, Language, Path } from '../model.ts'
import { locate, readDocuments } from '../parse/index.ts'
import { type Fault, schemaFault } from './schema-fault.ts'
import { documentTexts } from './texts.ts'

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
  further(value: JsonObject): Fault[]
  /** Words for a schema fault in place of the general ones. */
  explain?(error: ErrorObject, path: Path): string | undefined
  /** How a value of this path is written. */
  example?: (path: Path) => string | undefined
}

/** Checks the text of a file of the settings: syntax, schema, and what goes beyond it. All problems at once. */
export function checkDocument(text: string, check: DocumentCheck): CheckedDocument {
  const words = documentTexts[check.language]
  const { documents, problems } = readDocuments(text, { file: check.file })
  if (problems.length > 0) return { problems: problems.map(({ line, message }) => ({ line, message })) }
  const [document, second] = documents
  if (document === undefined) return { problems: [] }
  const { value } = document
  if (!isJsonObject(value)) return { problems: [{ line: document.startLine, message: words.notMapping }] }
  if (second !== undefined) return { problems: [{ line: second.startLine, message: words.oneDocument }] }
  const validate = validatorOf(check.schema)
  const { file, explain, example } = check
  const faults = validate(value) ? [] : (validate.errors ?? []).map((error) => schemaFault(error, { words, name: file, explain, example }))
  faults.push(...check.further(value))
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
