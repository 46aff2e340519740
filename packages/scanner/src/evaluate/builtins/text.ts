import { compareStrings, RegoNumber, RegoObject, RegoSet, type Term } from './terms.ts'

/**
 * Reads the text of a Rego term as the WASM runtime writes it (`opa_value_dump`): JSON plus `{1, 2}` and `set()` for sets and any term as
 * object key. Throws SyntaxError on anything else.
 */
export function parseTerm(text: string): Term {
  let at = 0
  const number = /-?\d[\d.eE+-]*/y

  function fail(): never {
    throw new SyntaxError(`not a Rego term at offset ${at}`)
  }
  function quoted(): string {
    let end = at
    let escaped = false
    do {
      end = text.indexOf('"', end + 1)
      if (end === -1) fail()
      let slashes = 0
      while (text[end - 1 - slashes] === '\\') slashes++
      escaped = slashes % 2 === 1
    } while (escaped)
    const token = text.slice(at, end + 1)
    at = end + 1
    return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1)
  }
  function skipSpace(): void {
    while (text.charCodeAt(at) <= 0x20) at++
  }
  function accept(token: string): boolean {
    skipSpace()
    if (!text.startsWith(token, at)) return false
    at += token.length
    return true
  }
  function list(close: string): Term[] {
    const items: Term[] = []
    if (accept(close)) return items
    do items.push(term())
    while (accept(','))
    if (!accept(close)) fail()
    return items
  }
  function braces(): Term {
    if (accept('}')) return new RegoObject([])
    const first = term()
    if (!accept(':')) return new RegoSet(accept(',') ? [first, ...list('}')] : accept('}') ? [first] : fail())
    const entries: [Term, Term][] = [[first, term()]]
    while (accept(',')) {
      const key = term()
      if (!accept(':')) fail()
      entries.push([key, term()])
    }
    if (!accept('}')) fail()
    return new RegoObject(entries)
  }
  function term(): Term {
    skipSpace()
    const character = text[at]
    if (character === '"') return quoted()
    if (character === '{') {
      at++
      return braces()
    }
    if (character === '[') {
      at++
      return list(']')
    }
    if (accept('null')) return null
    if (accept('true')) return true
    if (accept('false')) return false
    if (accept('set()')) return new RegoSet([])
    number.lastIndex = at
    const digits = number.exec(text)?.[0] ?? fail()
    at += digits.length
    return new RegoNumber(digits)
  }

  const result = term()
  skipSpace()
  return at === text.length ? result : fail()
}

/** Text of a term for the WASM runtime (`opa_value_parse`). */
export function formatTerm(term: Term): string {
  return write(term, (text) => JSON.stringify(text.toWellFormed()))
}

/** Text of a term as OPA prints it (`Value.String()`): sets and objects in sorted order, strings quoted as Go quotes them. */
export function printTerm(term: Term): string {
  return write(term, quote)
}

function write(term: Term, string: (text: string) => string): string {
  if (term === null || typeof term === 'boolean') return String(term)
  if (typeof term === 'string') return string(term)
  if (term instanceof RegoNumber) return term.text
  if (Array.isArray(term)) return `[${term.map((item) => write(item, string)).join(', ')}]`
  if (term instanceof RegoSet) return term.items.length === 0 ? 'set()' : `{${term.items.map((item) => write(item, string)).join(', ')}}`
  return `{${term.entries.map(([key, value]) => `${write(key, string)}: ${write(value, string)}`).join(', ')}}`
}

const escapes: Record<string, string> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

/** Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrintable(character: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)
}

/** Go's `strconv.Quote`; with `ascii`, `strconv.QuoteToASCII`. */
export function quote(text: string, ascii = false): string {
  if (/^[\w .,:;/@%+=()[\]{}<>!?*&^$#~'|-]*$/.test(text)) return `"${text}"`
  return `"${[...text].map((character) => escapes[character] ?? quoteCharacter(character, ascii)).join('')}"`
}

/** One character of a quoted string, escaped as Go does when it cannot be printed. */
export function quoteCharacter(character: string, ascii: boolean): string {
  const code = character.codePointAt(0) ?? 0
  if (code >= 0xd800 && code <= 0xdfff) return ascii ? '\\ufffd' : '\ufffd'
  if (isPrintable(character) && (!ascii || code < 0x80)) return character
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}

/** A plain JSON value as a term. Numbers of more than 15 digits should come through `parseTerm` instead. */
export function fromJson(value: unknown): Term {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return new RegoNumber(value)
  if (Array.isArray(value)) return value.map(fromJson)
  if (typeof value === 'object') return new RegoObject(Object.entries(value).map(([key, item]) => [key, fromJson(item)]))
  throw new TypeError(`not a JSON value: ${typeof value}`)
}

/**
 * JSON text of a term as Go's `encoding/json` writes it for OPA's `json.marshal`: sets as sorted arrays, other keys than strings as
 * their text, keys sorted, `<`, `>`, `&`, U+2028 and U+2029 escaped.
 */
export function jsonText(term: Term): string {
  if (typeof term === 'string') return jsonString(term)
  if (Array.isArray(term)) return `[${term.map(jsonText).join(',')}]`
  if (term instanceof RegoSet) return `[${term.items.map(jsonText).join(',')}]`
  if (term instanceof RegoObject)
    return `{${jsonEntries(term)
      .map(([key, value]) => `${jsonString(key)}:${jsonText(value)}`)
      .join(',')}}`
  return term instanceof RegoNumber ? term.text : String(term)
}

/** Entries of an object with its keys as JSON keys, sorted. */
export function jsonEntries(object: RegoObject): [string, Term][] {
  const entries = object.entries.map(([key, value]): [string, Term] => [typeof key === 'string' ? key : jsonText(key), value])
  return entries.sort(([a], [b]) => compareStrings(a, b))
}

/** A JSON string as Go's `encoding/json` escapes it. */
export function jsonString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029\x7f]/g, (character) =>
    character === '\x7f' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Reads one JSON value with its numbers kept exact; undefined when it is not JSON. */
export function parseJson(text: string): Term | undefined {
  try {
    JSON.parse(text)
  } catch {
    return undefined
  }
  return parseTerm(text)
}
