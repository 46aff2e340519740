import { RegoNumber } from './terms.ts'

/** What go-yaml v3 (`resolve.go`), and so OPA, takes an unquoted scalar for. `merge` is the key `<<`. */
export type Resolved =
  | { tag: 'null' | 'merge' | 'str' | 'timestamp' }
  | { tag: 'bool'; value: boolean }
  | { tag: 'int'; value: bigint }
  | { tag: 'float'; value: number }

const constants: Record<string, Resolved> = {
  '': { tag: 'null' },
  '~': { tag: 'null' },
  null: { tag: 'null' },
  Null: { tag: 'null' },
  NULL: { tag: 'null' },
  '<<': { tag: 'merge' },
  true: { tag: 'bool', value: true },
  True: { tag: 'bool', value: true },
  TRUE: { tag: 'bool', value: true },
  false: { tag: 'bool', value: false },
  False: { tag: 'bool', value: false },
  FALSE: { tag: 'bool', value: false },
}

/** Resolves an unquoted scalar: YAML 1.2 booleans, but octals of YAML 1.1 too. */
export function resolveScalar(text: string): Resolved {
  const constant = Object.hasOwn(constants, text) ? constants[text] : undefined
  if (constant !== undefined) return constant
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return { tag: 'float', value: text.startsWith('-') ? -Infinity : Infinity }
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return { tag: 'float', value: Number.NaN }
  if (!/^[-+.\d]/.test(text)) return { tag: 'str' }
  if (isTimestamp(text)) return { tag: 'timestamp' }
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '')
  const integer = parseInteger(plain)
  if (integer !== undefined) return { tag: 'int', value: integer }
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(plain)) {
    const value = Number(plain)
    if (Number.isFinite(value)) return { tag: 'float', value }
  }
  return { tag: 'str' }
}

function parseInteger(text: string): bigint | undefined {
  const match = /^([-+]?)(?:0[xX]([\da-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/.exec(text)
  if (match === null) return undefined
  const [, sign, hex, binary, octal, decimal] = match
  const size = BigInt(
    hex !== undefined ? `0x${hex}` : binary !== undefined ? `0b${binary}` : octal !== undefined ? `0o${octal}` : `${decimal}`,
  )
  const value = sign === '-' ? -size : size
  // int64, or uint64 without a sign
  return BigInt.asIntN(64, value) === value || (sign === '' && BigInt.asUintN(64, value) === value) ? value : undefined
}

function isTimestamp(text: string): boolean {
  const match = /^\d{4}-(\d{1,2})-(\d{1,2})(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/.exec(text)
  return match !== null && Number(match[1]) >= 1 && Number(match[1]) <= 12 && Number(match[2]) >= 1 && Number(match[2]) <= 31
}

/** A number as OPA has it after YAML: as Go's `encoding/json` writes it, which is as JavaScript does. */
export function numberTerm(value: bigint | number): RegoNumber {
  return new RegoNumber(Object.is(value, -0) ? '-0' : String(value))
}
