import { type Builtin, fail, stringOperand } from './operands.ts'
import { compareStrings, RegoNumber } from './terms.ts'

interface Version {
  numbers: bigint[]
  preRelease: string
}

/** `semver.compare(a, b)`: -1, 0 or 1 by SemVer 2.0 precedence (`internal/semver`). */
const compare: Builtin = (a, b) => {
  const [left, right] = [parse(stringOperand(a, 1)), parse(stringOperand(b, 2))]
  if (left === undefined || right === undefined) return fail('operand is not a valid SemVer')
  return new RegoNumber(compareVersions(left, right))
}

/** `semver.is_valid(x)`: also false for anything but a string. */
const isValid: Builtin = (x) => typeof x === 'string' && parse(x) !== undefined

/** SemVer 2.0 with an optional leading `v`. Numbers must fit into 64 bits. */
function parse(text: string): Version | undefined {
  const match =
    /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/.exec(text)
  if (match === null) return undefined
  const numbers = match.slice(1, 4).map(BigInt)
  const preRelease = match[4] ?? ''
  if (numbers.some((number) => number >= 1n << 63n) || preRelease.split('.').some((part) => /^0\d+$/.test(part))) return undefined
  return { numbers, preRelease }
}

function compareVersions(a: Version, b: Version): number {
  for (const [i, number] of a.numbers.entries()) {
    const other = b.numbers[i] as bigint
    if (number !== other) return number < other ? -1 : 1
  }
  if (a.preRelease === b.preRelease) return 0
  if (a.preRelease === '' || b.preRelease === '') return a.preRelease === '' ? 1 : -1
  const [left, right] = [a.preRelease.split('.'), b.preRelease.split('.')]
  for (const [i, part] of left.entries()) {
    const other = right[i]
    if (other === undefined) return 1
    const order = comparePart(part, other)
    if (order !== 0) return order
  }
  return -1
}

/** Numbers come before words. */
function comparePart(a: string, b: string): number {
  const numeric = Number(/^\d+$/.test(b)) - Number(/^\d+$/.test(a))
  if (numeric !== 0) return numeric
  return /^\d+$/.test(a) ? Number(BigInt(a) > BigInt(b)) - Number(BigInt(a) < BigInt(b)) : compareStrings(a, b)
}

export const semverBuiltins: Record<string, Builtin> = { 'semver.compare': compare, 'semver.is_valid': isValid }
