import { createHash, createHmac } from 'node:crypto'
import { type Builtin, fail, stringOperand } from './operands.ts'
import { compareStrings, RegoObject, RegoSet, type Term, typeName } from './terms.ts'
import { jsonEntries, parseJson } from './text.ts'

/** `hex.encode(x)` (`v1/topdown/encoding.go`). */
const hexEncode: Builtin = (x) => Buffer.from(stringOperand(x, 1)).toString('hex')

/** `hex.decode(x)`. Bytes that are not UTF-8 become U+FFFD, where OPA would keep them. */
const hexDecode: Builtin = (x) => {
  const text = stringOperand(x, 1)
  return /^(?:[\da-fA-F]{2})*$/.test(text) ? Buffer.from(text, 'hex').toString() : fail('invalid hex string')
}

/** `base64url.encode_no_pad(x)`. */
const base64UrlEncodeNoPad: Builtin = (x) => Buffer.from(stringOperand(x, 1)).toString('base64url')

/** `urlquery.encode(x)`: Go's `url.QueryEscape`. */
const urlQueryEncode: Builtin = (x) => queryEscape(stringOperand(x, 1))

function queryEscape(text: string): string {
  const escaped = encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
  return escaped.replaceAll('%20', '+').replace(/%[\da-f]{2}/gi, (code) => code.toUpperCase())
}

/** `urlquery.decode(x)`: Go's `url.QueryUnescape`. */
const urlQueryDecode: Builtin = (x) => queryUnescape(stringOperand(x, 1))

function queryUnescape(text: string): string {
  if (/%(?![\da-fA-F]{2})/.test(text)) fail('invalid URL escape')
  const latin = Buffer.from(text.replaceAll('+', ' ')).toString('latin1')
  return Buffer.from(
    latin.replace(/%([\da-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  ).toString()
}

/** `urlquery.encode_object(x)`: values are strings or arrays or sets of strings; sorted by key. */
const urlQueryEncodeObject: Builtin = (x) => {
  if (!(x instanceof RegoObject)) return fail('operand 1 must be object')
  return jsonEntries(x)
    .flatMap(([key, value]) => queryValues(value).map((text) => `${queryEscape(key)}=${queryEscape(text)}`))
    .join('&')
}

function queryValues(term: Term): string[] {
  if (typeof term === 'string') return [term]
  const items = term instanceof RegoSet ? term.items : term
  if (!Array.isArray(items)) return fail(`values must be string, array[string], or set[string], not ${typeName(term)}`)
  return items.map((item) => stringOperand(item, 1))
}

/** `urlquery.decode_object(x)`: Go's `url.ParseQuery`. */
const urlQueryDecodeObject: Builtin = (x) => {
  const values = new Map<string, Term[]>()
  for (const pair of stringOperand(x, 1).split('&')) {
    if (pair.includes(';')) fail('invalid semicolon separator in query')
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const key = queryUnescape(equals === -1 ? pair : pair.slice(0, equals))
    const value = queryUnescape(equals === -1 ? '' : pair.slice(equals + 1))
    values.set(key, [...(values.get(key) ?? []), value])
  }
  return new RegoObject([...values].sort(([a], [b]) => compareStrings(a, b)))
}

/** `crypto.md5`, `crypto.sha1`, `crypto.sha256`: digest in hexadecimal (`v1/topdown/crypto.go`). */
function digest(algorithm: string): Builtin {
  return (x) => createHash(algorithm).update(stringOperand(x, 1)).digest('hex')
}

/** `crypto.hmac.*(message, key)`: in hexadecimal. */
function hmac(algorithm: string): Builtin {
  return (message, key) => {
    const text = stringOperand(message, 1)
    return createHmac(algorithm, stringOperand(key, 2)).update(text).digest('hex')
  }
}

/** `crypto.hmac.equal(a, b)`. */
const hmacEqual: Builtin = (a, b) => stringOperand(a, 1) === stringOperand(b, 2)

/** `io.jwt.decode(token)`: header, payload and signature (in hexadecimal), nothing verified (`v1/topdown/tokens.go`). */
const jwtDecode: Builtin = (token) => {
  const parts = stringOperand(token, 1).split('.')
  if (parts.length !== 3) return fail('encoded JWT must have 3 sections')
  const [header, payload, signature] = parts.map(base64UrlBytes) as [Buffer, Buffer, Buffer]
  const head = jsonObject(header)
  if (head.get('enc') !== undefined) fail('JWT is a JWE object, which is not supported')
  const contentType = head.get('cty')
  if (contentType !== undefined && stringOperand(contentType, 1) === 'JWT')
    return jwtDecode(payload.toString().replace(/^["']+|["']+$/g, ''))
  return [head, jsonObject(payload), signature.toString('hex')]
}

/** Go's strict base64url, padding optional. */
function base64UrlBytes(text: string): Buffer {
  const bare = text.replace(/={0,2}$/, '')
  const padded = bare.length === text.length || text.length % 4 === 0
  if (!/^[\w-]*$/.test(bare) || bare.length % 4 === 1 || !padded) fail('illegal base64url string')
  return Buffer.from(bare, 'base64url')
}

function jsonObject(bytes: Buffer): RegoObject {
  const value = parseJson(bytes.toString())
  return value instanceof RegoObject ? value : fail('decoded JSON type was not an Object')
}

export const encodingBuiltins: Record<string, Builtin> = {
  'hex.encode': hexEncode,
  'hex.decode': hexDecode,
  'base64url.encode_no_pad': base64UrlEncodeNoPad,
  'urlquery.encode': urlQueryEncode,
  'urlquery.decode': urlQueryDecode,
  'urlquery.encode_object': urlQueryEncodeObject,
  'urlquery.decode_object': urlQueryDecodeObject,
  'crypto.md5': digest('md5'),
  'crypto.sha1': digest('sha1'),
  'crypto.sha256': digest('sha256'),
  'crypto.hmac.md5': hmac('md5'),
  'crypto.hmac.sha1': hmac('sha1'),
  'crypto.hmac.sha256': hmac('sha256'),
  'crypto.hmac.sha512': hmac('sha512'),
  'crypto.hmac.equal': hmacEqual,
  'io.jwt.decode': jwtDecode,
}
