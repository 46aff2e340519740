import { arrayOperand, type Builtin, int64, stringOperand } from './operands.ts'
import { RegoNumber, type Term } from './terms.ts'
import { printTerm } from './text.ts'
import { type Argument, type Flags, printArgument } from './verbs.ts'

/** `sprintf(format, values)`: Go's `fmt.Sprintf` (`v1/topdown/strings.go`, Go `fmt/print.go`). */
const sprintf: Builtin = (format, values) => printf(stringOperand(format, 1), arrayOperand(values, 2).map(toArgument))

/** What OPA hands to Go for a term: composites, booleans and null as their text. */
export function toArgument(term: Term): Argument {
  if (typeof term === 'string') return { type: 'string', value: term }
  if (!(term instanceof RegoNumber)) return { type: 'string', value: printTerm(term) }
  if (/[.eE]/.test(term.text)) {
    const value = Number(term.text)
    return Number.isFinite(value) ? { type: 'float64', value } : { type: 'string', value: term.text }
  }
  const small = int64(term.text)
  return small === undefined ? { type: '*big.Int', value: BigInt(term.text) } : { type: 'int64', value: small }
}

/** Go's `fmt.Sprintf`, faults included: `%!d(string=x)`, `%!s(MISSING)`, `%!(EXTRA string=x)`, `%!(NOVERB)`. */
export function printf(format: string, values: Argument[]): string {
  const verb = /%([#0+\- ]*)/g
  let output = ''
  let at = 0
  let next = 0
  let reordered = false
  let goodIndex = true

  /** Reads an argument index `[3]` when there is one. */
  function readIndex(): boolean {
    if (format[at] !== '[') return false
    reordered = true
    const close = format.indexOf(']', at + 1)
    const number = close === -1 ? undefined : readNumber(format.slice(at + 1, close))
    at = close === -1 ? at + 1 : close + 1
    if (number !== undefined && number >= 1 && number <= values.length) next = number - 1
    else goodIndex = false
    return number !== undefined
  }
  /** Takes the next argument for a `*`. */
  function star(): number | undefined {
    const argument = values[next]
    if (argument !== undefined) next++
    const value = argument?.type === 'int64' ? Number(argument.value) : undefined
    return value === undefined || Math.abs(value) > 1e6 ? undefined : value
  }
  function digits(): number | undefined {
    const text = /^\d*/.exec(format.slice(at, at + 16))?.[0] ?? ''
    const number = readNumber(text)
    // Go gives up on a number that is too long and reads on at the very end of the format.
    at = text !== '' && number === undefined ? format.length : at + text.length
    return number
  }

  while (at < format.length) {
    goodIndex = true
    verb.lastIndex = at
    const found = verb.exec(format)
    output += format.slice(at, found?.index ?? format.length)
    if (found === null) break
    at = verb.lastIndex
    const flags = readFlags(found[1] ?? '')

    let afterIndex = readIndex()
    if (format[at] === '*') {
      at++
      flags.width = star()
      if (flags.width === undefined) output += '%!(BADWIDTH)'
      else if (flags.width < 0) Object.assign(flags, { width: -flags.width, minus: true, zero: false })
      afterIndex = false
    } else {
      flags.width = digits()
      if (afterIndex && flags.width !== undefined) goodIndex = false
    }
    if (format[at] === '.' && at + 1 < format.length) {
      at++
      if (afterIndex) goodIndex = false
      afterIndex = readIndex()
      if (format[at] === '*') {
        at++
        flags.precision = star()
        if (flags.precision === undefined || flags.precision < 0) {
          flags.precision = undefined
          output += '%!(BADPREC)'
        }
        afterIndex = false
      } else flags.precision = digits() ?? 0
    }
    if (!afterIndex) readIndex()

    if (at >= format.length) {
      output += '%!(NOVERB)'
      break
    }
    const letter = String.fromCodePoint(format.codePointAt(at) as number)
    at += letter.length
    const argument = values[next]
    if (letter === '%') output += '%'
    else if (!goodIndex) output += `%!${letter}(BADINDEX)`
    else if (argument === undefined) output += `%!${letter}(MISSING)`
    else {
      if (letter === 'v') Object.assign(flags, { sharpV: flags.sharp, sharp: false, plusV: flags.plus, plus: false })
      output += printArgument(argument, letter, flags)
      next++
    }
  }
  return output + (reordered ? '' : extra(values.slice(next)))
}

function extra(values: Argument[]): string {
  if (values.length === 0) return ''
  return `%!(EXTRA ${values.map((value) => `${value.type}=${printArgument(value, 'v', readFlags(''))}`).join(', ')})`
}

function readFlags(text: string): Flags {
  const has = (flag: string) => text.includes(flag)
  const given = { plus: has('+'), minus: has('-'), sharp: has('#'), space: has(' '), zero: has('0') }
  return { ...given, plusV: false, sharpV: false, width: undefined, precision: undefined }
}

/** A width, precision or index: digits only, at most about a million. */
function readNumber(text: string): number | undefined {
  if (!/^\d+$/.test(text)) return undefined
  // Go checks before each further digit.
  return Number(text.slice(0, -1)) > 1e6 ? undefined : Number(text)
}

export const sprintfBuiltins: Record<string, Builtin> = { sprintf }
