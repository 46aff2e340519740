import type { UnexpandedBlock } from './model.ts'

/**
 * True for lines that say where a root module begins, and which of its blocks have no instance (pkg/iac/scanners/terraform of Trivy 0.74). The
 * end of a line that was cut off may say so.
 */
export function isAboutInstances(line: string, isCut: boolean): boolean {
  if (/\t\[terraform evaluator\] (?:Failed to expand block\.|Expanded block into clones .* clones=0$)/.test(line)) return true
  return /\t\[terraform scanner\] Scanning root module\t/.test(line) || (isCut && line.includes('Expanded block into clones'))
}

const value = '(?:"(?:[^"\\\\]|\\\\.)*"|[^\\s"]+)'
/** Names come from whoever made the files: a field counts only in its place, behind those of the modules. */
const rootField = new RegExp(`\\t\\[terraform scanner\\] Scanning root module\\tfile_path=(${value})$`)
const blockField = new RegExp(`\\t(?:module=${value} )*block=(${value}) `)

/** Blocks without an instance, from the lines that speak of them, in their order. Modules are evaluated many times; each counts once. */
export function unexpandedBlocks(lines: string[]): UnexpandedBlock[] {
  const found = new Map<string, UnexpandedBlock>()
  let root = '.'
  for (const line of lines) {
    const start = rootField.exec(line)?.[1]
    if (start !== undefined) root = unquoted(start)
    else {
      const instances = line.includes('\t[terraform evaluator] Failed to expand') ? 'unknown' : 'none'
      const block = { root, address: unquoted(blockField.exec(line)?.[1] ?? ''), instances } as const
      found.set(JSON.stringify(block), block)
    }
  }
  return [...found.values()]
}

/** As Go's strconv.Quote writes it, as far as names of blocks have such letters. */
function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text
}
