import { formatFloat } from './floats.ts'
import { isPrintable, quote } from './text.ts'

/** How one verb of a format string is to be printed (`fmt` in Go's `fmt/format.go`). */
export interface Flags {
  plus: boolean
  minus: boolean
  sharp: boolean
  space: boolean
  zero: boolean
  /** `%+v` and `%#v`: plus and sharp that only the value itself may look at. */
  plusV: boolean
  sharpV: boolean
  width: number | undefined
  precision: number | undefined
}

/** What `sprintf` hands to Go's fmt for a term: int64, *big.Int, float64 or string. */
export type Argument =
  | { type: 'int64' | '*big.Int'; value: bigint }
  | { type: 'float64'; value: number }
  | { type: 'string'; value: string }

/** Prints one argument with one verb. A verb that the type has not gives `%!verb(type=value)`, as in Go. */
export function printArgument(argument: Argument, verb: string, flags: Flags): string {
  if (verb === 'T') return pad(truncate(argument.type, flags), flags)
  if (argument.type === '*big.Int') return printBig(argument.value, verb, flags)
  return printTyped(argument, verb, flags) ?? `%!${verb}(${argument.type}=${printArgument(argument, 'v', flags)})`
}

function printTyped(argument: Argument, verb: string, flags: Flags): string | undefined {
  if (argument.type === 'string') return printString(argument.value, verb, flags)
  return argument.type === 'float64' ? printFloat(argument.value, verb, flags) : printInteger(argument.value, verb, flags)
}

function pad(text: string, flags: Flags, zero = flags.zero): string {
  const missing = (flags.width ?? 0) - [...text].length
  if (missing <= 0) return text
  return flags.minus ? text + ' '.repeat(missing) : (zero ? '0' : ' ').repeat(missing) + text
}

function truncate(text: string, flags: Flags): string {
  return flags.precision === undefined ? text : [...text].slice(0, flags.precision).join('')
}

function printString(text: string, verb: string, flags: Flags): string | undefined {
  if (verb === 's' || (verb === 'v' && !flags.sharpV)) return pad(truncate(text, flags), flags)
  if (verb === 'x' || verb === 'X') return hexBytes(text, verb, flags)
  if (verb !== 'q' && verb !== 'v') return undefined
  const short = truncate(text, flags)
  // Raw quotes for what Go can write between back quotes.
  const raw = flags.sharp && !/[`\x00-\x08\x0a-\x1f\x7f\ufeff]/.test(short)
  return pad(raw ? `\`${short}\`` : quote(short, flags.plus), flags)
}

function hexBytes(text: string, verb: string, flags: Flags): string {
  const bytes = [...Buffer.from(text, 'utf8').subarray(0, flags.precision)]
  if (bytes.length === 0) return pad('', flags)
  const prefix = flags.sharp ? `0${verb}` : ''
  const digits = bytes.map((byte) => byte.toString(16).padStart(2, '0')).map((pair) => (verb === 'X' ? pair.toUpperCase() : pair))
  return pad(flags.space ? digits.map((pair) => prefix + pair).join(' ') : prefix + digits.join(''), flags)
}

const bases: Record<string, number> = { v: 10, d: 10, s: 10, b: 2, o: 8, O: 8, x: 16, X: 16 }

function printInteger(value: bigint, verb: string, flags: Flags): string | undefined {
  if (verb === 'c') return pad(character(value), flags)
  if (verb === 'q') return pad(quotedCharacter(value, flags.plus), flags)
  if (verb === 'U') return pad(unicode(value, flags), flags, false)
  const base = verb === 's' ? undefined : bases[verb]
  if (base === undefined) return undefined
  if (flags.precision === 0 && value === 0n) return ' '.repeat(flags.width ?? 0)
  const sign = value < 0n ? '-' : flags.plus ? '+' : flags.space ? ' ' : ''
  const zeros = flags.precision ?? (flags.zero && !flags.minus ? (flags.width ?? 0) - sign.length : 0)
  const digits = inBase(value, base, verb).padStart(zeros, '0')
  return pad(sign + integerPrefix(digits, base, verb, flags) + digits, flags, false)
}

function inBase(value: bigint, base: number, verb: string): string {
  const digits = (value < 0n ? -value : value).toString(base)
  return verb === 'X' ? digits.toUpperCase() : digits
}

function integerPrefix(digits: string, base: number, verb: string, flags: Flags): string {
  const octal = flags.sharp && base === 8 && !digits.startsWith('0') ? '0' : ''
  if (verb === 'O') return `0o${octal}`
  if (!flags.sharp) return ''
  if (base === 2) return '0b'
  return base === 16 ? `0${verb}` : octal
}

/** `big.Int.Format`, which differs from int64 in details. */
function printBig(value: bigint, verb: string, flags: Flags): string {
  const base = bases[verb]
  if (base === undefined) return `%!${verb}(big.Int=${value})`
  const sign = value < 0n ? '-' : flags.plus || flags.plusV ? '+' : flags.space ? ' ' : ''
  const prefixes: Record<string, string> = flags.sharp || flags.sharpV ? { b: '0b', o: '0', x: '0x', X: '0X' } : {}
  const prefix = verb === 'O' ? '0o' : (prefixes[verb] ?? '')
  const digits = inBase(value, base, verb).padStart(flags.precision ?? 0, '0')
  const missing = (flags.width ?? 0) - sign.length - prefix.length - digits.length
  if (missing > 0 && !flags.minus && flags.zero && flags.precision === undefined) return sign + prefix + '0'.repeat(missing) + digits
  return pad(sign + prefix + digits, flags, false)
}

function codePoint(value: bigint): number {
  const valid = value >= 0n && value <= 0x10ffffn && (value < 0xd800n || value > 0xdfffn)
  return valid ? Number(value) : 0xfffd
}

function character(value: bigint): string {
  return String.fromCodePoint(codePoint(value))
}

function quotedCharacter(value: bigint, ascii: boolean): string {
  const text = character(value)
  if (text === "'") return `'\\''`
  if (text === '"') return `'"'`
  const quoted = quote(text, ascii)
  return `'${quoted.slice(1, -1)}'`
}

function unicode(value: bigint, flags: Flags): string {
  const number = BigInt.asUintN(64, value)
  const text = `U+${number
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(flags.precision ?? 4, 4), '0')}`
  const shown = flags.sharp && number <= 0x10ffffn ? character(number) : ''
  return shown !== '' && isPrintable(shown) ? `${text} '${shown}'` : text
}

function printFloat(value: number, verb: string, flags: Flags): string | undefined {
  if (!'vbgGxXfFeE'.includes(verb)) return undefined
  const format = verb === 'v' ? 'g' : verb === 'F' ? 'f' : verb
  const precision = flags.precision ?? ('feE'.includes(format) ? 6 : -1)
  let text = formatFloat(value, format, precision)
  let sign = '+'
  if (text.startsWith('-')) {
    sign = '-'
    text = text.slice(1)
  } else if (flags.space && !flags.plus) sign = ' '
  if (flags.sharp && format !== 'b') text = withPoint(text, format, precision)
  if (!flags.plus && sign === '+') return pad(text, flags)
  if (flags.zero && !flags.minus) return sign + text.padStart((flags.width ?? 0) - 1, '0')
  return pad(sign + text, flags)
}

/** The `#` flag: always a decimal point, and no trailing zeros removed. */
function withPoint(text: string, format: string, precision: number): string {
  let digits = 'gGx'.includes(format) ? (precision === -1 ? 6 : precision) : 0
  const tailAt = text.search(format === 'x' || format === 'X' ? /p/i : /[ep]/i)
  const tail = tailAt === -1 ? '' : text.slice(tailAt)
  const body = tailAt === -1 ? text : text.slice(0, tailAt)
  digits -= body.replace('.', '').replace(/^0+/, '').length
  if (body === '0') digits--
  return body + (body.includes('.') ? '' : '.') + '0'.repeat(Math.max(digits, 0)) + tail
}
