import type { Positions, RawDocument } from '../positions.ts'
import { syntaxTrees } from './syntax.ts'
import { documentValue } from './values.ts'

/** Reads any YAML stream, built on the package `yaml`; throws a TextProblem for what it refuses. */
export function readExactly(text: string, positions?: Positions): RawDocument[] {
  return syntaxTrees(text).map((document) => documentValue(document, text, positions))
}
