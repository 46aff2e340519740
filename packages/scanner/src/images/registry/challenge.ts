/** One way in that a registry offers (RFC 9110, section 11.6.1). */
export interface Challenge {
  /** In lower case: `basic`, `bearer`. */
  scheme: string
  /** Names in lower case; the first of a name counts. */
  parameters: Map<string, string>
}

/** Longer headers are not read: nothing that a registry has to say needs as much. */
const longest = 8192
const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y
const quoted = /"((?:[^"\\]|\\.)*)"/sy

/**
 * Reads `WWW-Authenticate`: a list of challenges, each with parameters or a single token. What cannot be read ends the list, so that nothing
 * behind it counts. Takes time linear in the length.
 */
export function parseChallenges(header: string | undefined): Challenge[] {
  if (header === undefined || header.length > longest) return []
  const challenges: Challenge[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(header) ?? undefined
    if (found !== undefined) at = pattern.lastIndex
    return found
  }
  const skip = (characters: string) => {
    while (at < header.length && characters.includes(header.charAt(at))) at++
  }
  while (true) {
    skip(' \t,')
    const name = take(token)?.[0]
    if (name === undefined) return challenges
    skip(' \t')
    const current = challenges.at(-1)
    if (header.charAt(at) === '=' && current !== undefined) {
      at++
      skip(' \t')
      const value = header.charAt(at) === '"' ? take(quoted)?.[1]?.replace(/\\(.)/gs, '$1') : take(token)?.[0]
      if (value === undefined) return challenges
      if (!current.parameters.has(name.toLowerCase())) current.parameters.set(name.toLowerCase(), value)
      skip(' \t')
      // between two parameters stands a comma
      if (at < header.length && header.charAt(at) !== ',') return challenges
    } else if (header.charAt(at) === '=') return challenges
    else challenges.push({ scheme: name.toLowerCase(), parameters: new Map() })
  }
}
