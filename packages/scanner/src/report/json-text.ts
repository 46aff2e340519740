/** Invisible characters that JSON itself allows unescaped; without JSON's own white space, which only stands between values. */
const invisible = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\n\u{FE0F}]]/gv

function escapeUnits(text: string): string {
  return text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}

/** As `jsonText`, in one line without a line break at the end. */
export function jsonLine(value: unknown): string {
  return printable(JSON.stringify(value))
}

/**
 * JSON that may go to a terminal or a CI log as it is: 2 spaces of indent, a line break at the end, invisible and bidirectional characters
 * as `\u` escapes, and `##` before a bracket broken by an escape so that no log command stands in it. The value is not changed.
 */
export function jsonText(value: unknown): string {
  return `${printable(JSON.stringify(value, null, 2))}\n`
}

function printable(text: string): string {
  return text.replace(invisible, escapeUnits).replace(/##(?=[\w.-]*\[)/g, '#\\u0023')
}
