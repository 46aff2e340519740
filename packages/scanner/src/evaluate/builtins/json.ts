import { type Builtin, fail, objectOperand, stringOperand } from './operands.ts'
import { RegoObject, RegoSet, type Term } from './terms.ts'
import { jsonEntries, jsonString, jsonText } from './text.ts'

/**
 * `json.marshal_with_options(x, {prefix, indent, pretty})` (`v1/topdown/encoding.go`, Go's `json.MarshalIndent`). Pretty when said so, or
 * when a prefix or an indent is given.
 */
const marshalWithOptions: Builtin = (x, options) => {
  let prefix = ''
  let indent = '\t'
  let pretty: boolean | undefined
  const given = objectOperand(options, 2)
  for (const [key, value] of given.entries) {
    if (key === 'prefix') prefix = stringOperand(value, 2)
    else if (key === 'indent') indent = stringOperand(value, 2)
    else if (key === 'pretty') pretty = typeof value === 'boolean' ? value : fail('key pretty failed cast to bool')
    else fail('object contained unknown key')
  }
  const wanted = pretty ?? (given.get('prefix') !== undefined || given.get('indent') !== undefined)
  return wanted ? prefix + indented(x as Term, indent, `\n${prefix}`) : jsonText(x as Term)
}

function indented(term: Term, indent: string, newline: string): string {
  const inner = newline + indent
  const items = term instanceof RegoSet ? term.items : term
  if (Array.isArray(items)) {
    if (items.length === 0) return '[]'
    return `[${items.map((item) => inner + indented(item, indent, inner)).join(',')}${newline}]`
  }
  if (!(items instanceof RegoObject)) return jsonText(items as Term)
  if (items.entries.length === 0) return '{}'
  const entries = jsonEntries(items).map(([key, value]) => `${inner}${jsonString(key)}: ${indented(value, indent, inner)}`)
  return `{${entries.join(',')}${newline}}`
}

export const jsonBuiltins: Record<string, Builtin> = { 'json.marshal_with_options': marshalWithOptions }
