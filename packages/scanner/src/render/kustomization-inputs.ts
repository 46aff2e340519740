import { posix } from 'node:path'
import { type KustomizationRefs, kustomizationNames, kustomizationRefs, readKustomization } from '../discover/kustomization.ts'
import type { KustomizationSource } from '../discover/sources.ts'
import { filesAt, type SourceFiles } from '../files.ts'

/**
 * The files a kustomization reads, with those of the kustomizations it uses; an edited one reads what its edit says. What does not exist is
 * left to kustomize to report.
 * @param options.kustomizations those that are known already, by folder
 */
export function kustomizationInputs(
  { folder, edit }: KustomizationSource,
  options: { sources: SourceFiles; kustomizations?: ReadonlyMap<string, KustomizationRefs> },
): Set<string> {
  const { sources, kustomizations } = options
  const files = new Set<string>()
  const seen = new Set<string>()
  // a base may lie beside what is scanned
  const kustomizationAt = (path: string) =>
    edit !== undefined && path === folder
      ? kustomizationRefs(edit.kustomization, folder)
      : (kustomizations?.get(path) ?? readKustomization(path, sources))
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    const refs = kustomizationAt(path)
    if (refs === undefined) return
    for (const name of kustomizationNames) if (sources.exists(posix.join(path, name))) files.add(posix.join(path, name))
    for (const input of [...refs.inputs, ...refs.helpers, ...refs.data]) {
      if (kustomizationAt(input) !== undefined) visit(input)
      else for (const file of filesAt(input, sources)) files.add(file)
    }
    for (const chart of refs.charts) for (const file of filesAt(chart, sources)) files.add(file)
  }
  visit(folder)
  return files
}
