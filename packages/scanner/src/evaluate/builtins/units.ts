import { type Builtin, fail, stringOperand } from './operands.ts'
import { decimal, RegoNumber } from './terms.ts'

const powers = ['', 'k', 'm', 'g', 't', 'p', 'e']

/**
 * `units.parse(x)`: a quantity such as `10G`, `128Mi`, `100m` as number, of ten decimals if it is not whole
 * (`v1/topdown/parse_units.go`). Case counts only for `m` (milli) and `M` (mega).
 */
const parse: Builtin = (x) => {
  const [amount, suffix] = split(stringOperand(x, 1).replaceAll('"', ''))
  const unit = suffix.slice(0, 1) + suffix.slice(1).toLowerCase()
  const number = rational(amount)
  // OPA's milli is the double nearest to 0.001, so that 1000m prints as 1.0000000000.
  if (unit === 'm' && number.numerator !== 0n) return new RegoNumber(fixed(number.numerator * 0x10624dd2f1a9fcn, number.denominator << 62n))
  const numerator = number.numerator * (unit === 'm' ? 1n : factor(unit.toLowerCase(), unit))
  return new RegoNumber(numerator % number.denominator === 0n ? numerator / number.denominator : fixed(numerator, number.denominator))
}

/** `units.parse_bytes(x)`: an amount of bytes such as `10KB`, `128MiB`, fractions cut off (`v1/topdown/parse_bytes.go`). */
const parseBytes: Builtin = (x) => {
  const [amount, unit] = split(stringOperand(x, 1).toLowerCase().replaceAll('"', ''))
  const number = rational(amount)
  const scale = factor(/^[kmgtpe]i?b$/.test(unit) ? unit.slice(0, -1) : unit, unit)
  const rounded = roundTo64Bits(number.numerator, number.denominator)
  const product = roundTo64Bits(rounded.numerator * scale, rounded.denominator)
  return new RegoNumber(product.numerator / product.denominator)
}

function factor(name: string, unit: string): bigint {
  const power = powers.indexOf(name.replace(/(?<=.)i$/, ''))
  if (power === -1) fail(`unit ${unit} not recognized`)
  return (name.endsWith('i') ? 1024n : 1000n) ** BigInt(power)
}

/** Amount and unit (`extractNumAndUnit`): the amount ends at the first character that cannot belong to a decimal number. */
function split(text: string): [string, string] {
  if (text.includes(' ')) fail('spaces not allowed in resource strings')
  const amount = /^(?:[\d.+-]|[eE](?:[+-]|(?=\d)))*/.exec(text)?.[0] ?? ''
  if (/[eE][+-]?\d{7}/.test(amount)) fail('exponent too large')
  return amount === '' ? fail('no amount provided') : [amount, text.slice(amount.length)]
}

interface Rational {
  numerator: bigint
  denominator: bigint
}

function rational(amount: string): Rational {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(amount)) fail('could not parse amount to a number')
  const { digits, exponent } = decimal(amount)
  return exponent >= 0
    ? { numerator: digits * 10n ** BigInt(exponent), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(-exponent) }
}

/** Ten decimals, half away from zero (Go's `Rat.FloatString(10)`). */
function fixed(numerator: bigint, denominator: bigint): string {
  const sign = numerator < 0n ? '-' : ''
  const scaled = ((numerator < 0n ? -numerator : numerator) * 20_000_000_000n + denominator) / (2n * denominator)
  const digits = scaled.toString().padStart(11, '0')
  return `${sign}${digits.slice(0, -10)}.${digits.slice(-10)}`
}

/** Rounds to a mantissa of 64 bits, half to even, as Go's `big.Float` does. */
function roundTo64Bits(numerator: bigint, denominator: bigint): Rational {
  if (numerator === 0n) return { numerator, denominator: 1n }
  const size = numerator < 0n ? -numerator : numerator
  // The quotient below has 64 or 65 bits after this shift.
  const shift = BigInt(65 + bits(denominator) - bits(size))
  const divisor = shift >= 0n ? denominator : denominator << -shift
  const dividend = shift >= 0n ? size << shift : size
  let quotient = dividend / divisor
  let exact = quotient * divisor === dividend
  let exponent = -shift
  while (bits(quotient) > 65) {
    exact &&= (quotient & 1n) === 0n
    quotient >>= 1n
    exponent++
  }
  // 65 bits: the last one decides.
  const half = (quotient & 1n) === 1n
  let mantissa = quotient >> 1n
  if (half && (!exact || (mantissa & 1n) === 1n)) mantissa++
  exponent++
  const signed = numerator < 0n ? -mantissa : mantissa
  return exponent >= 0n ? { numerator: signed << exponent, denominator: 1n } : { numerator: signed, denominator: 1n << -exponent }
}

function bits(value: bigint): number {
  const hex = value.toString(16)
  return hex.length * 4 - (Math.clz32(Number.parseInt(hex[0] as string, 16)) - 28)
}

export const unitBuiltins: Record<string, Builtin> = { 'units.parse': parse, 'units.parse_bytes': parseBytes }
