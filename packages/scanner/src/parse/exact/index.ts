import { type Document, isScalar } from 'yaml'
import type { Positions, RawDocument } from '../positions.ts'
import { syntaxTrees } from './syntax.ts'
import { documentValue } from './values.ts'

/** Reads any YAML stream, built on the package `yaml`; throws a TextProblem for what it refuses. */
export function readExactly(text: string, positions?: Positions): RawDocument[] {
  // The package `yaml` counts a byte order mark as a column; a blank line in its place keeps all offsets.
  const stream = text.charCodeAt(0) === 0xfeff ? `\n${text.slice(1)}` : text
  const trees = syntaxTrees(stream).filter(exists)
  return trees.map((document) => documentValue(document, stream, positions))
}

/** Between two `...` there is no document, though the package `yaml` gives one. */
function exists({ contents, directives }: Document.Parsed): boolean {
  return directives.docStart === true || !isScalar(contents) || contents.range[1] > contents.range[0] || !!contents.anchor || !!contents.tag
}
