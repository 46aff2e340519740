import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findRoot, type ScanRoot } from '../discover/root.ts'
import type { PlannedUnit } from '../discover/sources.ts'
import { filesAt, openFiles, type SourceFiles } from '../files.ts'
import { type Unit, UserError } from '../model.ts'
import { isInside, toRelative } from '../paths.ts'
import type { Plan } from '../plan.ts'
import { type ScanOptions, type ScanResult, scan } from '../scan.ts'
import { type AffectedReason, affectedUnits, fileComparison, type PlannedState } from './affected.ts'
import { type Base, openBase } from './base.ts'
import { unitInputs } from './inputs.ts'

/** Two scans of what a change can have an effect on. */
export interface Comparison {
  /** The commit compared with, as a hash. */
  commit: string
  /** After the change: the working tree. */
  head: ScanResult
  /** Before it. Undefined when nothing can have changed, or when `problem` says why it could not be judged. */
  base: ScanResult | undefined
  /** Why the earlier state could not be judged at all (a configuration that was wrong then). All units count as affected then. */
  problem?: UserError
  /** The units judged, by id, with the reason; `all` after a change of the configuration or of policies. */
  affected: Map<string, AffectedReason> | 'all'
  /** Units that are gone. */
  removed: Unit[]
}

/** What a change has an effect on, once both states are known. */
type Effect = Pick<Comparison, 'affected' | 'removed'>

/**
 * Scans the working tree and the commit where it and `ref` parted, both only as far as the change can have an effect. Each is judged with
 * its own configuration and policies; options of the command line hold for both.
 * @throws UserError as `scan` does for the working tree; (2) or (3) when there is no such commit
 */
export async function compareWith(ref: string, options: ScanOptions): Promise<Comparison> {
  const place = findRoot(options.paths ?? [], { cwd: options.cwd ?? process.cwd(), ...(options.root ? { root: options.root } : {}) })
  let base: Base | undefined
  try {
    base = openBase(place.root, ref)
    return { commit: base.commit, ...(await compare(base, place, options)) }
  } finally {
    base?.close()
    void options.thread?.close()
  }
}

async function compare(base: Base, place: ScanRoot, options: ScanOptions): Promise<Omit<Comparison, 'commit'>> {
  const before = Promise.withResolvers<PlannedState>()
  const after = Promise.withResolvers<PlannedState>()
  const settings = settingsOf(place, options)
  let problem: UserError | undefined
  const effect = Promise.all([before.promise, after.promise]).then(
    (states) => effectOf(states, { ...base, settings }),
    (error: unknown): Effect => {
      if (!(error instanceof UserError)) throw error
      problem = error
      return { affected: 'all', removed: [] }
    },
  )
  // whoever needs it waits for it below
  effect.catch(() => {})

  let earlier: Promise<ScanResult | undefined> | undefined
  const startBase = (): Promise<ScanResult | undefined> => {
    const folder = base.layOut()
    const wanted = baseOptions(folder, place, options)
    if (wanted.paths?.length === 0) {
      before.resolve({ units: [], sources: openFiles(folder) })
      return Promise.resolve(undefined)
    }
    const result = scan({
      ...wanted,
      async scope(plan, { sources }) {
        before.resolve({ units: plan.units, sources })
        return scopeBefore(await effect, plan.units)
      },
    })
    result.catch(before.reject)
    return result
  }

  // both states are looked at together; where no file has changed, the earlier one only if it has to be
  if (base.changed.size > 0) earlier = startBase()
  const later = scan({
    ...options,
    async scope(plan, { sources }) {
      if (earlier === undefined && isAllKnown(plan, sources, { ...base, settings })) return new Set()
      earlier ??= startBase()
      after.resolve({ units: plan.units, sources })
      const { affected } = await effect
      return affected === 'all' ? undefined : new Set(affected.keys())
    },
  })
  later.catch(after.reject)
  const [head] = await Promise.allSettled([later])
  const [old] = await Promise.allSettled([earlier ?? Promise.resolve(undefined)])
  if (head.status === 'rejected') throw head.reason
  if (old.status === 'rejected' && old.reason !== problem) throw old.reason
  return {
    head: head.value,
    base: old.status === 'fulfilled' ? old.value : undefined,
    ...(problem === undefined ? {} : { problem }),
    ...(earlier === undefined ? { affected: new Map(), removed: [] } : await effect),
  }
}

/** The same scan of the earlier state. What did not exist then is not asked for. */
function baseOptions(folder: string, { root, paths }: ScanRoot, options: ScanOptions): ScanOptions {
  const cwd = options.cwd ?? process.cwd()
  const { thread: _thread, onProgress: _onProgress, ...rest } = options
  return {
    ...rest,
    cwd: folder,
    root: folder,
    snapshotOf: root,
    paths: paths.filter((path) => existsSync(join(folder, path))),
    policies: (options.policies ?? []).map((path) => resolve(cwd, path)),
    outputs: (options.outputs ?? []).map((file) => toRelative(resolve(cwd, file), root)),
  }
}

function effectOf([before, after]: [PlannedState, PlannedState], { same, settings }: Base & { settings: string[] }): Effect {
  const isChanged = fileComparison(before.sources, after.sources, same)
  const { affected, removed } = affectedUnits(before, after, isChanged)
  const changed = [before, after].some(({ sources }) => settings.flatMap((path) => filesAt(path, sources)).some(isChanged))
  return { affected: changed ? 'all' : affected, removed }
}

/** Where configuration and policies lie, which decide about every unit; relative to the root. */
function settingsOf({ root }: ScanRoot, options: ScanOptions): string[] {
  const policies = (options.policies ?? []).map((path) => resolve(options.cwd ?? process.cwd(), path))
  return ['.policy-gate', ...policies.filter((path) => isInside(path, root)).map((path) => toRelative(path, root))]
}

/** Of the earlier state the affected units are judged too, as far as they were there, and those that are gone. */
function scopeBefore({ affected, removed }: Effect, units: PlannedUnit[]): Set<string> | undefined {
  if (affected === 'all') return undefined
  const gone = new Set(removed.map(({ id }) => id))
  return new Set(units.map(({ id }) => id).filter((id) => affected.has(id) || gone.has(id)))
}

/** True when all that decides is in the commit, none of whose files has changed; a generator may list any file there is. */
function isAllKnown(plan: Plan, sources: SourceFiles, known: Base & { settings: string[] }): boolean {
  if (known.changed.size > 0) return false
  const inputs = plan.units.flatMap((unit) => [...unitInputs(unit, sources)])
  const settings = known.settings.flatMap((path) => filesAt(path, sources))
  return [...plan.allFiles(), ...inputs, ...settings].every((file) => known.same.has(file))
}
