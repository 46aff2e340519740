/**
 * Foreign text in GitHub's Markdown. GitHub makes links of mentions, references, hashes and addresses after it has turned Markdown into
 * HTML, so neither a backslash nor an entity keeps it from doing so; only code and links are left alone. Hence two forms: `code`, in which
 * nothing acts, and `prose`, where every word that is more than letters, digits and plain punctuation becomes code.
 */

import { truncate, visible } from '../../sanitize.ts'
import { safeAddress } from '../address.ts'

/** What is shown in place of an empty text, so that no cell and no link is empty. */
const nothing = '–'

/** Names and messages are cut to so many UTF-16 units; a reader finds the whole text in the other reports. */
const codeLimit = 200
const proseLimit = 600

/** Content that a backtick span holds as it is, in and outside of tables. */
const simpleCode = /^[\p{L}\p{M}\p{N} "'()*+,./:;=?@^_{}~!%-]*$/u

/**
 * One line of text as inline code: nothing in it is Markdown, HTML, a mention, a reference, an address or an emoji. Content that could end
 * a backtick span or a table cell is written with numeric references inside `<code>`.
 */
export function code(text: string, limit: number = codeLimit): string {
  const content = truncate(visible(text), limit)
  if (content.trim() === '') return nothing
  return simpleCode.test(content) ? `\`${content}\`` : element(content)
}

function element(content: string): string {
  return `<code>${references(content)}</code>`
}

/** Every ASCII character that is no letter, digit or space as a numeric reference; so the text means nothing but itself. */
function references(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.codePointAt(0)};`)
}

/** A word that is nothing but a word or a number, possibly with a hyphen between letters; a longer number or hash would be a reference. */
const plainWord = /^(\p{L}[\p{L}\p{M}'’]*(-\p{L}[\p{L}\p{M}'’]*)*(\(s\))?|\d{1,6}%?|[–—…✓-])$/u
const hash = /^[0-9a-f]{7,}$/i

/** What would begin a list at the start of a line. */
const listMarker = /^(-|\d+[.)])$/

/** Where Korean and a bracket meet without a space: `이미지("a")는`, `중간(medium)`, `0(루트)`. */
const seam = /(?<=\p{Script=Hangul})(?=\()|(?<=\))(?=\p{Script=Hangul})|(?=\(\p{Script=Hangul})/u

/** The pieces of a word: punctuation before and after it stays outside of code, and so do Korean particles. */
function wordPieces(text: string): string[] {
  const [, before = '', core = '', after = ''] = /^(["'(]{0,3})(.*?(?:\(s\))?)([,.;:!?)"'…]{0,3})$/su.exec(text) ?? []
  if (core === '') return [text]
  const [, name = core, particle = ''] = /^([!-~]+)(\p{Script=Hangul}+)$/u.exec(core) ?? []
  return [before, plainWord.test(name) && !hash.test(name) ? name : code(name), particle, after]
}

/**
 * One line of text for people, to stand after something of ours in its line: what stands in backticks or double quotes and every word that
 * could mean something to GitHub becomes code.
 */
export function prose(text: string, limit: number = proseLimit): string {
  const line = truncate(visible(text.replace(/\s+/g, ' ').trim()), limit)
  if (line === '') return nothing
  const pieces = line
    .split(/(`[^`]+`|"[^"]+"| )/)
    .flatMap((part, index) => (index % 2 === 0 ? part.split(seam).flatMap(wordPieces) : part === ' ' ? [part] : [code(part.slice(1, -1))]))
  const first = pieces.join('').split(' ')[0]!
  let result = listMarker.test(first) ? element(first) : ''
  if (result !== '') pieces.splice(0, pieces.indexOf(' ') < 0 ? pieces.length : pieces.indexOf(' '))
  for (const piece of pieces) {
    // two spans side by side would be one longer fence
    const touching = piece.startsWith('`') && result.endsWith('`')
    result += touching ? element(piece.slice(1, -1)) : piece
  }
  return result
}

/** A link with text that is Markdown of ours already; without a usable address the text alone. */
export function link(text: string, address: string | undefined): string {
  const target = address === undefined ? undefined : safeAddress(address)
  return target === undefined ? text : `[${text}](${target})`
}
