/**
 * What a pull request wrote (names, messages, source lines) must never act on the terminal or the CI log that shows it. Two layers:
 * `visible` for every piece of foreign text, and `neutraliseCommands` for a whole output just before it is handed out.
 */

/**
 * Control, format, bidirectional, zero-width and other invisible characters, line and paragraph separators and lone surrogates.
 * U+FE0F stays: it only asks for the coloured form of an emoji.
 */
const invisible = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\u{FE0F}]]/gv

const shortEscapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** The escape a reader sees instead of an invisible character: `\n`, `\x1b`, `\u202e`, `\u{e0041}`. */
function escapeCharacter(character: string): string {
  const code = character.codePointAt(0)!
  const hex = code.toString(16)
  if (code < 0x100) return shortEscapes[character] ?? `\\x${hex.padStart(2, '0')}`
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}

/** One line of printable text: every invisible character is replaced with its escape, line breaks and tabs included. */
export function visible(text: string): string {
  return text.replace(invisible, escapeCharacter)
}

/** As `visible`, but line breaks (LF, CRLF, CR) divide the text into lines and tabs become two spaces; trailing empty lines are dropped. */
export function visibleLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => visible(line.replaceAll('\t', '  ')))
  while (lines.length > 1 && lines.at(-1) === '') lines.pop()
  return lines
}

/** Empty, or white space or the mark of a list, a table, a quotation, a heading or a fence at the start. */
const ownLine = /^($|\s|\||```|[-*+>#] |\d+[.)] )/

/** Paragraphs of a text that was broken into lines for an editor, each as one line; lists, tables and what is indented keep theirs. */
export function visibleParagraphs(text: string): string[] {
  const paragraphs: string[][] = []
  let goesOn = false
  for (const line of visibleLines(text)) {
    const isProse = !ownLine.test(line)
    if (isProse && goesOn) paragraphs.at(-1)!.push(line)
    else paragraphs.push([line])
    goesOn = isProse
  }
  return paragraphs.map((lines) => lines.map((line) => line.trimEnd()).join(' '))
}

/** The GitHub runner trims white space before it looks for `::`; colour codes before it are allowed for as well. */
const leadingCommand = /^((?:\s|\u001b\[[0-9;]*m)*)::/u
/** `##[x]` acts anywhere in a line for the GitHub runner; `##vso[x]` and `##teamcity[x]` are the same idea of other CI systems. */
const legacyCommand = /##(?=[\w.-]*\[)/g

/**
 * Makes text safe to print to a CI log: no line of it starts a workflow command and no legacy command stands in it. To be applied to a
 * whole output, after all pieces were put together, so that no command can arise from two harmless halves.
 */
export function neutraliseCommands(output: string): string {
  // most lines of a long report have neither, and need not be copied
  return output.replace(/^.*(?:::|##).*$/gm, (line) => line.replace(leadingCommand, '$1: :').replace(legacyCommand, '# #'))
}

/** Value of a workflow command (the part after the second `::`), escaped as the runner's own toolkit does. */
export function escapeCommandData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** Property of a workflow command (`file=...`), where `:` and `,` would end the value. */
export function escapeCommandProperty(text: string): string {
  return escapeCommandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** Cuts to at most `limit` UTF-16 units, with `…` as the last, never through a surrogate pair. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text
  const kept = text.slice(0, limit - 1)
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}
