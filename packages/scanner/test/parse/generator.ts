import type { Random } from './random.ts'

const plain = [
  'a',
  'web',
  'nginx:1.25',
  'a b',
  'a  b',
  'yes',
  'No',
  'on',
  'OFF',
  'y',
  'n',
  'Y',
  'N',
  'true',
  'False',
  'null',
  '~',
  'Null',
  '',
  '0',
  '1',
  '-1',
  '+1',
  '0777',
  '0o17',
  '08',
  '0x1F',
  '0X1f',
  '0b101',
  '-0b11',
  '0b-1',
  '1_000',
  '1__0',
  '_1',
  '0_7',
  '1.5',
  '1.',
  '.5',
  '.',
  '..',
  '-.5',
  '1e3',
  '1E+3',
  '1e400',
  '.inf',
  '-.INF',
  '.nan',
  '.5_0',
  '1:30',
  '190:20:30',
  '2001-01-01',
  '2001-1-1T1:1:1Z',
  '12345678901234567890',
  '99999999999999999999',
  '-9223372036854775809',
  '9007199254740993',
  '0xFFFFFFFFFFFFFFFF',
  '0.1',
  '1.10',
  '100m',
  '1Gi',
  '-',
  '--',
  '---a',
  '-a',
  '?a',
  ':a',
  'a:b',
  'a#b',
  'a #b',
  'http://x/?q=1&r=2',
  'a,b',
  'a]b',
  'a}b',
  '<<',
  '=',
  '*',
  '&',
  '!',
  '%a',
  '@a',
  '`a',
  '|',
  '>',
  'a\tb',
  'é',
  '한글',
  '😀',
  'a\\b',
  "it's",
  'say "x"',
  '{{ .Values.x }}',
  '$(VAR)',
  '*a',
  '&b c',
  '!!str 5',
  '!!int 5',
  '!!float 5',
  '!!binary aGk=',
  '!foo x',
  '!!null x',
  '__proto__',
  'constructor',
]
const doubled = [
  '""',
  '"a"',
  '"a b"',
  '"5"',
  '"a\\nb"',
  '"\\t\\u00e9"',
  '"\\ud83d\\ude00"',
  '"\\x41"',
  '"a\\"b"',
  '"a\\\\d"',
  '"a: b"',
  '"a #b"',
  '"tab\there"',
  '"\\/"',
  '"\\e"',
  '"yes"',
]
const single = ["''", "'a'", "'it''s'", "'a: b'", "'#'", "'<<'", "'yes'", "'5'"]
const keys = [
  'a',
  'b',
  'c',
  'd',
  'name',
  'kind',
  'x y',
  'on',
  'y',
  '1',
  '0x1',
  '1.5',
  '"q"',
  "'s'",
  '"a b"',
  '~',
  'a.b/c',
  '?',
  '<<',
  'true',
  '-x',
  '1e3',
  '"a: b"',
  '2001-01-01',
  '.5',
  '1.0',
  '08',
]
const comments = ['', '', '', '', ' # c', ' #', '  # a: b', '#c', '\t# t']

/** A random YAML stream: mostly well-formed, in every style, with odd scalars, comments, blanks and markers. */
export function randomStream(r: Random): string {
  const newline = r.chance(0.1) ? '\r\n' : '\n'
  const parts: string[] = []
  if (r.chance(0.03)) parts.push('\ufeff')
  const count = r.chance(0.75) ? 1 : 1 + r.below(3)
  for (let i = 0; i < count; i++) {
    if (i > 0 || r.chance(0.3)) parts.push(`---${r.pick(['', '', '', ' ', ' # c', '\t', '  '])}\n`)
    if (r.chance(0.9)) parts.push(node(r, 0, 0))
    if (r.chance(0.05)) parts.push('...\n')
    if (r.chance(0.1)) parts.push('# comment\n')
  }
  let text = parts.join('')
  if (r.chance(0.1)) text = text.replace(/\n+$/, '')
  return text.replaceAll('\n', newline)
}

/** A node on lines of its own, indented by `indent`. */
function node(r: Random, indent: number, depth: number): string {
  const kind = r.below(10)
  if (depth > 3 || kind === 0) return `${' '.repeat(indent)}${inline(r, indent, depth)}\n`
  return kind < 7 ? mapping(r, indent, depth) : sequence(r, indent, depth)
}

function mapping(r: Random, indent: number, depth: number): string {
  const names = new Set<string>()
  for (let i = 1 + r.below(4); i > 0; i--) names.add(r.pick(keys))
  let out = ''
  for (const name of names) {
    if (r.chance(0.08)) out += r.pick(['\n', '   \n', '# c\n', `${' '.repeat(indent)}# c\n`, `${' '.repeat(indent + 2)}# deeper\n`])
    out += `${' '.repeat(indent)}${name}${r.chance(0.05) ? ' ' : ''}:${value(r, indent, depth)}`
  }
  return out
}

function value(r: Random, indent: number, depth: number): string {
  const kind = r.below(12)
  if (kind < 7) return `${r.pick([' ', ' ', ' ', '  ', '\t'])}${inline(r, indent, depth)}${r.pick(comments)}\n`
  if (kind === 7) return `${r.pick(comments)}\n`
  const anchor = r.chance(0.05) ? ` &${r.pick(['a', 'b'])}` : ''
  if (kind < 10) return `${anchor}${r.pick(comments)}\n${node(r, indent + r.pick([1, 2, 2, 2, 4]), depth + 1)}`
  return `${r.pick(comments)}\n${sequence(r, indent + r.pick([0, 2]), depth + 1)}`
}

function sequence(r: Random, indent: number, depth: number): string {
  let out = ''
  for (let i = 1 + r.below(3); i > 0; i--) {
    const start = `${' '.repeat(indent)}-`
    const kind = r.below(8)
    if (kind < 4) out += `${start}${r.pick([' ', ' ', '   ', '\t'])}${inline(r, indent, depth)}${r.pick(comments)}\n`
    else if (kind === 4) out += `${start}${r.pick(comments)}\n`
    else if (depth > 3) out += `${start} x\n`
    else out += `${start} ${node(r, indent + 2, depth + 1).slice(indent + 2)}`
  }
  return out
}

/** A value that begins in the middle of a line; may go on over the following ones. */
function inline(r: Random, indent: number, depth: number): string {
  const kind = r.below(20)
  const margin = ' '.repeat(indent + r.pick([1, 2, 2, 2]))
  if (kind < 9) return r.pick(plain)
  if (kind < 11) return r.pick(doubled)
  if (kind < 12) return r.pick(single)
  if (kind < 14) return flow(r, margin, depth)
  if (kind < 16) return block(r, margin)
  const words = Array.from({ length: 2 + r.below(3) }, () =>
    r.pick(['a', 'b c', '- d', '', 'e ', '5', '#x', 'x: y', '\\n', 'f\\', '\\ g', '"', "''"]),
  )
  const joined = words.join(`\n${r.chance(0.2) ? ' '.repeat(indent) : margin}`)
  return kind === 16 ? `"${joined}"` : kind === 17 ? `'${joined}'` : joined
}

function block(r: Random, margin: string): string {
  const lines = Array.from({ length: r.below(5) }, () =>
    r.pick(['text', 'more text', '  deeper', '', '', '# no comment', 'a: b', '\tx', ' ', 'trailing  ', '---']),
  )
  const header = `${r.pick(['|', '>'])}${r.pick(['', '', '-', '+', '2', '-2', '1+'])}${r.pick(['', '', ' # c', '  '])}`
  return [header, ...lines.map((line) => (line === '' ? '' : margin + line))].join('\n')
}

function flow(r: Random, margin: string, depth: number): string {
  const gap = () => r.pick(['', '', ' ', ' ', '  ', `\n${margin}`, '\t', ` # c\n${margin}`])
  const item = (): string => {
    const kind = r.below(8)
    if (depth < 4 && kind === 0) return flow(r, margin, depth + 1)
    return kind < 4 ? r.pick(plain) : kind < 6 ? r.pick(doubled) : r.pick(single)
  }
  const size = r.below(4)
  if (r.chance(0.5)) return `[${Array.from({ length: size }, () => gap() + item() + gap()).join(',')}${r.chance(0.1) ? ',' : ''}${gap()}]`
  const entry = () =>
    `${gap()}${r.pick(keys)}${r.pick([':', ': ', ': ', ': ', ' : ', ' ', `:${gap()}`])}${r.chance(0.9) ? item() : ''}${gap()}`
  return `{${Array.from({ length: size }, entry).join(',')}${r.chance(0.1) ? ',' : ''}${gap()}}`
}

/** Text that looks like a number, date or word for a boolean, as a plain scalar or with a tag. */
export function randomScalar(r: Random): string {
  const alphabet = r.pick([
    '0123456789',
    '01_',
    '0123456789.eE+-_',
    '0xXoObB1fF7',
    '-+.0123456789infINFna',
    'yesYESnoNOtrufalTRUFAL~',
    '0123456789-: TtZ.',
    '0123456789abcdefx_',
  ])
  const length = 1 + r.below(r.pick([3, 6, 12, 24]))
  const text = Array.from({ length }, () => alphabet[r.below(alphabet.length)]).join('')
  const prefix = r.pick(['', '', '', '', '', '0x', '0b', '0o', '-0b', '0', '-', '.', '!!int ', '!!float ', '!!bool ', '!!null ', '!!str '])
  return prefix + text
}

/** A text with a few small changes: characters, pieces of lines or lines taken out, doubled, swapped or put in. */
export function mutated(text: string, r: Random): string {
  let out = text
  for (let i = 1 + r.below(3); i > 0; i--) {
    const at = r.below(out.length + 1)
    const width = r.pick([1, 1, 2, 5])
    const kind = r.below(6)
    if (kind === 0) out = out.slice(0, at) + out.slice(at + width)
    else if (kind === 1) out = out.slice(0, at) + r.pick(inserted) + out.slice(at)
    else if (kind === 2) out = out.slice(0, at) + r.pick(inserted) + out.slice(at + width)
    else if (kind === 3) out = out.slice(0, at) + out.slice(at, at + width * 3) + out.slice(at)
    else out = lineChange(out, r)
  }
  return out.isWellFormed() ? out : out.toWellFormed()
}

const inserted = [
  ' ',
  '  ',
  '\n',
  '\t',
  ':',
  ': ',
  '-',
  '- ',
  '#',
  ' #',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  ',',
  '&a ',
  '*a',
  '!',
  '|',
  '>',
  '|\n',
  '---\n',
  '\n---\n',
  '...\n',
  '?',
  '? ',
  '\\',
  '\r\n',
  '<<: ',
  '0',
  'x',
  '.',
  '~',
  '%',
  '@',
  '\n\n',
]

function lineChange(text: string, r: Random): string {
  const lines = text.split('\n')
  const at = r.below(lines.length)
  const kind = r.below(5)
  if (kind === 0) lines.splice(at, 1)
  else if (kind === 1) lines.splice(at, 0, lines[r.below(lines.length)]!)
  else if (kind === 2) lines[at] = ` ${lines[at]}`
  else if (kind === 3) lines[at] = lines[at]!.slice(1)
  else lines[at] = `${lines[at]}${r.pick([' ', '\t', ' # c', ':', ' x', '\\'])}`
  return lines.join('\n')
}
