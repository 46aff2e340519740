/** Foreign text in HTML: always through `escapeText`, never in a tag, a style or an attribute other than a checked address. */

import { truncate, visible } from '../../sanitize.ts'
import { safeAddress } from '../address.ts'

const nothing = '–'
const proseLimit = 2000
const codeLimit = 500

/** One line of printable text. The number sign is written as a reference, so that no log command can stand in the file. */
export function escapeText(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('#', '&#35;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** A name, a path or a value. */
export function code(text: string, limit: number = codeLimit): string {
  return text.trim() === '' ? nothing : `<code>${escapeText(truncate(text, limit))}</code>`
}

/** A sentence; what stands in backticks or double quotes becomes code. */
export function prose(text: string, limit: number = proseLimit): string {
  const line = truncate(text.replace(/\s+/g, ' ').trim(), limit)
  if (line === '') return nothing
  return line
    .split(/(`[^`]+`|"[^"]+")/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escapeText(part)))
    .join('')
}

/** A link out of the file, with HTML of ours inside; without a usable address that alone. */
export function link(html: string, address: string | undefined): string {
  const target = address === undefined ? undefined : safeAddress(address)
  return target === undefined ? html : `<a href="${target.replaceAll('&', '&amp;')}" rel="noopener noreferrer">${html}</a>`
}

/** Elements one below the other, each beginning a line. */
export function lines(...parts: (string | string[])[]): string {
  return parts
    .flat()
    .filter((part) => part !== '')
    .join('\n')
}
