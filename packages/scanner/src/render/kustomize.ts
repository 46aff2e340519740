import { posix } from 'node:path'
import { kustomizationNames } from '../discover/kustomization.ts'
import type { KustomizationSource, PlannedUnit } from '../discover/units.ts'
import { contents } from './contents.ts'
import { renderFailure } from './failure.ts'
import type { ObjectsFound } from './manifests.ts'
import { renderedObjects } from './rendered.ts'
import type { RenderContext } from './renderer.ts'

/** What the kustomize engine answers for `kustomize.build`, one entry for each folder that was asked for. */
interface BuiltKustomization {
  dir: string
  error?: { message: string; file?: string; line?: number }
  objects?: { yaml: string; origin: string }[]
}

/** Builds a kustomization with everything it uses, as `kustomize build` does. */
export async function renderKustomization(unit: PlannedUnit & KustomizationSource, context: RenderContext): Promise<ObjectsFound> {
  const file = kustomizationNames.map((name) => posix.join(unit.path, name)).find((path) => context.sources.exists(path)) ?? unit.path
  try {
    const files = contents([...kustomizationFiles(unit.path, context)].sort(), context.sources)
    const [built] = await context.engine('kustomize').call<BuiltKustomization[]>('kustomize.build', { files, dirs: [unit.path] })
    if (built?.objects === undefined) {
      const { message = 'kustomize gave no answer', line } = built?.error ?? {}
      return { manifests: [], notEvaluated: [{ file, unit: unit.id, reason: 'render-failed', message, ...(line === undefined ? {} : { line }) }] }
    }
    return renderedObjects(
      built.objects.map(({ yaml, origin }) => ({ text: yaml, file: context.sources.exists(origin) ? origin : file })),
      { unit, origin: (path) => ({ kind: 'resource', file: path }) },
    )
  } catch (error) {
    return renderFailure(error, { unit, file })
  }
}

/** The files a kustomization reads, with those of the kustomizations it uses. What does not exist is left to kustomize to report. */
function kustomizationFiles(folder: string, context: RenderContext): Set<string> {
  const files = new Set<string>()
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    const refs = context.plan.kustomizations.get(path)
    if (refs === undefined) return
    for (const name of kustomizationNames) if (context.sources.exists(posix.join(path, name))) files.add(posix.join(path, name))
    for (const input of [...refs.inputs, ...refs.helpers]) {
      if (context.plan.kustomizations.has(input)) visit(input)
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
