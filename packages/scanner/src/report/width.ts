/**
 * Ranges of code points that take two columns in a terminal: East Asian Width W and F of Unicode Standard Annex 11, joined where only
 * unassigned code points lie between. Emoji that are wide by themselves are found by their Unicode property instead.
 */
const wideRanges: [from: number, to: number][] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
]

/** Combining marks, variation selectors, and the vowels and finals of decomposed Hangul, which join the syllable before them. */
const noColumn = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]$/u
const printableAscii = /^[\x20-\x7e]*$/

function characterWidth(character: string): number {
  const code = character.codePointAt(0)!
  if (code < 0x300) return 1
  if (noColumn.test(character)) return 0
  return wideRanges.some(([from, to]) => code >= from && code <= to) || /^\p{Emoji_Presentation}$/u.test(character) ? 2 : 1
}

/** Columns that a line of printable text takes in a terminal: 2 for Korean, Chinese, Japanese and most emoji, 0 for combining marks. */
export function displayWidth(text: string): number {
  if (printableAscii.test(text)) return text.length
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** The longest start of `text` that takes at most `columns` columns. */
export function takeColumns(text: string, columns: number): string {
  let width = 0
  let end = 0
  for (const character of text) {
    width += characterWidth(character)
    if (width > columns) return text.slice(0, end)
    end += character.length
  }
  return text
}

/** Breaks a line of text at spaces so that each part takes at most `columns` columns; a longer word stays whole. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > columns) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
