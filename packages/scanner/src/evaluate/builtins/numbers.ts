import { type Builtin, fail, numberOperand } from './operands.ts'
import { decimal, RegoNumber, type Term } from './terms.ts'

/** The longest list that `numbers.range_step` gives; OPA would fill the memory instead. */
const longestRange = 10_000_000n

/** A number as an exact integer (`NumberToInt`): `3`, `3.0`, `3e2`; a fraction is an error. */
export function bigIntOperand(term: Term | undefined, position: number): bigint {
  const { digits, exponent } = decimal(numberOperand(term, position).text)
  if (exponent > 100_000 || exponent < -100_000) fail(`operand ${position} is too large`)
  if (exponent >= 0) return digits * 10n ** BigInt(exponent)
  const divisor = 10n ** BigInt(-exponent)
  return digits % divisor === 0n ? digits / divisor : fail(`operand ${position} must be integer number but got floating-point number`)
}

/** `numbers.range_step(a, b, step)`: integers from a to b inclusive, up or down (`v1/topdown/numbers.go`). */
const rangeStep: Builtin = (a, b, by) => {
  const [from, to, step] = [bigIntOperand(a, 1), bigIntOperand(b, 2), bigIntOperand(by, 3)]
  if (step <= 0n) fail('numbers.range_step: step must be a positive integer')
  const length = (from <= to ? to - from : from - to) / step + 1n
  if (length > longestRange) throw new RangeError('numbers.range_step: too many numbers')
  const direction = from <= to ? step : -step
  return Array.from({ length: Number(length) }, (_, i) => new RegoNumber(from + direction * BigInt(i)))
}

export const numberBuiltins: Record<string, Builtin> = { 'numbers.range_step': rangeStep }
