import { posix } from 'node:path'
import type { ModuleCall, TerraformFile } from './file.ts'

/** The folder that a call leads to, relative to the root; it may lie outside (`../…`). Undefined for a module from elsewhere. */
export function calledFolder({ path }: Pick<TerraformFile, 'path'>, { source }: ModuleCall): string | undefined {
  if (source === undefined || !(source.startsWith('./') || source.startsWith('../'))) return undefined
  return posix.join(posix.dirname(path), source, '.')
}

/** A folder that no repository has. */
const nowhere = '"./-"'

/**
 * The text with every source replaced that is no folder which the scanner is given, line for line the same. Trivy downloads modules
 * (pkg/iac/scanners/terraform/parser, 0.74) and has no option against it; a path may lead out of what it is given.
 * @param isGiven asked for folders, relative to the root
 */
export function withOnlyGivenModules(file: TerraformFile, isGiven: (folder: string) => boolean): string {
  const { text } = file
  const replaced = file.calls.filter((call) => {
    const folder = calledFolder(file, call)
    return folder === undefined || !isGiven(folder)
  })
  const parts: string[] = []
  let at = 0
  for (const { range } of replaced) {
    if (range === undefined) continue
    const lines = text.slice(range.start, range.end).replace(/[^\n]/g, '')
    parts.push(text.slice(at, range.start), nowhere, lines)
    at = range.end
  }
  const native = `${parts.join('')}${text.slice(at)}`
  return file.path.endsWith('.json') ? withoutStrings(native, new Set(replaced.map(({ source }) => source))) : native
}

/** JSON text in which these strings, wherever they stand, are replaced. */
function withoutStrings(text: string, sources: ReadonlySet<string | undefined>): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"/g, (written) => (sources.has(stringOf(written)) ? nowhere : written))
}

function stringOf(written: string): string | undefined {
  try {
    return JSON.parse(written) as string
  } catch {
    return undefined
  }
}
