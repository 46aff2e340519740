import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Term } from '../../../src/evaluate/builtins/terms.ts'
import { parseTerm } from '../../../src/evaluate/builtins/text.ts'

const folder = new URL('cases/', import.meta.url)

/** Where `record.ts` writes what OPA answered: text of the call to text of the result, null for undefined. */
export const expectedFile = fileURLToPath(new URL('expected.json', import.meta.url))

export interface Call {
  /** As it stands in the file: `units.parse("10Mi")`. */
  text: string
  name: string
  operands: Term[]
}

/** Reads the calls of `cases/*.txt`: one a line, operands in JSON plus `{1, 2}` and `set()`; lines that begin with `#` say why. */
export function readCalls(): Call[] {
  const files = readdirSync(folder).sort()
  const lines = files.flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n'))
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((text) => {
      const open = text.indexOf('(')
      return { text, name: text.slice(0, open), operands: parseTerm(`[${text.slice(open + 1, -1)}]`) as Term[] }
    })
}
