import { resolve } from 'node:path'
import { type AffectedReason, affectedUnits, type PlannedState } from '../changes/affected.ts'
import { unitInputs } from '../changes/inputs.ts'
import { findRoot } from '../discover/root.ts'
import { cacheOf } from '../engines/cache.ts'
import { isInside, toRelative } from '../paths.ts'
import { globTest } from '../pattern.ts'
import { type Plan, planDeployment } from '../plan.ts'
import type { Preparation } from '../prepare.ts'
import { openRenderer } from '../render/renderer.ts'
import { type ScanOptions, type ScanResult, scan } from '../scan.ts'
import type { TemporaryFolder } from '../temporary.ts'
import { filesBefore, walkedBefore } from './before.ts'
import { type HookChange, hookChange } from './changes.ts'
import { realPaths } from './real-paths.ts'
import { isSamePlan } from './same-plan.ts'
import { layOutStaged } from './snapshot.ts'

export interface CheckOptions
  extends Omit<ScanOptions, 'paths' | 'scope' | 'onlyTogether' | 'snapshotOf' | 'images' | 'infrastructure' | 'scanner'> {
  /** Files and folders, relative to `cwd`; everything that differs from the last commit without. */
  names: string[]
  /** Judge what is staged, not the work tree. */
  staged: boolean
  env: NodeJS.ProcessEnv
}

export interface CheckResult extends ScanResult {
  /**
   * The units that were judged, with the reason; `all` after a change of the configuration, of policies or of links. Those with the reason
   * `environment` were judged by relation rules only.
   */
  affected: Map<string, AffectedReason> | 'all'
}

/** Neither network nor scanner: a hook must be quick, and work everywhere. */
const unscanned = { images: { scan: 'none' }, infrastructure: { scan: 'none' } } as const

/**
 * Judges the units that named files, or what differs from the last commit, belong to or can have an effect on. Each call is right by itself:
 * hook runners may name the files of one commit in several.
 * @throws UserError as `scan` does; (2) for names that are outside of the repository or that nobody knows, and for an index with conflicts
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const { names, staged, env, ...rest } = options
  const cwd = options.cwd ?? process.cwd()
  let folder: TemporaryFolder | undefined
  try {
    const { root } = findRoot([], { cwd, ...(options.root === undefined ? {} : { root: options.root }) })
    // git answers while the work tree is looked at; what is staged is looked at when it is known
    const asked = hookChange({ root, cwd, env, names, staged })
    asked.catch(() => {})
    const index = staged ? await asked : undefined
    if (index !== undefined) folder = await layOutStaged(index.index!.tree, { root, repository: index.repository! })
    const place: ScanPlace = folder === undefined ? { root, cwd, paths: [root] } : stagedPlace(folder.path, { root, cwd, options })
    let affected: CheckResult['affected'] = 'all'
    const result = await scan({
      ...rest,
      ...place,
      ...unscanned,
      async scope(plan, preparation) {
        affected = await affectedBy(await asked, plan, { preparation, options: { ...options, ...place } })
        return affected === 'all' ? undefined : new Set(affected.keys())
      },
      // the objects of such a unit are as they were, so are findings about each of them
      onlyTogether: (unit) => affected !== 'all' && affected.get(unit) === 'environment',
    })
    return { ...result, affected }
  } finally {
    folder?.remove()
    void options.thread?.close()
  }
}

type ScanPlace = Pick<ScanOptions, 'root' | 'cwd' | 'paths' | 'snapshotOf' | 'policies' | 'outputs'>

/** The scan of a folder that the index was laid out in. */
function stagedPlace(folder: string, { root, cwd, options }: { root: string; cwd: string; options: CheckOptions }): ScanPlace {
  const moved = (path: string) => {
    const absolute = resolve(cwd, path)
    return isInside(absolute, root) ? resolve(folder, toRelative(absolute, root)) : absolute
  }
  return {
    cwd: folder,
    root: folder,
    paths: [folder],
    snapshotOf: root,
    policies: (options.policies ?? []).map(moved),
    outputs: (options.outputs ?? []).map((file) => toRelative(resolve(cwd, file), root)),
  }
}

/** What a scan of the root, or of the folder that the index was laid out in, knows and was asked for. */
interface Judged {
  preparation: Preparation
  options: Pick<ScanOptions, 'cwd' | 'policies' | 'unit' | 'cache' | 'cacheDir' | 'snapshotOf'>
}

async function affectedBy(change: HookChange, plan: Plan, { preparation, options }: Judged): Promise<CheckResult['affected']> {
  const { paths, links, last } = change
  if (paths.size === 0) return new Map()
  if (links || isAmongSettings(paths, preparation, options)) return 'all'
  const { sources } = preparation
  const real = realPaths(preparation.root)
  const isChanged = (file: string) => paths.has(file) || paths.has(real(file))
  const head = { units: plan.units, sources }
  // before the first commit all is new; what is named is what counts
  const base = last === undefined ? head : await planBefore({ ...change, last }, plan, { preparation, options, real })
  return affectedUnits(base, head, isChanged).affected
}

/** Configuration and policies decide about every unit. */
function isAmongSettings(paths: Set<string>, { root }: Preparation, { policies = [], cwd = process.cwd() }: Judged['options']): boolean {
  const own = policies.map((path) => resolve(cwd, path)).filter((path) => isInside(path, root))
  const settings = ['.policy-gate', ...own.map((path) => toRelative(path, root))]
  return [...paths].some((path) => settings.some((folder) => path === folder || path.startsWith(`${folder}/`)))
}

/** What the last commit would deploy, as far as planning tells. */
async function planBefore(
  change: HookChange & { last: NonNullable<HookChange['last']> },
  plan: Plan,
  { preparation, options, real }: Judged & { real: (file: string) => string },
): Promise<PlannedState> {
  const difference = { paths: change.paths, tree: change.last, real }
  const sources = await filesBefore(preparation.sources, difference)
  const cache = cacheOf(options)
  const renderer = openRenderer({ ...preparation, sources, cache })
  const now = { sources: preparation.sources, renderer: plan.renderer }
  // where nothing is gone, all that a unit read before is among what it reads now, or something of that has changed
  const states = [...change.paths].every(preparation.sources.exists) ? [preparation.sources] : [preparation.sources, sources]
  const differs = (files: Set<string>) => [...files].some((file) => change.paths.has(real(file)))
  const same = await isSamePlan(plan, difference, now, { sources, renderer }).finally(() => renderer.close())
  if (same) return { units: plan.units, sources: preparation.sources }
  const walked = walkedBefore(plan, difference, globTest(preparation.config.discover.exclude ?? []))
  const before = await planDeployment({
    ...preparation,
    sources,
    unit: options.unit ?? 'auto',
    cache,
    walked,
    other: { plan, isSame: (unit) => !states.some((state) => differs(unitInputs(unit, state))) },
    ...(options.snapshotOf === undefined ? {} : { snapshotOf: options.snapshotOf }),
  })
  await before.renderer.close()
  return { units: before.units, sources }
}
