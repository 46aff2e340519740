import type { Region } from '../model.ts'

/** Turns regions of a text into regions of the file that holds it. */
export interface EmbeddedLines {
  region(inText: Region): Region
}

/** An expression of a template language: the text that it gave stands on the same line, but says something else. */
const expression = /\{\{|\$\{|\$[A-Z]/
/** What gives no text, several lines, or takes white space away: lines do not correspond behind it. */
const control = /\{\{-|-\}\}|\{\{\s*(if|else|end|range|with|define|block|template|break|continue|\/\*)/

/**
 * Finds the lines of a text in the file that holds it as a block scalar (`|`, `|-`, `|2+`) or as a whole. Undefined when the file writes
 * the text in another form, so that its lines do not correspond; lines with template expressions may differ from the text.
 * @param scalar region of the text in the file, as `locate` gives it
 */
export function embeddedLines(file: string, scalar: Region, text: string): EmbeddedLines | undefined {
  if (file === text) return { region: (region) => region }
  const lines = file.split(/\r?\n/)
  const header = lines[scalar.startLine - 1]?.slice(scalar.startColumn - 1)
  if (header === undefined || !/^\|[-+\d]*\s*(#.*)?$/.test(header)) return undefined
  const wanted = text.split('\n')
  if (wanted.at(-1) === '') wanted.pop()
  const first = wanted.findIndex((line) => line.trim() !== '')
  const source = lines[scalar.startLine + first]
  if (first < 0 || source === undefined) return undefined
  const indent = leading(source) - leading(wanted[first]!)
  const same = wanted.every((line, i) => {
    const written = lines[scalar.startLine + i] ?? ''
    return (
      written.slice(indent) === line ||
      (line.trim() === '' && written.trim() === '') ||
      (expression.test(written) && !control.test(written))
    )
  })
  if (indent < 0 || !same) return undefined
  return {
    region: ({ startLine, startColumn, endLine, endColumn }) => ({
      startLine: scalar.startLine + startLine,
      startColumn: startColumn + indent,
      endLine: scalar.startLine + endLine,
      endColumn: endColumn + indent,
    }),
  }
}

function leading(line: string): number {
  return line.length - line.trimStart().length
}
