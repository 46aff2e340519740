import { isJsonObject, listOf, valueAt } from '../json.ts'
import type { Json, Path } from '../model.ts'

/** Steps of a path expression: a key, or every item of a list. */
export type PathExpression = (string | typeof everyItem)[]
const everyItem: unique symbol = Symbol('[]')

/** One step, with the dot that may stand before a key: `spec`, `.steps`, `["example.com/image"]`, `[]`. */
const step = /(?<dot>\.?)(?<key>[^.[\]"]+)|(?<all>\[\])|\[(?<quoted>"(?:[^"\\]|\\.)*")\]/y

/**
 * Reads a path as `images.paths` of the configuration has it: keys joined by dots, `[]` for every item of a list, and keys with dots in
 * brackets and quotes: `spec.steps[].image`, `metadata.annotations["example.com/image"]`.
 * @returns the steps, or the sentence that says what is wrong
 */
export function readPath(text: string): PathExpression | string {
  const steps: PathExpression = []
  step.lastIndex = 0
  while (step.lastIndex < text.length) {
    const at = step.lastIndex
    const { dot, key, all, quoted } = step.exec(text)?.groups ?? {}
    if (all !== undefined && at > 0) steps.push(everyItem)
    else if (quoted !== undefined && at > 0) steps.push(JSON.parse(quoted) as string)
    else if (key !== undefined && (dot === '.') === at > 0) steps.push(key)
    else
      return `it cannot be read from "${text.slice(at)}" on: write keys joined by dots and [] for every item of a list, as in spec.steps[].image.`
  }
  return steps.length === 0 ? 'it is empty: write keys joined by dots, as in spec.image.' : steps
}

/** What is wrong with a path of the configuration, as a sentence; undefined when nothing is. */
export function pathProblem(text: string): string | undefined {
  const read = readPath(text)
  return typeof read === 'string' ? read : undefined
}

/** All places of a value that a path expression leads to, in the order of lists. */
export function expandPath(value: Json, [first, ...rest]: PathExpression, before: Path = []): Path[] {
  if (first === undefined) return [before]
  const keys = first === everyItem ? [...listOf(value).keys()] : isJsonObject(value) && Object.hasOwn(value, first) ? [first] : []
  return keys.flatMap((key) => expandPath(valueAt(value, [key])!, rest, [...before, key]))
}
