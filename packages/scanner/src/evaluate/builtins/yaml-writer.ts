import { formatFloat } from './floats.ts'
import { RegoNumber, RegoObject, RegoSet, type Term } from './terms.ts'
import { jsonEntries } from './text.ts'
import { resolveScalar } from './yaml-scalars.ts'

/**
 * YAML of a term as go-yaml v3 writes it with an indent of two (`internal/yaml`, `emitterc.go`): block style, keys in natural order. Only the
 * rare line breaks U+0085, U+2028 and U+2029 are escaped where go-yaml would write them as they are.
 */
export function writeYaml(term: Term): string {
  return `${node(term, 0).replace(/^\n/, '').replace(/^ /, '')}\n`
}

/** What stands after `key:` or `-`: a space and a scalar, or lines of their own at an indent. */
function node(term: Term, indent: number): string {
  const items = term instanceof RegoSet ? term.items : term
  const pad = ' '.repeat(indent)
  if (Array.isArray(items)) {
    if (items.length === 0) return ' []'
    return items.map((item) => `\n${pad}-${inline(node(item, indent + 2), indent + 2)}`).join('')
  }
  if (items instanceof RegoObject) {
    if (items.entries.length === 0) return ' {}'
    const entries = jsonEntries(items).sort(([a], [b]) => naturalOrder(a, b))
    return entries.map(([key, value]) => `\n${pad}${entry(key, value, indent)}`).join('')
  }
  return ` ${scalar(items as Exclude<Term, Term[] | RegoSet | RegoObject>, indent)}`
}

/** A collection in a list begins on the line of its dash. */
function inline(text: string, indent: number): string {
  return text.startsWith('\n') ? ` ${text.slice(1 + indent)}` : text
}

function entry(key: string, value: Term, indent: number): string {
  const simple = Buffer.byteLength(key) <= 128 && !/[\n\r\u0085\u2028\u2029]/.test(key)
  if (simple) return `${string(key, indent, true)}:${node(value, indent + 2)}`
  return `? ${string(key, indent + 2, false)}\n${' '.repeat(indent)}:${inline(node(value, indent + 2), indent + 2)}`
}

function scalar(term: null | boolean | string | RegoNumber, indent: number): string {
  if (typeof term === 'string') return string(term, Math.max(indent, 2), false)
  if (!(term instanceof RegoNumber)) return String(term)
  const number = resolveScalar(term.text)
  if (number.tag === 'float') return formatFloat(number.value, 'g', -1)
  return number.tag === 'int' ? String(number.value) : term.text
}

const oldBooleans = /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/
const base60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/

/** A string in the plainest style that reads back as a string. */
function string(text: string, indent: number, isKey: boolean): string {
  const unprintable = /[^\t\r\u0085\u2028\u2029\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[\r\u0085\u2028\u2029]/.test(text)
  const spaceBreak = / [\r\n]/.test(text)
  if (text.includes('\n')) {
    return unprintable || spaceBreak || / $/.test(text) || isKey ? doubleQuoted(text) : literal(text, indent)
  }
  const means = resolveScalar(text).tag
  if ((means !== 'str' && means !== 'merge') || oldBooleans.test(text) || base60.test(text)) return doubleQuoted(text)
  if (unprintable || /\t/.test(text)) return doubleQuoted(text)
  const indicators = /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t]|$))|:(?:[ \t]|$)|[ \t]#/
  return /^ | $/.test(text) || indicators.test(text) ? `'${text.replaceAll("'", "''")}'` : text
}

function literal(text: string, indent: number): string {
  const hint = /^[ \n]/.test(text) ? '2' : ''
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : ''
  const lines = text.replace(/\n$/, '').split('\n')
  return `|${hint}${chomp}\n${lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line)).join('\n')}`
}

const escapes: Record<string, string> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
}

function doubleQuoted(text: string): string {
  const quoted = [...text].map((character) => {
    const known = escapes[character]
    if (known !== undefined) return known
    if (/^[\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/.test(character)) return character
    const code = (character.codePointAt(0) as number).toString(16).toUpperCase()
    return code.length <= 2
      ? `\\x${code.padStart(2, '0')}`
      : code.length <= 4
        ? `\\u${code.padStart(4, '0')}`
        : `\\U${code.padStart(8, '0')}`
  })
  return `"${quoted.join('')}"`
}

/** go-yaml's order of keys: numbers inside by their value, letters after everything else (`sorter.go`). */
function naturalOrder(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  let digits = false
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [x, y] = [left[i] as string, right[i] as string]
    if (x === y) {
      digits = /\p{Nd}/u.test(x)
      continue
    }
    const [xLetter, yLetter] = [/\p{L}/u.test(x), /\p{L}/u.test(y)]
    if (xLetter && yLetter) return codePoint(x) - codePoint(y)
    if (xLetter || yLetter) return digits === xLetter ? -1 : 1
    const [p, q] = [digitsAt(left, i), digitsAt(right, i)]
    const inside = (x === '0' || y === '0') && insideNumber(left, i) ? '1' : ''
    const [m, n] = [BigInt(inside + p || '0'), BigInt(inside + q || '0')]
    if (m !== n) return m < n ? -1 : 1
    return p.length !== q.length ? p.length - q.length : codePoint(x) - codePoint(y)
  }
  return left.length - right.length
}

function codePoint(character: string): number {
  return character.codePointAt(0) as number
}

function digitsAt(text: string[], at: number): string {
  return /^\d*/.exec(text.slice(at).join(''))?.[0] ?? ''
}

/** Whether a digit other than 0 stands before, in the same run. */
function insideNumber(text: string[], at: number): boolean {
  return /[1-9]\d*$/.test(text.slice(0, at).join(''))
}
