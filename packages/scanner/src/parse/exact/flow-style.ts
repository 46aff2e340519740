import { isScalar, type Node } from 'yaml'
import { TextProblem } from '../problems.ts'

/** Inside `[]` and `{}`, `?x` is text in YAML 1.2, a key `x` to the API server's decoder (YAML 1.1): refused. */
export function checkFlowScalar(node: Node, text: string): void {
  if (!isScalar(node) || node.type !== 'PLAIN' || !node.range) return
  const at = node.range[0]
  if (node.range[1] > at && text[at] === '?') throw new TextProblem('inside brackets this must be quoted: readers of YAML disagree', at)
}

const colonThenIndicator = /[ \t\r\n]*:[,[\]{}]/y

/** In `{a:, b:[]}` the colon ends the key for YAML 1.2 and belongs to it for YAML 1.1: refused. */
export function checkFlowKey(key: Node, value: Node | null, text: string): void {
  checkFlowScalar(key, text)
  if (value) checkFlowScalar(value, text)
  if (!isScalar(key) || key.type !== 'PLAIN' || !key.range) return
  const [start, end] = key.range
  colonThenIndicator.lastIndex = end
  if (end > start && colonThenIndicator.test(text))
    throw new TextProblem('inside brackets a colon needs a space behind it: readers of YAML disagree', end)
}
