/** A longer value is matched by no wildcard: names come from the pull request, and the time for them is bounded. */
const longestValue = 4096

const wildcard = /[*?]/

/**
 * Why a text is no pattern of a waiver: `syntax` for braces, classes and groups, which are not known here, and for paths that are not
 * relative to the root; `everything` when it has wildcards only.
 */
export function patternProblem(pattern: string): 'syntax' | 'everything' | undefined {
  if (/[{}[\]()|\\!]/.test(pattern)) return 'syntax'
  if (pattern !== '.' && pattern.split('/').some((segment) => segment === '' || segment === '.' || segment === '..')) return 'syntax'
  return wildcard.test(pattern) && !/[^*?./]/.test(pattern) ? 'everything' : undefined
}

/** True when the pattern stands for one value only. */
export function isExact(pattern: string): boolean {
  return !wildcard.test(pattern)
}

/**
 * True when the pattern stands for the value: `*` for any characters but `/`, `?` for one, a segment `**` for any number of folders, as in
 * `matchesGlob` of node:path with two differences: `a/**` stands for `a` too, and the time is at most the product of both lengths
 * (`matchesGlob` takes 17 s for `*a*a*b` and 3,000 letters). Wildcards do not stand for a dot at the start of a segment.
 */
export function matchesPattern(value: string, pattern: string): boolean {
  if (isExact(pattern)) return value === pattern
  // the root itself is named or not meant
  return value !== '.' && value.length <= longestValue && matchesSegments(value.split('/'), pattern.split('/'))
}

/** Keeps the set of positions in `values` that the pattern so far can lead to. */
function matchesSegments(values: string[], pattern: string[]): boolean {
  let reached = [true, ...values.map(() => false)]
  for (const segment of pattern) {
    const next = reached.map(() => false)
    for (let i = 0; i <= values.length; i++) {
      if (segment === '**') next[i] = reached[i] || (i > 0 && next[i - 1]! && !values[i - 1]!.startsWith('.'))
      else if (i > 0) next[i] = reached[i - 1]! && matchesSegment(values[i - 1]!, segment)
    }
    reached = next
  }
  return reached.at(-1)!
}

/** Goes back to the last `*` only: what the earlier ones stand for need not change. */
function matchesSegment(value: string, pattern: string): boolean {
  if (value === '' || (value.startsWith('.') && wildcard.test(pattern[0] ?? ''))) return value === pattern
  let star = -1
  let resume = 0
  let at = 0
  for (let i = 0; i < value.length; ) {
    if (pattern[at] === '*') {
      star = at++
      resume = i
    } else if (pattern[at] === '?' || pattern[at] === value[i]) {
      at++
      i++
    } else if (star >= 0) {
      at = star + 1
      i = ++resume
    } else return false
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}
