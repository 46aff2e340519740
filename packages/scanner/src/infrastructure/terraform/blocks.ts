import { hclTokens, type Token } from './tokens.ts'

/** A block at the top of a file: `resource "aws_s3_bucket" "logs" { … }`. */
export interface Block {
  type: string
  labels: string[]
  /** 1-based, from the type to the closing brace. */
  startLine: number
  endLine: number
  attributes: Attribute[]
  /** Types of the blocks in it. */
  blocks: string[]
}

export interface Attribute {
  name: string
  line: number
  /** Offsets of the value: of its first token, and past its last one. */
  start: number
  end: number
  /** The text, where the value is one string without templates and escapes. */
  text?: string
}

/** The blocks of a file. What is no HCL gives fewer or none; the scanner says why it cannot be read. */
export function terraformBlocks(text: string): Block[] {
  const tokens = hclTokens(text)
  const blocks: Block[] = []
  for (let at = 0; at < tokens.length; ) {
    const head = headOf(tokens, at, text)
    if (head === undefined) {
      at = past(tokens, at)
      continue
    }
    const end = past(tokens, head.open)
    const body = bodyOf(tokens, { from: head.open + 1, to: end - 1, text })
    blocks.push({ ...head.block, endLine: tokens[end - 1]!.line, ...body })
    at = end
  }
  return blocks
}

/** Terraform's blocks have two at most. */
const maxLabels = 3

type Head = { open: number; block: Pick<Block, 'type' | 'labels' | 'startLine'> }

/** A type with its labels and an opening brace. */
function headOf(tokens: Token[], at: number, text: string): Head | undefined {
  if (tokens[at]?.kind !== 'word') return undefined
  const words = [textOf(tokens[at]!, text)]
  for (let i = at + 1; ; i++) {
    const token = tokens[i]
    if (token?.kind === 'open' && text[token.start] === '{')
      return { open: i, block: { type: words[0]!, labels: words.slice(1), startLine: tokens[at]!.line } }
    if ((token?.kind !== 'word' && token?.kind !== 'string') || words.length > maxLabels) return undefined
    words.push(textOf(token, text))
  }
}

function bodyOf(tokens: Token[], { from, to, text }: { from: number; to: number; text: string }): Pick<Block, 'attributes' | 'blocks'> {
  const attributes: Attribute[] = []
  const blocks: string[] = []
  for (let at = from; at < to; ) {
    const token = tokens[at]!
    const head = headOf(tokens, at, text)
    if (head !== undefined) {
      blocks.push(head.block.type)
      at = past(tokens, head.open)
    } else if (token.kind === 'word' && tokens[at + 1]?.kind === 'equals' && at + 2 < to) {
      const end = endOfValue(tokens, at + 2, to)
      const [first, last] = [tokens[at + 2]!, tokens[end - 1]!]
      const whole = text.slice(first.start, last.end)
      const isText = end === at + 3 && first.kind === 'string' && !/[\\]|[$%]\{/.test(whole)
      attributes.push({
        name: textOf(token, text),
        line: token.line,
        start: first.start,
        end: last.end,
        ...(isText ? { text: whole.slice(1, -1) } : {}),
      })
      at = end
    } else at = past(tokens, at)
  }
  return { attributes, blocks }
}

/** A value goes to the end of its line, or further while something is open. */
function endOfValue(tokens: Token[], from: number, to: number): number {
  let at = from
  while (at < to && tokens[at]!.kind !== 'newline') at = past(tokens, at)
  return Math.max(Math.min(at, to), from + 1)
}

/** Past a token, or past what closes it. */
function past(tokens: Token[], at: number): number {
  let depth = 0
  for (let i = at; i < tokens.length; i++) {
    if (tokens[i]!.kind === 'open') depth++
    else if (tokens[i]!.kind === 'close') depth--
    if (depth <= 0) return i + 1
  }
  return tokens.length
}

function textOf({ kind, start, end }: Token, text: string): string {
  return kind === 'string' ? text.slice(start + 1, end - 1) : text.slice(start, end)
}
