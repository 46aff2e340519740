import { matchesGlob } from 'node:path'
import { matchesSegments, matchesWildcards, type Wildcard } from './wildcards.ts'

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

/** True for a pattern of registry and repository; one with a tag or digest would match nothing. */
export function isRepositoryPattern(pattern: string): boolean {
  return pattern.includes('/') && !pattern.includes('@') && !pattern.slice(pattern.lastIndexOf('/')).includes(':')
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
  return (
    value !== '.' &&
    value.length <= longestValue &&
    matchesSegments(value.split('/'), pattern.split('/'), { matches: matchesSegment, skips: (name) => !name.startsWith('.') })
  )
}

/**
 * Whether a path, of a folder with a slash at its end or without, matches one of the globs of the configuration, as `matchesGlob` of
 * node:path has it, but with regard to case everywhere. Patterns without braces, classes and groups, which nearly all are, take a hundredth
 * of its time, and none of what it is loaded with.
 */
export function globTest(globs: readonly string[]): (path: string) => boolean {
  const tests = globs.map((glob) => {
    if (patternProblem(glob) === 'syntax') return (path: string) => matchesGlob(path, glob)
    // the folder itself is not what is in it
    const pattern = glob.replace(/(^|\/)\*\*$/, '$1**/*')
    return (path: string) => (path.endsWith('/') ? matchesPattern(path.slice(0, -1), glob) : matchesPattern(path, pattern))
  })
  return (path) => tests.some((test) => test(path))
}

/** Wildcards do not stand for a dot at the start. */
function matchesSegment(value: string, segment: string): boolean {
  if (value === '' || (value.startsWith('.') && wildcard.test(segment[0] ?? ''))) return value === segment
  return matchesWildcards(value, [...wildcardsOf(segment)])
}

function* wildcardsOf(segment: string): Generator<Wildcard> {
  for (const wanted of segment.split('')) yield wanted === '*' ? '*' : (character) => wanted === '?' || character === wanted
}
