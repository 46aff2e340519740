import type { CST, Scalar } from 'yaml'
import { TextProblem } from '../problems.ts'

interface Header {
  folded: boolean
  chomping: string
  /** Columns of indentation, 0 when the content decides. */
  indent: number
}

/**
 * The text of a literal (`|`) or folded (`>`) scalar by the API server's decoder (go.yaml.in/yaml/v2, scannerc.go). The package `yaml` differs
 * in blank lines that are indented more than the text, and at the end of a file without a line break.
 */
export function blockScalarText(node: Scalar, { text, root }: { text: string; root: boolean }): string {
  const token = node.srcToken as CST.BlockScalar
  const header = headerOf(token)
  const raw = contentOf(node, token, text)
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
  // What follows the last line break; an empty text is no line at all.
  const open = raw.pop()!
  const lines = open === '' ? raw : [...raw, open]
  const isEnded = (index: number) => index < raw.length
  const indent = header.indent ? Math.max(token.indent, 0) + header.indent : detected(lines, root ? 0 : token.indent + 1)

  let out = ''
  let lineBreak = ''
  let blankLines = 0
  let afterDeeper = false
  let at = 0
  const skipBlank = () => {
    while (at < lines.length && isEnded(at) && lines[at]!.slice(0, indent).trim() === '' && lines[at]!.length <= indent) {
      if (lines[at]!.includes('\t')) throw problem(token)
      blankLines++
      at++
    }
  }
  skipBlank()
  for (; at < lines.length && spaces(lines[at]!) >= indent && lines[at]!.length > indent; skipBlank()) {
    const line = lines[at]!.slice(indent)
    const deeper = line[0] === ' ' || line[0] === '\t'
    if (header.folded && lineBreak && !afterDeeper && !deeper) out += blankLines === 0 ? ' ' : ''
    else out += lineBreak
    out += '\n'.repeat(blankLines) + line
    blankLines = 0
    afterDeeper = deeper
    lineBreak = isEnded(at) ? '\n' : ''
    at++
  }
  if (lines.slice(at).some((line) => line.trim() !== '')) throw problem(token)
  if (header.chomping === '-') return out
  return out + lineBreak + (header.chomping === '+' ? '\n'.repeat(blankLines) : '')
}

/** The lines below the header, and blank lines that follow: the package `yaml` leaves some out that are indented like content. */
function contentOf(node: Scalar, token: CST.BlockScalar, text: string): string {
  const end = node.range![1]
  const following = /(?: *\r?\n)*(?: +$)?/y
  following.lastIndex = end
  return token.source + (following.exec(text)?.[0] ?? '')
}

function headerOf(token: CST.BlockScalar): Header {
  const header = token.props.find((prop) => prop.type === 'block-scalar-header') as CST.SourceToken
  const { source } = header
  return { folded: source.startsWith('>'), chomping: /[-+]/.exec(source)?.[0] ?? '', indent: Number(/[1-9]/.exec(source)?.[0] ?? 0) }
}

/** Indentation of the first line that is not blank, and at least that of the blank lines before it. */
function detected(lines: string[], least: number): number {
  if (least === 0 && atMargin(lines)) return 0
  let most = Math.max(least, 1)
  for (const line of lines) {
    most = Math.max(most, spaces(line))
    if (line.length > spaces(line)) break
  }
  return most
}

/** At the root of a document YAML 1.2 takes text at the margin; YAML 1.1 refuses it, or where there are comments only, reads them as such. */
function atMargin(lines: string[]): boolean {
  return spaces(lines.find((line) => line.trim() !== '') ?? ' ') === 0 && lines.some((line) => /^\s*[^#\s]/.test(line))
}

function spaces(line: string): number {
  let count = 0
  while (line.charCodeAt(count) === 32) count++
  return count
}

function problem(token: CST.BlockScalar): TextProblem {
  return new TextProblem('the lines of this block scalar are not indented alike: readers of YAML disagree what belongs to it', token.offset)
}
