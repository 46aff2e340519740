import type { ErrorObject } from 'ajv/dist/2020.js'
import { formatPath } from '../json.ts'
import type { JsonObject, Path } from '../model.ts'
import { nearest } from '../nearest.ts'
import type { DocumentTexts, FormType, Limits } from './texts.ts'

/** What is wrong in a document, and where. */
export interface Fault {
  path: Path
  message: string
}

export interface SchemaFaultOptions {
  words: DocumentTexts
  /** What the document is called where the fault is at its top: the path of the file. */
  name: string
  /** Where the checked value lies in the document. */
  within?: Path
  /** Words in place of the general ones. */
  explain?: ((error: ErrorObject, path: Path) => string | undefined) | undefined
  /** How a value of this path is written: `"1.34"`. */
  example?: ((path: Path) => string | undefined) | undefined
}

/** Says in plain words what the schema of a document refuses; ajv has to be told `verbose`. */
export function schemaFault(error: ErrorObject, { words, name, within = [], explain, example }: SchemaFaultOptions): Fault {
  const path = [...within, ...pathOf(error.instancePath)]
  const at = formatPath(path) || name
  const value = shown(error.data)
  const wanted = example?.(path)
  const own = explain?.(error, path)
  if (own !== undefined) return { path, message: own }
  const { params, keyword } = error
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty)
      const known = Object.keys((error.parentSchema?.properties as object | undefined) ?? {})
      return { path: [...path, key], message: words.unknownKey(at, key, known.join(', '), nearest(key, known)) }
    }
    case 'required':
      return { path, message: words.missing(at, String(params.missingProperty)) }
    case 'type':
      return { path, message: `${words.type(at, [params.type].flat() as FormType[], value)}${quoteHint(error, { words, wanted })}` }
    case 'enum': {
      const allowed = (params.allowedValues as unknown[]).map(String)
      return { path, message: words.choice(at, value, allowed.join(', '), nearest(String(error.data).toLowerCase(), allowed)) }
    }
    case 'pattern': {
      if (wanted !== undefined) return { path, message: words.form(at, value, wanted) }
      return { path, message: String(error.data).trim() === '' ? words.empty(at) : words.other(at, value) }
    }
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return { path, message: words.empty(at) }
    case 'maxLength':
      return { path, message: words.tooLong(at, Number(params.limit)) }
    case 'maxItems':
      return { path, message: words.tooMany(at, Number(params.limit)) }
    case 'uniqueItems':
      return { path, message: words.twice(at) }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return { path, message: words.range(at, value, limitsOf(error.parentSchema as JsonObject)) }
    case 'multipleOf':
      return { path, message: words.whole(at, value) }
    default:
      return { path, message: words.other(at, value) }
  }
}

/** YAML reads `1.30` as the number 1.3, and `on` as true. */
function quoteHint({ params, data }: ErrorObject, { words, wanted }: { words: DocumentTexts; wanted: string | undefined }): string {
  const wantsText = [params.type].flat().includes('string')
  if (!wantsText || (typeof data !== 'number' && typeof data !== 'boolean')) return ''
  return words.quote(wanted === undefined ? String(data) : wanted.replaceAll('"', ''))
}

function limitsOf({ minimum, exclusiveMinimum, maximum }: JsonObject): Limits {
  return {
    ...(typeof minimum === 'number' ? { from: minimum } : {}),
    ...(typeof exclusiveMinimum === 'number' ? { above: exclusiveMinimum } : {}),
    ...(typeof maximum === 'number' ? { to: maximum } : {}),
  }
}

const longestValue = 80

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? ''
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text
}

function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}
