import type { CST, Scalar } from 'yaml'
import { TextProblem } from '../problems.ts'

const complete = /^(?:'(?:[^']|'')*'|"(?:[^"\\]|\\[\s\S])*")$/
const escapedBreak = /(?:^|[^\\])(?:\\\\)*\\\r?\n[ \t]*\r?\n/

/**
 * Refuses half a surrogate pair, and what the package `yaml` takes differently in quoted scalars: a last quote that is an escaped one (it ends the scalar there), and an
 * empty line after an escaped line break (it drops the line).
 */
export function checkQuoted(node: Scalar): void {
  const { source, offset } = node.srcToken as CST.FlowScalar
  if (!complete.test(source)) throw new TextProblem('missing closing quote', offset)
  if (!(node.source ?? '').isWellFormed()) throw new TextProblem('this string holds half a surrogate pair', offset)
  if (source.startsWith('"') && escapedBreak.test(source))
    throw new TextProblem('an empty line after an escaped line break: write \\n instead', offset)
}
