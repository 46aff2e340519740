import { type CST, isAlias, isCollection, isScalar, type Node, type YAMLSeq } from 'yaml'
import type { Span } from '../positions.ts'

/**
 * The token of a scalar, alias or empty flow collection, without tag, anchor and comment. A block scalar reaches from its header (`|`, `>`) to
 * the end of its last line that is not blank. Undefined for other collections and for a value left out.
 */
export function tokenSpan(node: Node, text: string): Span | undefined {
  const range = node.range
  if (!range) return undefined
  const [start, end] = range
  if (isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')) return { start, end: lastInk(text, start, end) }
  if (isCollection(node)) return node.flow && node.items.length === 0 ? { start, end } : undefined
  if (!isScalar(node) && !isAlias(node)) return undefined
  return end > start ? { start, end } : undefined
}

function lastInk(text: string, start: number, end: number): number {
  let at = end
  if (!text.slice(start, end).includes('\n') || text.slice(text.indexOf('\n', start), end).trim() === '')
    return start + /^[|>][-+0-9]*/.exec(text.slice(start, start + 4))![0].length
  while (at > start && ' \t\r\n'.includes(text[at - 1]!)) at--
  // Blanks at the end of the last line belong to it.
  while (at < end && (text[at] === ' ' || text[at] === '\t')) at++
  return at
}

/** Where an empty key would stand: the indicator before it. */
export function emptySpan(node: Node): Span {
  const start = node.range?.[0] ?? 0
  return { start, end: start + 1 }
}

/** The `-` of an item of a block sequence; the bracket of a flow sequence. */
export function indicatorSpan(sequence: YAMLSeq, index: number): Span {
  const token = sequence.srcToken as CST.BlockSequence | CST.FlowCollection | undefined
  const indicator = token?.type === 'block-seq' ? token.items[index]?.start.find((part) => part.type === 'seq-item-ind') : undefined
  const start = indicator?.offset ?? sequence.range?.[0] ?? 0
  return { start, end: start + 1 }
}
