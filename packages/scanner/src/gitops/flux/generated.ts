import { posix } from 'node:path'
import { kustomizationNames } from '../../discover/kustomization.ts'

/**
 * The resources of the kustomization that Flux generates for a folder without one: every YAML file below it, and in place of a folder with a
 * kustomization of its own that folder (fluxcd/pkg, kustomize generator). In the order of Go's `filepath.Walk`.
 * @param files below the folder that are in the artifact, relative to the root
 */
export function generatedResources(folder: string, files: string[]): string[] {
  const below = files.map((file) => posix.relative(folder, file))
  const kustomizations = new Set(
    below.filter((file) => kustomizationNames.includes(posix.basename(file))).map((file) => posix.dirname(file)),
  )
  const resources = new Set<string>()
  for (const file of below) {
    const own = folders(file).find((path) => kustomizations.has(path))
    if (own !== undefined) resources.add(own)
    else if (/\.ya?ml$/.test(file)) resources.add(file)
  }
  return [...resources].sort(inWalkOrder).map((path) => `./${path}`)
}

/** The folders on the way to a file, from the outermost. */
function folders(file: string): string[] {
  const parts = file.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

/** Names are compared one by one: everything in `a/` comes before `a-b.yaml`. */
function inWalkOrder(a: string, b: string): number {
  const left = a.split('/')
  const right = b.split('/')
  const at = left.findIndex((name, i) => name !== right[i])
  if (at < 0) return left.length - right.length
  return left[at]! < (right[at] ?? '') ? -1 : 1
}
