/** One character of a pattern, or `*` for any number of them. */
export type Wildcard = '*' | ((character: string) => boolean)

/**
 * True when the wildcards stand for the whole text. Takes at most the product of both lengths: it goes back to the last `*` only, as what
 * the earlier ones stand for need not change.
 */
export function matchesWildcards(text: ArrayLike<string>, wildcards: readonly Wildcard[]): boolean {
  let [at, star, resume] = [0, -1, 0]
  for (let i = 0; i < text.length; ) {
    const wanted = wildcards[at]
    if (wanted === '*') {
      star = at++
      resume = i
    } else if (wanted?.(text[i]!) === true) {
      at++
      i++
    } else if (star >= 0) {
      at = star + 1
      i = ++resume
    } else return false
  }
  while (wildcards[at] === '*') at++
  return at === wildcards.length
}

/**
 * True when the pattern stands for the whole path; `**` is any number of names. Keeps the set of positions in the path that the pattern so
 * far can lead to, so it takes at most the product of both lengths.
 * @param options.matches one name by one segment of the pattern
 * @param options.skips names that `**` stands for; default: all
 */
export function matchesSegments<T>(
  names: string[],
  pattern: ('**' | T)[],
  options: { matches(name: string, segment: T): boolean; skips?(name: string): boolean },
): boolean {
  const { matches, skips = () => true } = options
  let reached = [true, ...names.map(() => false)]
  for (const segment of pattern) {
    const next = reached.map(() => false)
    for (let i = 0; i <= names.length; i++) {
      if (segment === '**') next[i] = reached[i]! || (i > 0 && next[i - 1]! && skips(names[i - 1]!))
      else if (i > 0) next[i] = reached[i - 1]! && matches(names[i - 1]!, segment)
    }
    reached = next
  }
  return reached.at(-1)!
}
