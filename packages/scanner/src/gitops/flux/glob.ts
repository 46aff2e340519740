import { matchesSegments, matchesWildcards, type Wildcard } from '../../wildcards.ts'

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
  const segments = patterns.map((text) => text.split('/').map((name) => (name === '**' ? name : wildcardsOf(name))))
  const matches = (name: string, wanted: Wildcard[]) => matchesWildcards([...name], wanted)
  return (path) => segments.some((wanted) => matchesSegments(path.split('/'), wanted, { matches }))
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

function wildcardsOf(name: string): Wildcard[] {
  return [...name.matchAll(/\\(.)|\[([!^]?)([^\]]+)\]|./gsu)].map(([text, escaped, not, members]): Wildcard => {
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
