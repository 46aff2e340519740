import { fail } from './operands.ts'

/**
 * Whether two glob-like patterns have a string in common, decided as `yashtewari/glob-intersection` does, which OPA uses: characters, `.`
 * for any, `[a-z]`, and after each of them `+` or `*`.
 */
export function intersects(left: string, right: string): boolean {
  const trimmed = trim(simplify(tokenize([...left])), simplify(tokenize([...right])))
  return trimmed !== undefined && normal(...trimmed)
}

interface Token {
  /** Ranges of code points; undefined for any character. */
  ranges: [number, number][] | undefined
  flag: '' | '+' | '*'
  /** A character, as opposed to a set of one. */
  single: boolean
}

function tokenize(input: string[]): Token[] {
  const tokens: Token[] = []
  let at = 0

  function next(): { character: string; escaped: boolean } {
    const character = input[at++] as string
    if (character !== '\\') return { character, escaped: false }
    if (at >= input.length) fail('input ends with a \\ (escape) character')
    return { character: input[at++] as string, escaped: true }
  }
  function set(): [number, number][] {
    const ranges: [number, number][] = []
    let previous: number | undefined
    while (at < input.length) {
      const { character, escaped } = next()
      if (!escaped && character === ']') return ranges
      if (!escaped && character === '-') {
        if (previous === undefined || at >= input.length - 1) fail("range character '-' must stand between characters")
        const upper = next()
        if (!upper.escaped && (upper.character === ']' || upper.character === '-')) fail("range character '-' before a special symbol")
        const last = codePoint(upper.character)
        if (last < (previous as number)) fail('range is out of order')
        ranges.push([previous as number, last])
        previous = undefined
      } else {
        previous = codePoint(character)
        ranges.push([previous, previous])
      }
    }
    return fail('found [ without matching ]')
  }

  while (at < input.length) {
    const { character, escaped } = next()
    const special = escaped ? '' : character
    if (special === ']' || special === '+' || special === '*') fail(`'${special}' in a wrong place`)
    const ranges =
      special === '.' ? undefined : special === '[' ? set() : ([[codePoint(character), codePoint(character)]] as [number, number][])
    const flag = input[at] === '+' || input[at] === '*' ? (input[at++] as '+' | '*') : ''
    tokens.push({ ranges, flag, single: special !== '.' && special !== '[' })
  }
  return tokens
}

function codePoint(character: string): number {
  return character.codePointAt(0) as number
}

/** Joins neighbours such as `a*a+`. */
function simplify(tokens: Token[]): Token[] {
  const result: Token[] = []
  for (const token of tokens) {
    const last = result.at(-1)
    if (last !== undefined && last.flag !== '' && token.flag !== '' && equal(last, token)) {
      last.flag = token.flag === '+' || last.flag === '+' ? '+' : '*'
    } else result.push(token)
  }
  return result
}

function equal(a: Token, b: Token): boolean {
  return a.single === b.single && canonical(a) === canonical(b)
}

function canonical(token: Token): string {
  if (token.ranges === undefined) return '.'
  const merged: [number, number][] = []
  for (const [low, high] of token.ranges.toSorted((x, y) => x[0] - y[0])) {
    const last = merged.at(-1)
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high)
    else merged.push([low, high])
  }
  return JSON.stringify(merged)
}

function match(a: Token, b: Token): boolean {
  const [left, right] = [a.ranges, b.ranges]
  if (left === undefined || right === undefined) return true
  return left.some(([low, high]) => right.some(([otherLow, otherHigh]) => low <= otherHigh && otherLow <= high))
}

/** Cuts off what has no flag at both ends, but for one token of each; undefined when something there does not match. */
function trim(a: Token[], b: Token[]): [Token[], Token[]] | undefined {
  const plain = (i: number, j: number) => a[i]?.flag === '' && b[j]?.flag === ''
  let left = 0
  for (; plain(left, left); left++) if (!match(a[left] as Token, b[left] as Token)) return undefined
  if (left > 0) left--
  let [i, j] = [a.length - 1, b.length - 1]
  for (; i >= left && j >= left && plain(i, j); i--, j--) if (!match(a[i] as Token, b[j] as Token)) return undefined
  if (i < a.length - 1) {
    i++
    j++
  }
  return [a.slice(left, i + 1), b.slice(left, j + 1)]
}

function normal(a: Token[], b: Token[]): boolean {
  let i = 0
  for (; i < a.length && i < b.length; i++) {
    const [left, right] = [a[i] as Token, b[i] as Token]
    if (left.flag !== '' || right.flag !== '') return special(a.slice(i), b.slice(i))
    if (!match(left, right)) return false
  }
  return i === a.length && i === b.length
}

function special(a: Token[], b: Token[]): boolean {
  const flagged = (a[0] as Token).flag !== ''
  const [first, other] = flagged ? [a, b] : [b, a]
  return (first[0] as Token).flag === '+' ? plus(first, other) : star(first, other)
}

function plus(plussed: Token[], other: Token[]): boolean {
  const head = other[0] as Token
  if (!match(plussed[0] as Token, head)) return false
  if (star(plussed, other.slice(1))) return true
  return head.flag !== '' && normal(plussed.slice(1), other)
}

function star(starred: Token[], other: Token[]): boolean {
  const [token, next] = [starred[0] as Token, starred[1]]
  for (const [i, candidate] of other.entries()) {
    if (next !== undefined && match(candidate, next) && normal(starred.slice(1), other.slice(i))) return true
    if (!match(candidate, token)) return false
  }
  return next === undefined
}
