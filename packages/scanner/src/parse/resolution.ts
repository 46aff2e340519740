import type { JsonPrimitive } from '../model.ts'

/**
 * What a scalar means, by the rules of the API server's decoder: go.yaml.in/yaml/v2, resolve.go. `key` is its text as a mapping key
 * (sigs.k8s.io/yaml turns keys into strings), undefined where the decoder refuses it. A number that JSON cannot hold has no value.
 */
export interface Resolved {
  kind: 'null' | 'bool' | 'int' | 'float' | 'string'
  value: JsonPrimitive | undefined
  key: string | undefined
}

const words = new Map<string, Resolved>()
for (const word of ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'])
  words.set(word, { kind: 'bool', value: true, key: 'true' })
for (const word of ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'])
  words.set(word, { kind: 'bool', value: false, key: 'false' })
for (const word of ['', '~', 'null', 'Null', 'NULL']) words.set(word, { kind: 'null', value: null, key: undefined })
for (const word of ['.nan', '.NaN', '.NAN']) words.set(word, { kind: 'float', value: undefined, key: '.nan' })
for (const word of ['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF']) words.set(word, { kind: 'float', value: undefined, key: '.inf' })
for (const word of ['-.inf', '-.Inf', '-.INF']) words.set(word, { kind: 'float', value: undefined, key: '-.inf' })

const decimal = /^[-+]?(?:0|[1-9][0-9]*)$/
const dotted = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/
const based = /^([-+]?)0([xX][0-9a-fA-F]+|[bB][01]+|[oO]?[0-7]+)$/
const binary = /^(?:(-)0b|0b([-+]?))([01]+)$/
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/

/** The meaning of a plain scalar without a tag. `text` is the scalar with its lines folded. */
export function resolvePlain(text: string): Resolved {
  if (text.length < 6) {
    const word = words.get(text)
    if (word) return word
  }
  const code = text.charCodeAt(0)
  const digit = code >= 48 && code <= 57
  if (!digit && code !== 45 && code !== 43 && code !== 46) return string(text)
  if (code === 46) return dotted.test(text) ? floating(text.replaceAll('_', ''), text) : string(text)
  const plain = text.includes('_') ? text.replaceAll('_', '') : text
  if (decimal.test(plain)) return integer(plain)
  const prefixed = based.exec(plain)
  if (prefixed) {
    const digits = prefixed[2]!
    const found = bounded(prefixed[1]!, BigInt(/^[0-7]/.test(digits) ? `0o${digits}` : `0${digits}`))
    if (found) return found
  }
  if (float.test(plain)) return floating(plain, text)
  const signed = binary.exec(plain)
  if (signed) {
    const found = bounded(signed[1] ?? signed[2]!, BigInt(`0b${signed[3]}`))
    if (found) return found
  }
  return string(text)
}

// First characters of the words for booleans and null.
const wordStarts = new Set([...'yYnNtTfFoO~'].map((letter) => letter.charCodeAt(0)))

/** Whether a plain scalar can only be text, by its first character and length: the common case, told apart quickly. */
export function isText(text: string): boolean {
  const code = text.charCodeAt(0)
  // Digits, signs and the dot begin numbers.
  if (code <= 57 && (code >= 48 || code === 43 || code === 45 || code === 46)) return false
  return text.length > 5 || (text !== '' && !wordStarts.has(code))
}

/** A string as it stands: a quoted or block scalar, or a plain one that means nothing else. */
export function string(text: string): Resolved {
  return { kind: 'string', value: text, key: text }
}

function integer(plain: string): Resolved {
  const value = Number(plain)
  if (Number.isSafeInteger(value)) return { kind: 'int', value: value + 0, key: String(value + 0) }
  const sign = plain[0] === '-' || plain[0] === '+' ? plain[0] : ''
  return bounded(sign, BigInt(sign ? plain.slice(1) : plain)) ?? floating(plain, plain)
}

/** An integer that fits int64, or uint64 where it has no sign; unsigned ones cannot be keys. */
function bounded(sign: string, size: bigint): Resolved | undefined {
  const value = sign === '-' ? -size : size
  if (value >= -(2n ** 63n) && value < 2n ** 63n) return { kind: 'int', value: Number(value), key: String(value) }
  if (sign === '' && value < 2n ** 64n) return { kind: 'int', value: Number(value), key: undefined }
  return undefined
}

function floating(plain: string, text: string): Resolved {
  const value = Number(plain)
  return Number.isFinite(value) ? { kind: 'float', value, key: floatKey(value) } : string(text)
}

/** Go's `strconv.FormatFloat(value, 'g', -1, 32)`: the shortest digits that give the same 32-bit number. */
export function floatKey(value: number): string {
  const single = Math.fround(value)
  if (single === Number.POSITIVE_INFINITY) return '.inf'
  if (single === Number.NEGATIVE_INFINITY) return '-.inf'
  if (single === 0) return Object.is(single, -0) ? '-0' : '0'
  let digits = 1
  while (digits < 9 && Math.fround(Number(single.toPrecision(digits))) !== single) digits++
  const [mantissa, power] = single.toExponential(digits - 1).split('e') as [string, string]
  const exponent = Number(power)
  if (exponent >= -4 && exponent < 6) return String(Number(`${mantissa}e${exponent}`))
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}
