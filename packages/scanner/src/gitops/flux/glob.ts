/** Alternatives in braces multiply: `{a,b}{a,b}` are four patterns. */
const maxPatterns = 64
const maxLength = 1024

/**
 * A pattern of doublestar, as source-watcher reads it: `*`, `?`, `[a-z]` within a name, `**` for any number of folders, `{a,b}`; undefined
 * for one with too many alternatives. Takes time in proportion to the lengths of path and pattern, whoever wrote them.
 */
export function globMatcher(pattern: string): ((path: string) => boolean) | undefined {
  if (pattern.length > maxLength) return undefined
  const patterns = alternatives(pattern)
  if (patterns === undefined) return undefined
  const segments = patterns.map((text) => text.split('/').map((name) => (name === '**' ? name : tokens(name))))
  return (path) => segments.some((wanted) => matchesSegments(path.split('/'), wanted))
}

function alternatives(pattern: string): string[] | undefined {
  let found = [pattern]
  for (;;) {
    const next = found.flatMap((text) => {
      const braces = /\{([^{}]*)\}/.exec(text)
      return braces === null
        ? [text]
        : braces[1]!.split(',').map((option) => text.slice(0, braces.index) + option + text.slice(braces.index + braces[0].length))
    })
    if (next.length > maxPatterns) return undefined
    if (next.every((text, i) => text === found[i])) return next
    found = next
  }
}

type Token = '*' | ((character: string) => boolean)

function tokens(name: string): Token[] {
  return [...name.matchAll(/\\(.)|\[([!^]?)([^\]]+)\]|./gsu)].map(([text, escaped, not, members]): Token => {
    if (text === '*') return '*'
    if (text === '?') return () => true
    if (members === undefined) return (character) => character === (escaped ?? text)
    return (character) => isMember(character, members) !== (not !== '')
  })
}

function isMember(character: string, members: string): boolean {
  return [...members.matchAll(/(.)-(.)|./gsu)].some(([text, from, to]) =>
    from === undefined ? character === text : from <= character && character <= to!,
  )
}

/** Keeps the set of positions in the path that the pattern so far can lead to. */
function matchesSegments(names: string[], wanted: ('**' | Token[])[]): boolean {
  let reached = [true, ...names.map(() => false)]
  for (const segment of wanted) {
    const next = reached.map(() => false)
    for (let i = 0; i <= names.length; i++) {
      if (segment === '**') next[i] = reached[i]! || (i > 0 && next[i - 1]!)
      else if (i > 0) next[i] = reached[i - 1]! && matchesName([...names[i - 1]!], segment)
    }
    reached = next
  }
  return reached.at(-1)!
}

/** Goes back to the last `*` only: what the earlier ones stand for need not change. */
function matchesName(name: string[], wanted: Token[]): boolean {
  let [at, star, resume] = [0, -1, 0]
  for (let i = 0; i < name.length; ) {
    const token = wanted[at]
    if (token === '*') {
      star = at++
      resume = i
    } else if (token?.(name[i]!) === true) {
      at++
      i++
    } else if (star >= 0) {
      at = star + 1
      i = ++resume
    } else return false
  }
  while (wanted[at] === '*') at++
  return at === wanted.length
}
