import { posix } from 'node:path'
import { kustomizationNames } from '../discover/kustomization.ts'
import type { KustomizationSource, PlannedUnit } from '../discover/units.ts'
import { EngineError } from '../engines/error.ts'
import { type Content, contents } from './contents.ts'
import { renderFailure } from './failure.ts'
import { chartContents, type RenderedChart, templateFile } from './helm.ts'
import type { ObjectsFound } from './manifests.ts'
import { renderedObjects } from './rendered.ts'
import type { RenderContext } from './renderer.ts'

/** What the kustomize engine answers for a folder: an error, charts to render first, or objects. */
interface Build {
  error?: { message: string; file?: string; line?: number; column?: number }
  charts?: NeededChart[]
  objects?: { yaml: string; origin: { file?: string; configuredIn?: string } }[]
}

/** A chart of `helmCharts`, with what `helm template` would be called with. */
interface NeededChart {
  id: string
  /** Folder of the chart, relative to the root. */
  path: string
  skipHooks?: boolean
  skipTests?: boolean
}

type ChartResult = { documents: { template: string; text: string }[] } | { error: string }

/** Builds a kustomization with everything it uses, as `kustomize build --enable-helm` does, without ever leaving the repository. */
export async function renderKustomization(unit: PlannedUnit & KustomizationSource, context: RenderContext): Promise<ObjectsFound> {
  const file = kustomizationNames.map((name) => posix.join(unit.path, name)).find((path) => context.sources.exists(path)) ?? unit.path
  try {
    const files = contents([...kustomizationFiles(unit.path, context)].sort(), context.sources)
    const { error, objects = [] } = await build(unit.path, files, context)
    if (error !== undefined) throw new EngineError('refused', error.message, error)
    const texts = objects.map(({ yaml, origin }) => ({ text: yaml, file: origin.file ?? origin.configuredIn ?? file }))
    return renderedObjects(texts, { unit, origin: (path) => ({ kind: 'resource', file: path }) })
  } catch (error) {
    return renderFailure(error, { unit, file, place: (path) => path })
  }
}

/** Kustomize names the charts that it needs, round by round (a base's charts may be asked for after the overlay's), until it has them. */
async function build(folder: string, files: Record<string, Content>, context: RenderContext): Promise<Build> {
  const charts: Record<string, ChartResult> = {}
  for (;;) {
    const { builds } = await context
      .engine('kustomize')
      .call<{ builds: [Build] }>('kustomize.build', { files, charts, directories: [folder] })
    const missing = (builds[0].charts ?? []).filter(({ id }) => charts[id] === undefined)
    if (missing.length === 0) return builds[0]
    for (const chart of missing) charts[chart.id] = await renderNeeded(chart, context)
  }
}

async function renderNeeded({ id: _, path, skipHooks, skipTests, ...request }: NeededChart, context: RenderContext): Promise<ChartResult> {
  try {
    const chart = context.plan.charts.get(path) ?? { folder: path, library: false, dependencies: {} }
    const { documents } = await context.engine('helm').call<RenderedChart>('helm.render', {
      kubeVersion: context.config.kubernetesVersion,
      ...request,
      files: chartContents(chart, context.sources),
    })
    const kept = documents.filter(({ hook, test }) => !(skipHooks && hook !== undefined) && !(skipTests && test))
    return { documents: kept.map(({ template, text }) => ({ template: templateFile(template, path), text })) }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return { error: error.message }
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
