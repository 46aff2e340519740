import { resolve } from 'node:path'
import { affectedUnits, type PlannedState } from '../changes/affected.ts'
import { unitInputs } from '../changes/inputs.ts'
import { cacheOf } from '../engines/cache.ts'
import { isInside, toRelative } from '../paths.ts'
import { globTest } from '../pattern.ts'
import { type Plan, planDeployment } from '../plan.ts'
import type { Preparation } from '../prepare.ts'
import { openRenderer } from '../render/renderer.ts'
import type { ScanOptions } from '../scan.ts'
import { filesBefore, walkedBefore } from './before.ts'
import type { HookChange } from './changes.ts'
import type { CheckResult } from './check.ts'
import { realPaths } from './real-paths.ts'
import { isSamePlan } from './same-plan.ts'

/** What a scan of the root, or of the folder that the index was laid out in, knows and was asked for. */
interface Judged {
  preparation: Preparation
  options: Pick<ScanOptions, 'cwd' | 'policies' | 'unit' | 'cache' | 'cacheDir' | 'snapshotOf'>
}

/**
 * The units that a change can have an effect on; `all` where it is about the gate itself, or about links.
 * @throws UserError (3) when git does not answer
 */
export async function affectedBy(change: HookChange, plan: Plan, { preparation, options }: Judged): Promise<CheckResult['affected']> {
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
