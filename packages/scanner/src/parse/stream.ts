import { characterProblem } from './characters.ts'
import { readExactly } from './exact/index.ts'
import type { Positions, RawDocument } from './positions.ts'

/** All documents of a file, empty ones included; throws a TextProblem for what is refused. */
export function readStream(text: string, options: { file?: string; positions?: Positions } = {}): RawDocument[] {
  const problem = characterProblem(text)
  if (problem) throw problem
  return readExactly(text, options.positions)
}
