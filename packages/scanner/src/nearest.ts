/** The word of the list that is closest to what was typed (Levenshtein distance), if one is close enough to be meant. */
export function nearest(typed: string, words: Iterable<string>): string | undefined {
  let best: string | undefined
  // a word of which every letter differs is another word
  let distance = Math.min(typed.length, Math.max(2, Math.floor(typed.length / 3)) + 1)
  for (const word of words) {
    const d = levenshtein(typed, word)
    if (d < distance) [best, distance] = [word, d]
  }
  return best
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(word: string | undefined): string {
  return word === undefined ? '' : ` Did you mean "${word}"?`
}

/** ` 혹시 "x"인가요?`, or nothing. */
export function didYouMeanKo(word: string | undefined): string {
  return word === undefined ? '' : ` 혹시 "${word}"인가요?`
}

/** didYouMean for the nearest of some words. */
export function suggestion(typed: string, words: Iterable<string>): string {
  return didYouMean(nearest(typed, words))
}

function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}
