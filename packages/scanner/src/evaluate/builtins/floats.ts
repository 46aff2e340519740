/** Go's `strconv.FormatFloat` for float64 (`internal/strconv/ftoa.go`): decimal digits, exactly rounded, half to even. */

interface Digits {
  /** Significant digits without leading zeros; empty for zero. */
  digits: string
  /** The decimal point stands this many digits after the start. */
  point: number
}

/**
 * Text of a number in one of Go's formats `e E f g G x X b`. A negative precision means as many digits as needed to read the same number
 * back. Infinities and NaN are not numbers of Rego and throw RangeError.
 */
export function formatFloat(value: number, format: string, precision: number): string {
  if (!Number.isFinite(value)) throw new RangeError('not a finite number')
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const size = Math.abs(value)
  if (format === 'b') return sign + binary(size)
  if (format === 'x' || format === 'X') return sign + hexadecimal(size, format, precision)
  const shortest = precision < 0
  const decimals = shortest ? shortestDigits(size) : roundedDigits(size, format, precision)
  const count = decimals.digits.length
  if (format === 'f') return sign + fixed(decimals, shortest ? Math.max(count - decimals.point, 0) : precision)
  if (format === 'e' || format === 'E') return sign + exponential(decimals, shortest ? Math.max(count - 1, 0) : precision, format)
  let wanted = shortest ? count : Math.max(precision, 1)
  const limit = shortest ? 6 : wanted > count && count >= decimals.point ? count : wanted
  const exponent = decimals.point - 1
  if (exponent < -4 || exponent >= limit) return sign + exponential(decimals, Math.min(wanted, count) - 1, format === 'g' ? 'e' : 'E')
  if (wanted > decimals.point) wanted = count
  return sign + fixed(decimals, Math.max(wanted - decimals.point, 0))
}

/** Mantissa and binary exponent: `mantissa * 2^exponent`, mantissa below 2^53. */
function parts(size: number): { mantissa: bigint; exponent: number } {
  const bits = new BigUint64Array(Float64Array.of(size).buffer)[0] as bigint
  const biased = Number(bits >> 52n)
  const fraction = bits & ((1n << 52n) - 1n)
  return biased === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 }
}

function shortestDigits(size: number): Digits {
  if (size === 0) return { digits: '', point: 0 }
  const [mantissa = '', exponent] = size.toExponential().split('e')
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 }
}

function roundedDigits(size: number, format: string, precision: number): Digits {
  if (size === 0) return { digits: '', point: 0 }
  const point = shortestDigits(size).point
  // How many decimals after the point to keep; negative to round before it.
  const keep = format === 'f' ? precision : (format === 'e' || format === 'E' ? precision + 1 : Math.max(precision, 1)) - point
  const { mantissa, exponent } = parts(size)
  const numerator = mantissa * 2n ** BigInt(Math.max(exponent, 0)) * 10n ** BigInt(Math.max(keep, 0))
  const denominator = 2n ** BigInt(Math.max(-exponent, 0)) * 10n ** BigInt(Math.max(-keep, 0))
  let quotient = numerator / denominator
  const rest = (numerator % denominator) * 2n
  if (rest > denominator || (rest === denominator && (quotient & 1n) === 1n)) quotient++
  if (quotient === 0n) return { digits: '', point: -keep }
  const digits = quotient.toString()
  return { digits: digits.replace(/0+$/, ''), point: digits.length - keep }
}

function fixed({ digits, point }: Digits, precision: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0'
  const fraction = ('0'.repeat(Math.max(-point, 0)) + digits.slice(Math.max(point, 0))).slice(0, precision).padEnd(precision, '0')
  return precision > 0 ? `${whole}.${fraction}` : whole
}

function exponential({ digits, point }: Digits, precision: number, format: string): string {
  const exponent = digits === '' ? 0 : point - 1
  const fraction = digits.slice(1, 1 + precision).padEnd(Math.max(precision, 0), '0')
  return `${digits[0] ?? '0'}${precision > 0 ? `.${fraction}` : ''}${exponentText(exponent, format)}`
}

function exponentText(exponent: number, letter: string): string {
  return `${letter}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

function binary(size: number): string {
  const { mantissa, exponent } = parts(size)
  return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`
}

function hexadecimal(size: number, format: string, precision: number): string {
  let { mantissa, exponent } = parts(size)
  if (mantissa === 0n) exponent = 0
  else {
    // One bit before the point, 60 after it.
    while (mantissa >> 60n === 0n) {
      mantissa <<= 1n
      exponent--
    }
    exponent += 60
  }
  if (precision >= 0 && precision < 15) {
    const shift = BigInt(60 - precision * 4)
    const rest = mantissa & ((1n << shift) - 1n)
    mantissa >>= shift
    const half = 1n << (shift - 1n)
    if (rest > half || (rest === half && (mantissa & 1n) === 1n)) mantissa++
    mantissa <<= shift
    if (mantissa >> 61n !== 0n) {
      mantissa >>= 1n
      exponent++
    }
  }
  const all = (mantissa & ((1n << 60n) - 1n)).toString(16).padStart(15, '0')
  const fraction = precision < 0 ? all.replace(/0+$/, '') : all.padEnd(precision, '0').slice(0, precision)
  const text = `0x${mantissa >> 60n}${fraction === '' ? '' : `.${fraction}`}${exponentText(exponent, 'p')}`
  return format === 'X' ? text.toUpperCase() : text
}
