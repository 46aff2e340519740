import { type Builtin, fail, integerOperand, stringOperand, stringsOperand } from './operands.ts'
import { RegoNumber, type Term } from './terms.ts'

/** `strings.any_prefix_match(search, base)`: whether any string of `search` begins with any of `base` (`v1/topdown/strings.go`). */
const anyPrefixMatch: Builtin = (search, base) => anyMatch(search, base, (text, prefix) => text.startsWith(prefix))

/** `strings.any_suffix_match(search, base)`: the same for endings. */
const anySuffixMatch: Builtin = (search, base) => anyMatch(search, base, (text, suffix) => text.endsWith(suffix))

function anyMatch(search: Term | undefined, base: Term | undefined, match: (text: string, affix: string) => boolean): boolean {
  const texts = oneOrMore(search, 1)
  const affixes = oneOrMore(base, 2)
  return texts.some((text) => affixes.some((affix) => match(text, affix)))
}

function oneOrMore(term: Term | undefined, position: number): string[] {
  return typeof term === 'string' ? [term] : stringsOperand(term, position)
}

/** `strings.count(search, substring)`: how often without overlap; an empty substring stands before and after each character. */
const count: Builtin = (search, substring) => {
  const [text, part] = [stringOperand(search, 1), stringOperand(substring, 2)]
  return new RegoNumber(part === '' ? [...text].length + 1 : text.split(part).length - 1)
}

/** `strings.split_n(x, delimiter, n)`: the first n parts, or the last -n. */
const splitN: Builtin = (x, delimiter, n) => {
  const [text, separator, wanted] = [stringOperand(x, 1), stringOperand(delimiter, 2), integerOperand(n, 3)]
  const parts = separator === '' ? [...text] : text.split(separator)
  return wanted >= 0 ? parts.slice(0, wanted) : parts.slice(wanted)
}

/** `indexof_n(haystack, needle)`: every position, counted in characters, overlapping ones too. */
const indexOfN: Builtin = (haystack, needle) => {
  const [text, part] = [stringOperand(haystack, 1), stringOperand(needle, 2)]
  if (part === '') fail('empty search character')
  const found: Term[] = []
  // Characters passed so far, so that a long text is counted once.
  let characters = 0
  let counted = 0
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    characters += [...text.slice(counted, at)].length
    counted = at
    found.push(new RegoNumber(characters))
  }
  return found
}

export const stringBuiltins: Record<string, Builtin> = {
  'strings.any_prefix_match': anyPrefixMatch,
  'strings.any_suffix_match': anySuffixMatch,
  'strings.count': count,
  'strings.split_n': splitN,
  indexof_n: indexOfN,
}
