import type { Config } from './config/config.ts'
import type { ScanRoot } from './discover/root.ts'
import type { PlannedUnit } from './discover/sources.ts'
import { type EnvironmentPattern, planUnits, type UnitMode } from './discover/units.ts'
import { folderReader, walk } from './discover/walk.ts'
import type { EngineCache } from './engines/cache.ts'
import type { SourceFiles } from './files.ts'
import { type RepositoryIdentity, repositoryIdentity } from './git/repository.ts'
import { resolveDefinitions } from './gitops/resolution.ts'
import type { NotEvaluated } from './model.ts'
import { globTest } from './pattern.ts'
import { openRenderer, type Renderer } from './render/renderer.ts'

export interface PlanOptions extends ScanRoot {
  sources: SourceFiles
  config: Config
  /** Milliseconds for one rendering. */
  deadlineMs: number
  unit: UnitMode
  /** Where results are kept; undefined: nowhere. */
  cache: EngineCache | undefined
  /** Files that are no input, relative to the root: reports of an earlier run. */
  leaveOut?: string[]
  /** The root is a commit of the repository that this folder lies in, written out: git tracks all that is there. */
  snapshotOf?: string
  /** What another walk has found, in place of a walk of its own: an earlier state of the root, whose files only `sources` has. */
  walked?: Pick<Plan, 'files' | 'allFiles'>
  /** Another state of the root, planned before, and whether a unit reads the same in both: what is known there is not found out again. */
  other?: { plan: Pick<Plan, 'renderer' | 'identity'>; isSame(unit: PlannedUnit): boolean }
}

/** Everything that would be deployed, before it is rendered. */
export interface Plan {
  /** The files that units were looked for in, relative to the root, sorted. */
  files: string[]
  units: PlannedUnit[]
  notEvaluated: NotEvaluated[]
  /** Ids of the units whose Applications and Flux objects were followed. */
  followed: Set<string>
  /** Some definition reads files that no unit need read. */
  readsFiles: boolean
  /** Every file that planning may look at or list, relative to the root: those of generators lie anywhere. */
  allFiles(): string[]
  /** Which repository this is. */
  identity(): Promise<RepositoryIdentity>
  /** To be closed when nobody asks for objects or places any more. */
  renderer: Renderer
}

/** Finds the units below the paths: what Applications, Flux and kustomizations deploy, and the files that none of them does. */
export async function planDeployment(options: PlanOptions): Promise<Plan> {
  const { root, paths, sources, config, unit: mode } = options
  const walkOptions = {
    root,
    exclude: config.discover.exclude ?? [],
    allTracked: options.snapshotOf !== undefined,
    folders: folderReader(),
  }
  const leaveOut = new Set(options.leaveOut ?? [])
  const wanted = (list: string[]) => list.filter((file) => !leaveOut.has(file))
  const tree = options.walked === undefined ? walk(paths, walkOptions) : { ...options.walked, notEvaluated: [] }
  const files = wanted(tree.files)
  const environments = environmentPatterns(config)
  const plan = planUnits(files, { mode, sources, environments })
  const renderer = openRenderer({
    sources,
    config,
    cache: options.cache,
    deadlineMs: options.deadlineMs,
    ...(options.other === undefined ? {} : { other: { renderer: options.other.plan.renderer, isSame: options.other.isSame } }),
  })
  const notEvaluated = [...tree.notEvaluated, ...plan.notEvaluated]
  // Argo CD knows no folders of tools, and deploys what lies beside the scanned paths
  const allFiles = options.walked?.allFiles ?? (() => wanted(walk(['.'], { ...walkOptions, allFolders: true }).files))
  const identity = options.other?.plan.identity ?? repositoryIdentity(options.snapshotOf ?? root)
  if (mode === 'file')
    return { files, units: plan.units, notEvaluated, followed: new Set(), readsFiles: false, allFiles, identity, renderer }
  try {
    // most repositories that are scanned from a hook have no definitions, and need not load what reads them
    const expanders = async () => {
      const { expandersFor } = await import('./gitops/expanders.ts')
      return expandersFor({ identity, sources, config, allFiles, helm: renderer.helm })
    }
    const resolved = await resolveDefinitions({ plan, files, sources, renderer, environments, expanders })
    return { ...resolved, files, notEvaluated: [...notEvaluated, ...resolved.notEvaluated], allFiles, identity, renderer }
  } catch (error) {
    await renderer.close()
    throw error
  }
}

function environmentPatterns(config: Config): EnvironmentPattern[] {
  return config.environments.map(({ name, paths: globs }) => {
    const test = globTest(globs)
    // `overlays/prod/**` means the folder itself too
    return { name, matches: (path: string) => test(path) || test(`${path}/`) }
  })
}
