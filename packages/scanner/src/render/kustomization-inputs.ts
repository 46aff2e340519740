import { posix } from 'node:path'
import { type KustomizationRefs, kustomizationNames, kustomizationRefs, readKustomization } from '../discover/kustomization.ts'
import type { KustomizationSource } from '../discover/sources.ts'
import { filesAt, type SourceFiles } from '../files.ts'

/**
 * The files a kustomization reads, with those of the kustomizations it uses; an edited one reads what its edit says. What does not exist is
 * left to kustomize to report.
 */
export function kustomizationInputs({ folder, edit }: KustomizationSource, sources: SourceFiles): Set<string> {
  const files = new Set<string>()
  const seen = new Set<string>()
  const visit = (path: string, inputs: OwnInputs | undefined): void => {
    if (seen.has(path) || inputs === undefined) return
    seen.add(path)
    for (const file of inputs.files) files.add(file)
    for (const input of inputs.folders) visit(input, ownInputs(input, sources))
  }
  visit(folder, edit === undefined ? ownInputs(folder, sources) : inputsOf(folder, kustomizationRefs(edit.kustomization, folder), sources))
  return files
}

/** What one kustomization reads by itself, and the folders of the kustomizations that it uses. */
interface OwnInputs {
  files: Set<string>
  folders: Set<string>
}

/** What is known already: overlays share their bases. */
const known = new WeakMap<SourceFiles, Map<string, OwnInputs | undefined>>()

function ownInputs(folder: string, sources: SourceFiles): OwnInputs | undefined {
  const own = known.get(sources) ?? new Map<string, OwnInputs | undefined>()
  known.set(sources, own)
  if (!own.has(folder)) {
    const refs = readKustomization(folder, sources)
    own.set(folder, refs === undefined ? undefined : inputsOf(folder, refs, sources))
  }
  return own.get(folder)
}

function inputsOf(folder: string, refs: KustomizationRefs, sources: SourceFiles): OwnInputs {
  const inputs = [...refs.inputs, ...refs.helpers, ...refs.data]
  // its own folder may be among them by mistake, and an edit needs no file there
  const folders = new Set(inputs.filter((input) => input === folder || readKustomization(input, sources) !== undefined))
  const files = kustomizationNames.map((name) => posix.join(folder, name)).filter((file) => sources.exists(file))
  for (const input of [...inputs.filter((path) => !folders.has(path)), ...refs.charts])
    for (const file of filesAt(input, sources)) files.push(file)
  return { files: new Set(files), folders }
}
