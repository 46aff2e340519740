/**
 * Rego terms as built-in functions see them. JSON cannot tell a set from an array, a number from a string key or 1 from 1.0, so host
 * built-ins work on these instead of plain JSON values.
 */

/** `null`, booleans, strings and arrays are JavaScript's own. */
export type Term = null | boolean | string | RegoNumber | Term[] | RegoSet | RegoObject

/** A number as Rego keeps it: its decimal text, of any size and precision. */
export class RegoNumber {
  readonly text: string
  constructor(text: string | number | bigint) {
    this.text = String(text)
  }
}

/** Members sorted in Rego's order, each once. */
export class RegoSet {
  readonly items: Term[]
  constructor(items: Iterable<Term>) {
    const sorted = [...items].sort(compareTerms)
    this.items = sorted.filter((item, i) => i === 0 || compareTerms(sorted[i - 1] as Term, item) !== 0)
  }
  has(item: Term): boolean {
    return this.items.some((other) => compareTerms(item, other) === 0)
  }
}

/** Entries sorted by key in Rego's order; of two equal keys the later one counts. */
export class RegoObject {
  readonly entries: [Term, Term][]
  constructor(entries: Iterable<[Term, Term]>) {
    const sorted = [...entries].sort((a, b) => compareTerms(a[0], b[0]))
    this.entries = sorted.filter(([key], i) => i === sorted.length - 1 || compareTerms((sorted[i + 1] as [Term, Term])[0], key) !== 0)
  }
  /** The value under a key, or undefined. Binary search. */
  get(key: Term): Term | undefined {
    let low = 0
    let high = this.entries.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const [other, value] = this.entries[middle] as [Term, Term]
      const order = compareTerms(other, key)
      if (order === 0) return value
      if (order < 0) low = middle + 1
      else high = middle - 1
    }
    return undefined
  }
}

/** Name of a term's type as `type_name` gives it. */
export function typeName(term: Term): string {
  return ['null', 'boolean', 'number', 'string', 'array', 'object', 'set'][rank(term)] as string
}

function rank(term: Term): number {
  if (term === null) return 0
  if (typeof term === 'boolean') return 1
  if (term instanceof RegoNumber) return 2
  if (typeof term === 'string') return 3
  if (Array.isArray(term)) return 4
  return term instanceof RegoObject ? 5 : 6
}

/** Rego's order of terms (`v1/ast/compare.go`): null < false < true < numbers < strings < arrays < objects < sets. */
export function compareTerms(a: Term, b: Term): number {
  const byType = rank(a) - rank(b)
  if (byType !== 0) return Math.sign(byType)
  if (a === null || b === null) return 0
  if (typeof a === 'boolean') return Number(a) - Number(b)
  if (typeof a === 'string') return compareStrings(a, b as string)
  if (a instanceof RegoNumber) return compareNumbers(a.text, (b as RegoNumber).text)
  if (Array.isArray(a)) return compareLists(a, b as Term[])
  if (a instanceof RegoSet) return compareLists(a.items, (b as RegoSet).items)
  const other = (b as RegoObject).entries
  for (let i = 0; i < Math.min(a.entries.length, other.length); i++) {
    const [left, right] = [a.entries[i] as [Term, Term], other[i] as [Term, Term]]
    const order = compareTerms(left[0], right[0]) || compareTerms(left[1], right[1])
    if (order !== 0) return order
  }
  return Math.sign(a.entries.length - other.length)
}

/** Whether two terms are the same to Rego (`1 == 1.0`). */
export function sameTerm(a: Term, b: Term): boolean {
  return compareTerms(a, b) === 0
}

function compareLists(a: Term[], b: Term[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareTerms(a[i] as Term, b[i] as Term)
    if (order !== 0) return order
  }
  return Math.sign(a.length - b.length)
}

/** Order of code points, which is the order of UTF-8 bytes that Go compares; JavaScript's own order is that of UTF-16 units. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x === y) continue
    const surrogates = Number(x >= 0xd800 && x < 0xe000) - Number(y >= 0xd800 && y < 0xe000)
    return surrogates !== 0 ? surrogates : x < y ? -1 : 1
  }
  return Math.sign(a.length - b.length)
}

function compareNumbers(a: string, b: string): number {
  if (a === b) return 0
  const [x, y] = [Number(a), Number(b)]
  if (x !== y) return x < y ? -1 : 1
  if (Number.isSafeInteger(x) && a.length < 16 && b.length < 16) return 0
  const [left, right] = [decimal(a), decimal(b)]
  // Exponents this far apart cannot be of numbers that are equal as doubles, except for infinities: keep the text's order then.
  if (Math.abs(left.exponent - right.exponent) > 10_000) return a < b ? -1 : 1
  const exponent = Math.min(left.exponent, right.exponent)
  const difference = left.digits * 10n ** BigInt(left.exponent - exponent) - right.digits * 10n ** BigInt(right.exponent - exponent)
  return difference === 0n ? 0 : difference < 0n ? -1 : 1
}

/** A decimal number text as `digits * 10^exponent`, exactly. */
export function decimal(text: string): { digits: bigint; exponent: number } {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text)
  if (match === null) throw new RangeError(`not a decimal number: ${text}`)
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const digits = BigInt(`${whole}${fraction}` || '0')
  return { digits: sign === '-' ? -digits : digits, exponent: Number(exponent) - fraction.length }
}
