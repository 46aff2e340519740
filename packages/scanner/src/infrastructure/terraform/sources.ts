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
  let { text } = file
  for (const call of file.calls.toReversed()) {
    const folder = calledFolder(file, call)
    if (folder !== undefined && isGiven(folder)) continue
    if (call.range !== undefined) {
      const { start, end } = call.range
      const lines = text.slice(start, end).replace(/[^\n]/g, '')
      text = `${text.slice(0, start)}${nowhere}${lines}${text.slice(end)}`
    } else if (call.source !== undefined) text = text.replaceAll(JSON.stringify(call.source), nowhere)
  }
  return text
}
