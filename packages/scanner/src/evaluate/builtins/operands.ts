import { RegoNumber, RegoObject, RegoSet, type Term, typeName } from './terms.ts'

/**
 * A built-in function: terms in, a term out. `undefined` and a thrown BuiltinError both make the expression undefined, as an error of a
 * built-in does in OPA unless strict errors are on. Any other exception is a defect and ends the evaluation.
 */
export type Builtin = (...operands: Term[]) => Term | undefined

/** What a built-in may know besides its operands. */
export interface BuiltinContext {
  /** Nanoseconds since 1970 for `time.now_ns`, which is undefined without. */
  now: bigint | undefined
  /** Receives what `print` prints. */
  print: (message: string) => void
}

/** An operand that the function does not accept, or any other error that OPA's function returns. */
export class BuiltinError extends Error {
  override name = 'BuiltinError'
}

/** Ends a built-in with an error. */
export function fail(message: string): never {
  throw new BuiltinError(message)
}

function wrongType(term: Term | undefined, position: number, expected: string): never {
  return fail(`operand ${position} must be ${expected} but got ${term === undefined ? 'nothing' : typeName(term)}`)
}

/** The operand as string. */
export function stringOperand(term: Term | undefined, position: number): string {
  return typeof term === 'string' ? term : wrongType(term, position, 'string')
}

/** The operand as number. */
export function numberOperand(term: Term | undefined, position: number): RegoNumber {
  return term instanceof RegoNumber ? term : wrongType(term, position, 'number')
}

/** A whole 64-bit number: `3`, `3.0`; not `3.5`, not `3e1` (Go's `util.Atoi64`). Beyond 2^53 the nearest double. */
export function integerOperand(term: Term | undefined, position: number): number {
  const value = int64(numberOperand(term, position).text)
  return value === undefined ? fail(`operand ${position} must be integer number but got floating-point number`) : Number(value)
}

/** The value of a decimal integer text that fits into 64 bits, also with a fraction of zeros; else undefined. */
export function int64(text: string): bigint | undefined {
  const match = /^([+-]?\d+)(?:\.0*)?$/.exec(text)
  if (match === null) return undefined
  const value = BigInt((match[1] as string).replace('+', ''))
  return BigInt.asIntN(64, value) === value ? value : undefined
}

/** The operand as array. */
export function arrayOperand(term: Term | undefined, position: number): Term[] {
  return Array.isArray(term) ? term : wrongType(term, position, 'array')
}

/** The operand as object. */
export function objectOperand(term: Term | undefined, position: number): RegoObject {
  return term instanceof RegoObject ? term : wrongType(term, position, 'object')
}

/** Members of an array or a set. */
export function membersOperand(term: Term | undefined, position: number): Term[] {
  if (term instanceof RegoSet) return term.items
  return Array.isArray(term) ? term : wrongType(term, position, 'array or set')
}

/** Members of an array or set of strings. */
export function stringsOperand(term: Term | undefined, position: number): string[] {
  return membersOperand(term, position).map((member) => stringOperand(member, position))
}
