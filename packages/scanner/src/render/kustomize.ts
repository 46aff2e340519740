import { posix } from 'node:path'
import { kustomizationNames, readKustomization } from '../discover/kustomization.ts'
import type { KustomizationSource, PlannedUnit } from '../discover/units.ts'
import { EngineError } from '../engines/error.ts'
import { buildKustomizations } from '../engines/kustomizations.ts'
import { contents } from './contents.ts'
import { renderFailure } from './failure.ts'
import type { ObjectsFound } from './manifests.ts'
import { renderedObjects } from './rendered.ts'
import type { RenderContext } from './renderer.ts'

/** Builds a kustomization with everything it uses, as `kustomize build --enable-helm` does, without ever leaving the repository. */
export async function renderKustomization(unit: PlannedUnit & KustomizationSource, context: RenderContext): Promise<ObjectsFound> {
  const file = kustomizationNames.map((name) => posix.join(unit.path, name)).find((path) => context.sources.exists(path)) ?? unit.path
  try {
    const files = contents([...kustomizationFiles(unit.path, context)].sort(), context.sources)
    const engines = { kustomize: context.engine('kustomize'), helm: context.engine('helm') }
    const [build] = await buildKustomizations({ ...engines, files, directories: [unit.path] })
    if (build === undefined) throw new EngineError('crash', 'kustomize gave no answer')
    if (build.error !== undefined) throw new EngineError('refused', build.error.message, build.error)
    const texts = build.objects.map(({ yaml, origin }) => ({ text: yaml, file: origin.file ?? origin.configuredIn ?? file }))
    return renderedObjects(texts, { unit, origin: (path) => ({ kind: 'resource', file: path }) })
  } catch (error) {
    return renderFailure(error, { unit, file, place: (path) => path })
  }
}

/** The files a kustomization reads, with those of the kustomizations it uses. What does not exist is left to kustomize to report. */
function kustomizationFiles(folder: string, context: RenderContext): Set<string> {
  const files = new Set<string>()
  const seen = new Set<string>()
  // a base may lie beside what is scanned
  const kustomizationAt = (path: string) => context.plan.kustomizations.get(path) ?? readKustomization(path, context.sources)
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    const refs = kustomizationAt(path)
    if (refs === undefined) return
    for (const name of kustomizationNames) if (context.sources.exists(posix.join(path, name))) files.add(posix.join(path, name))
    for (const input of [...refs.inputs, ...refs.helpers]) {
      if (kustomizationAt(input) !== undefined) visit(input)
      else if (context.sources.exists(input)) for (const file of listed(input, context)) files.add(file)
    }
    for (const chart of refs.charts) if (context.sources.exists(chart)) for (const file of context.sources.list(chart)) files.add(file)
  }
  visit(folder)
  return files
}

function listed(path: string, context: RenderContext): string[] {
  try {
    return context.sources.list(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error
    return [path]
  }
}
