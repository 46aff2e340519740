import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { settingsFolder } from '../config/settings.ts'
import { findRoot, type ScanRoot } from '../discover/root.ts'
import type { PlannedUnit } from '../discover/sources.ts'
import { filesAt, openFiles, type SourceFiles } from '../files.ts'
import { type BaselineEntry, entriesOf } from '../govern/baseline/entry.ts'
import type { EarlierFindings } from '../govern/earlier.ts'
import { type Unit, UserError } from '../model.ts'
import { isInside, toRelative } from '../paths.ts'
import type { Plan } from '../plan.ts'
import { type ScanOptions, type ScanResult, scan } from '../scan.ts'
import { type Part, splitUnits, unitsBeside } from '../shards/split.ts'
import { type AffectedReason, affectedUnits, fileComparison, type PlannedState } from './affected.ts'
import { type Base, openBase } from './base.ts'
import { unitInputs } from './inputs.ts'
import { exchangeRunning } from './running.ts'

export interface ComparisonOptions extends ScanOptions {
  /** What is judged after the change: what it can have an effect on (default), or everything. Of the state before it never more than that. */
  judge?: 'affected' | 'all'
  /** Findings that were open before are as if they stood in the baseline. Where the state before cannot be judged, all findings count. */
  newOnly?: boolean
}

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
  /** The units that the change can have an effect on, by id, with the reason; `all` after a change of configuration, policies or an image. */
  affected: Map<string, AffectedReason> | 'all'
  /** Units that are gone. */
  removed: Unit[]
}

/** What a change has an effect on, once both states are known. */
type Effect = Pick<Comparison, 'affected' | 'removed'>

/**
 * Scans the working tree and the commit where it and `ref` parted, as far as the change can have an effect. Each is judged with its own
 * configuration and policies, or both with the settings that were given; options of the command line hold for both.
 * @throws UserError as `scan` does for the working tree; (2) or (3) when there is no such commit
 */
export async function compareWith(ref: string, options: ComparisonOptions): Promise<Comparison> {
  const place = findRoot(options.paths ?? [], { cwd: options.cwd ?? process.cwd(), ...(options.root ? { root: options.root } : {}) })
  let base: Base | undefined
  try {
    base = await openBase(place.root, ref)
    return await compareWithBase(base, options)
  } finally {
    base?.close()
    void options.thread?.close()
  }
}

/** As compareWith, for a base that was opened; it is not closed, nor is a thread that was given. @throws UserError as compareWith does */
export async function compareWithBase(base: Base, options: ComparisonOptions): Promise<Comparison> {
  const { judge = 'affected', newOnly = false, ...scanOptions } = options
  const place = findRoot(options.paths ?? [], { cwd: options.cwd ?? process.cwd(), ...(options.root ? { root: options.root } : {}) })
  const before = Promise.withResolvers<PlannedState>()
  const after = Promise.withResolvers<PlannedState>()
  const settings = settingsOf(place, options)
  // which units run an image that was built here is known only when they are rendered
  const rebuilt = options.scanner?.layouts ?? {}
  const isRebuilt = Object.keys(rebuilt).length > 0
  let problem: UserError | undefined
  const effect = Promise.all([before.promise, after.promise]).then(
    (states) => effectOf(states, { ...base, settings, all: isRebuilt }),
    (error: unknown): Effect => {
      if (!(error instanceof UserError)) throw error
      problem = error
      return { affected: 'all', removed: [] }
    },
  )
  // whoever needs it waits for it below
  effect.catch(() => {})

  let earlier: Promise<ScanResult | undefined> | undefined
  const running = exchangeRunning({
    isCompared: () => earlier !== undefined,
    async unchanged() {
      const { affected } = await effect
      return problem === undefined ? (unit) => affected !== 'all' && !affected.has(unit) : undefined
    },
  })
  const infrastructure = { ...options.infrastructure, isChanged: (file: string) => !base.same.has(file) }
  const startBase = async (): Promise<ScanResult | undefined> => {
    const folder = await base.layOut().catch((error: unknown) => {
      before.reject(error)
      running.done('before', error)
      throw error
    })
    const wanted = baseOptions(folder, place, scanOptions)
    if (wanted.paths?.length === 0) {
      before.resolve({ units: [], sources: openFiles(folder) })
      running.done('before')
      return undefined
    }
    // the earlier state is divided as the later one, or units would seem to come and go
    const part = async () => (options.shard === undefined ? undefined : splitUnits((await after.promise).units, options.shard))
    const result = scan({
      ...wanted,
      images: { ...options.images, known: running.before, rebuilt },
      infrastructure,
      async scope(plan, { sources }) {
        before.resolve({ units: plan.units, sources })
        return inPart(scopeBefore(await effect, plan.units), plan.units, await part())
      },
    })
    result.then(
      () => running.done('before'),
      (error) => {
        before.reject(error)
        running.done('before', error)
      },
    )
    return ofPart(await result, await part())
  }
  const start = (): void => {
    earlier ??= startBase()
    // it is waited for below, when the later state is done
    earlier.catch(() => {})
  }

  // both states are looked at together; where no file has changed, the earlier one only if it has to be
  if (base.changed.size > 0) {
    await base.layOut()
    start()
  }
  const earlierFindings = async (): Promise<EarlierFindings | undefined> => {
    if (earlier === undefined) return { entries: [], isUnchanged: () => true }
    const { affected } = await effect
    if (problem !== undefined) return undefined
    return { entries: openEntries(await earlier), isUnchanged: (unit) => unit !== '' && affected !== 'all' && !affected.has(unit) }
  }
  /** True where the earlier state has to be looked at. */
  const look = (plan: Plan, sources: SourceFiles): boolean => {
    if (earlier === undefined && !isRebuilt && isAllKnown(plan, sources, { ...base, settings })) return false
    start()
    after.resolve({ units: plan.units, sources })
    return true
  }
  const later = scan({
    ...scanOptions,
    images: { ...options.images, known: running.after },
    infrastructure: { ...infrastructure, removed: [...base.changed].filter((file) => !existsSync(join(place.root, file))) },
    ...(judge === 'all'
      ? { onPlan: (plan, { sources }) => void look(plan, sources) }
      : {
          async scope(plan, { sources }) {
            if (!look(plan, sources)) return new Set()
            const { affected } = await effect
            return affected === 'all' ? undefined : new Set(affected.keys())
          },
        }),
    ...(newOnly ? { earlier: () => earlierFindings() } : {}),
  })
  later.then(
    () => running.done('after'),
    (error) => {
      after.reject(error)
      running.done('after', error)
    },
  )
  const [head] = await Promise.allSettled([later])
  const [old] = await Promise.allSettled([earlier ?? Promise.resolve(undefined)])
  if (head.status === 'rejected') throw head.reason
  if (old.status === 'rejected' && old.reason !== problem) throw old.reason
  return {
    commit: base.commit,
    head: head.value,
    base: old.status === 'fulfilled' ? old.value : undefined,
    ...(problem === undefined ? {} : { problem }),
    ...(earlier === undefined ? { affected: new Map(), removed: [] } : await effect),
  }
}

/** The baseline of the earlier state, of what was open: what was waived has to be covered by a waiver now, too. */
function openEntries(result: ScanResult | undefined): BaselineEntry[] {
  if (result === undefined) return []
  return entriesOf(
    result.report.findings.filter(({ status }) => status === 'open'),
    result.identities,
  )
}

/** The same scan of the earlier state. What did not exist then is not asked for. */
function baseOptions(folder: string, { root, paths }: ScanRoot, options: ScanOptions): ScanOptions {
  const cwd = options.cwd ?? process.cwd()
  const { thread: _thread, onProgress: _onProgress, shard: _shard, unread: _unread, scanner, ...rest } = options
  const { layouts: _layouts, ...earlier } = scanner ?? {}
  return {
    ...rest,
    ...(scanner === undefined ? {} : { scanner: earlier }),
    cwd: folder,
    root: folder,
    snapshotOf: root,
    paths: paths.filter((path) => existsSync(join(folder, path))),
    policies: (options.policies ?? []).map((path) => resolve(cwd, path)),
    outputs: (options.outputs ?? []).map((file) => toRelative(resolve(cwd, file), root)),
  }
}

function effectOf(
  [before, after]: [PlannedState, PlannedState],
  { same, settings, all }: Base & { settings: string[]; all: boolean },
): Effect {
  const isChanged = fileComparison(before.sources, after.sources, same)
  const { affected, removed } = affectedUnits(before, after, isChanged)
  const changed = all || [before, after].some(({ sources }) => settings.flatMap((path) => filesAt(path, sources)).some(isChanged))
  return { affected: changed ? 'all' : affected, removed }
}

/** Where configuration and policies lie that are not the same for both states, and decide about every unit; relative to the root. */
function settingsOf({ root }: ScanRoot, options: ScanOptions): string[] {
  if (options.settings !== undefined) return []
  const policies = (options.policies ?? []).map((path) => resolve(options.cwd ?? process.cwd(), path))
  return [
    settingsFolder,
    ...(options.config === undefined ? [] : [options.config]),
    ...policies.filter((path) => isInside(path, root)).map((path) => toRelative(path, root)),
  ]
}

/** Of the earlier state the affected units are judged too, as far as they were there, and those that are gone. */
function scopeBefore({ affected, removed }: Effect, units: PlannedUnit[]): Set<string> | undefined {
  if (affected === 'all') return undefined
  const gone = new Set(removed.map(({ id }) => id))
  return new Set(units.map(({ id }) => id).filter((id) => affected.has(id) || gone.has(id)))
}

/** Of a scope, the units in whose environments there are units of a part. */
function inPart(scope: Set<string> | undefined, units: PlannedUnit[], part: Part | undefined): Set<string> | undefined {
  if (part === undefined) return scope
  const beside = unitsBeside(part, units)
  return scope === undefined ? beside : beside.intersection(scope)
}

/** What was judged only because it shares an environment is for another part to tell. */
function ofPart(result: ScanResult, part: Part | undefined): ScanResult {
  if (part === undefined) return result
  return { ...result, report: { ...result.report, findings: result.report.findings.filter(({ unit }) => part.holds(unit)) } }
}

/** True when all that decides is in the commit, none of whose files has changed; a generator may list any file there is. */
function isAllKnown(plan: Plan, sources: SourceFiles, known: Base & { settings: string[] }): boolean {
  if (known.changed.size > 0) return false
  const inputs = plan.units.flatMap((unit) => [...unitInputs(unit, sources)])
  const settings = known.settings.flatMap((path) => filesAt(path, sources))
  return [...plan.allFiles(), ...inputs, ...settings].every((file) => known.same.has(file))
}
