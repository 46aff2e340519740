import { fail } from './operands.ts'

/** A part of a template, as Go's `text/template/parse` has them; definitions of other templates are not among them. */
export type Part = { kind: 'text'; text: string } | { kind: 'action'; pipe: Pipe } | Control | { kind: 'break' | 'continue' }

export interface Control {
  kind: 'if' | 'with' | 'range'
  pipe: Pipe
  body: Part[]
  otherwise: Part[]
}

/** Commands from left to right, each result the last argument of the next; perhaps kept in variables. */
export interface Pipe {
  variables: string[]
  declares: boolean
  commands: Operand[][]
}

export type Operand =
  | { kind: 'constant'; value: unknown }
  | { kind: 'function'; name: string }
  | { kind: 'path'; root: '.' | string | Pipe; fields: string[] }

const action = /\{\{(-(?=\s))?([\s\S]*?)(?:(?<=\s)(-))?\}\}/y

/** Reads a template. Throws BuiltinError on anything that Go refuses, and on `define`, `template` and `block`. */
export function parseTemplate(source: string): Part[] {
  const pieces: ({ text: string } | { code: string })[] = []
  let trim = false
  for (let at = 0; at < source.length; ) {
    const open = source.indexOf('{{', at)
    let text = source.slice(at, open === -1 ? undefined : open)
    if (trim) text = text.trimStart()
    if (open === -1) {
      pieces.push({ text })
      break
    }
    action.lastIndex = open
    const match = action.exec(source) ?? fail('unclosed action')
    pieces.push({ text: match[1] === undefined ? text : text.trimEnd() }, { code: (match[2] as string).trim() })
    trim = match[3] !== undefined
    at = action.lastIndex
  }
  let next = 0

  /** Reads up to `{{end}}` or `{{else}}`; gives the words after `else`, undefined for `end`. */
  function body(nested: boolean): { parts: Part[]; otherwise: string | undefined } {
    const parts: Part[] = []
    for (; next < pieces.length; ) {
      const piece = pieces[next++] as { text: string } | { code: string }
      if ('text' in piece) {
        if (piece.text !== '') parts.push({ kind: 'text', text: piece.text })
        continue
      }
      if (/^\/\*[\s\S]*\*\/$/.test(piece.code)) continue
      const [, word = '', rest = ''] = /^(\w*)\b\s*([\s\S]*)$/.exec(piece.code) ?? []
      if (word === 'end' || word === 'else') {
        if (!nested) fail(`unexpected {{${word}}}`)
        return { parts, otherwise: word === 'end' ? undefined : rest }
      }
      if (word === 'if' || word === 'with' || word === 'range') parts.push(control(word, rest))
      else if (word === 'break' || word === 'continue') parts.push({ kind: word })
      else if (word === 'define' || word === 'template' || word === 'block') fail(`{{${word}}} is not provided`)
      else parts.push({ kind: 'action', pipe: parsePipe(piece.code) })
    }
    return nested ? fail('unexpected end of template') : { parts, otherwise: undefined }
  }
  function control(kind: 'if' | 'with' | 'range', code: string): Part {
    const first = body(true)
    const part = { kind, pipe: parsePipe(code), body: first.parts, otherwise: [] as Part[] }
    if (first.otherwise === undefined) return part
    const chained = /^(if|with)\b\s*([\s\S]*)$/.exec(first.otherwise)
    if (chained !== null && chained[1] === kind) part.otherwise = [control(kind, chained[2] as string)]
    else if (first.otherwise !== '') fail('unexpected words after else')
    else {
      const second = body(true)
      if (second.otherwise !== undefined) fail('expected end; found {{else}}')
      part.otherwise = second.parts
    }
    return part
  }

  return body(false).parts
}

const token =
  /\s+|(?<string>"(?:[^"\\\n]|\\.)*")|(?<raw>`[^`]*`)|(?<number>[-+]?\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?)|(?<variable>\$\w*)|(?<field>\.\w+)|(?<word>\w+)|(?<mark>:=|[=|(),.])/y

interface Token {
  type: string
  text: string
  /** Whether a space stands before. */
  spaced: boolean
}

function tokens(code: string): Token[] {
  const found: Token[] = []
  let spaced = true
  for (let at = 0; at < code.length; ) {
    token.lastIndex = at
    const match = token.exec(code) ?? fail(`unexpected character in ${code}`)
    at = token.lastIndex
    const [type, text] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? ['space', '']
    if (type !== 'space') found.push({ type, text: text as string, spaced })
    spaced = type === 'space'
  }
  return found
}

function parsePipe(code: string): Pipe {
  const list = tokens(code)
  const pipe = readPipe(list)
  return list.length === 0 ? pipe : fail(`unexpected ${list[0]?.text} in ${code}`)
}

/** Takes a pipeline from the front of the list. */
function readPipe(list: Token[]): Pipe {
  const variables: string[] = []
  const assignment = list.findIndex(({ text }) => text === ':=' || text === '=')
  const declares = list[assignment]?.text === ':='
  if (assignment !== -1 && list.slice(0, assignment).every(({ type, text }) => type === 'variable' || text === ',')) {
    variables.push(...list.splice(0, assignment + 1).flatMap(({ type, text }) => (type === 'variable' ? [text] : [])))
  }
  const commands: Operand[][] = [[]]
  while (list.length > 0 && list[0]?.text !== ')') {
    if (list[0]?.text === '|') {
      list.shift()
      commands.push([])
    } else commands.at(-1)?.push(readOperand(list))
  }
  return commands.some((command) => command.length === 0) ? fail('missing value for command') : { variables, declares, commands }
}

function readOperand(list: Token[]): Operand {
  const { type, text } = list.shift() as Token
  if (type === 'string') return { kind: 'constant', value: JSON.parse(text) }
  if (type === 'raw') return { kind: 'constant', value: text.slice(1, -1) }
  if (type === 'number')
    return { kind: 'constant', value: /[.eE]/.test(text) ? Number(text.replaceAll('_', '')) : BigInt(text.replaceAll('_', '')) }
  if (type === 'word') {
    if (text === 'true' || text === 'false') return { kind: 'constant', value: text === 'true' }
    return text === 'nil' ? { kind: 'constant', value: null } : { kind: 'function', name: text }
  }
  if (type === 'field') return { kind: 'path', root: '.', fields: [text.slice(1), ...fields(list)] }
  if (type === 'variable') return { kind: 'path', root: text, fields: fields(list) }
  if (text === '.') return { kind: 'path', root: '.', fields: [] }
  if (text !== '(') return fail(`unexpected ${text}`)
  const inner = readPipe(list)
  if (list.shift()?.text !== ')') fail('unclosed left paren')
  return { kind: 'path', root: inner, fields: fields(list) }
}

function fields(list: Token[]): string[] {
  const names: string[] = []
  while (list[0]?.type === 'field' && !list[0].spaced) names.push((list.shift() as Token).text.slice(1))
  return names
}
