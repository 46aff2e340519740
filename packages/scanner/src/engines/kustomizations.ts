import type { EngineClient } from './client.ts'
import type { EngineFile } from './content.ts'
import { EngineError } from './error.ts'
import type { HelmRenderAnswer, KustomizeBuild, KustomizeBuildAnswer, KustomizeBuildRequest, NeededChart } from './operations.ts'

export interface KustomizationsRequest extends Pick<KustomizeBuildRequest, 'edits' | 'substitutions'> {
  kustomize: EngineClient
  /** Renders charts that `helmCharts` names. */
  helm: EngineClient
  /** By path relative to the repository's root. */
  files: Record<string, EngineFile>
  /** Kustomization roots, `.` for the repository's root. */
  directories: string[]
}

/** A chart may be asked for with what another one gave, but not for ever. */
const rounds = 8

/**
 * Builds kustomizations, one entry for each directory in the given order. Kustomize runs Helm for `helmCharts`; here its engine answers
 * which charts it needs, the Helm engine renders them, and the directories that wait for them are built again. Rejects with EngineError
 * when an engine fails; faults of one directory are in its entry.
 */
export async function buildKustomizations(request: KustomizationsRequest): Promise<KustomizeBuild[]> {
  const { kustomize, helm, directories, ...rest } = request
  const done = new Map<string, KustomizeBuild>()
  const charts: NonNullable<KustomizeBuildRequest['charts']> = {}
  let waiting = directories
  for (let round = 0; waiting.length > 0 && round < rounds; round++) {
    const { builds } = await kustomize.call<KustomizeBuildAnswer>('kustomize.build', { ...rest, directories: waiting, charts })
    for (const build of builds) done.set(build.directory, build)
    const needed = new Map(builds.flatMap((build) => build.charts ?? []).map((chart) => [chart.id, chart]))
    for (const chart of needed.values()) charts[chart.id] = await render({ helm, files: rest.files }, chart)
    waiting = builds.filter((build) => build.charts).map((build) => build.directory)
  }
  return directories.map((directory) => {
    const build = done.get(directory)!
    return build.charts ? { directory, objects: [], error: { message: 'helmCharts ask for ever more charts' } } : build
  })
}

async function render({ helm, files }: Pick<KustomizationsRequest, 'helm' | 'files'>, chart: NeededChart) {
  const { id: _id, path, skipHooks, skipTests, ...options } = chart
  const inside = Object.entries(files).filter(([name]) => name.startsWith(`${path}/`))
  const chartFiles = Object.fromEntries(inside.map(([name, file]) => [name.slice(path.length + 1), file]))
  try {
    const answer = await helm.call<HelmRenderAnswer>('helm.render', { ...options, files: chartFiles })
    const kept = answer.documents.filter(({ hook, test }) => !(hook && skipHooks) && !(test && skipTests))
    // "<chart>/templates/x.yaml": the chart's name in Chart.yaml stands for its folder.
    const documents = kept.map(({ template, text }) => ({ template: `${path}${template.slice(template.indexOf('/'))}`, text }))
    return { documents }
  } catch (error) {
    if (error instanceof EngineError && error.failure === 'refused') return { documents: [], error: error.message }
    throw error
  }
}
