import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { settingsFolder } from '../config/settings.ts'
import { findRoot, type ScanRoot } from '../discover/root.ts'
import { filesAt, type SourceFiles } from '../files.ts'
import type { UserError } from '../model.ts'
import { isInside, toRelative } from '../paths.ts'
import type { Plan } from '../plan.ts'
import { type ScanOptions, type ScanResult, scan } from '../scan.ts'
import { type Base, openBase } from './base.ts'
import { earlierScan } from './earlier-scan.ts'
import { unitInputs } from './inputs.ts'
import { exchangeRunning } from './running.ts'
import { type Effect, openStates } from './states.ts'

export interface ComparisonOptions extends ScanOptions {
  /** What is judged after the change: what it can have an effect on (default), or everything. Of the state before it never more than that. */
  judge?: 'affected' | 'all'
  /** Findings that were open before are as if they stood in the baseline. Where the state before cannot be judged, all findings count. */
  newOnly?: boolean
}

/** Two scans of what a change can have an effect on. */
export interface Comparison extends Effect {
  /** The commit compared with, as a hash. */
  commit: string
  /** After the change: the working tree. */
  head: ScanResult
  /** Before it. Undefined when nothing can have changed, or when `problem` says why it could not be judged. */
  base: ScanResult | undefined
  /** Why the earlier state could not be judged at all (a configuration that was wrong then). All units count as affected then. */
  problem?: UserError
}

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
  const settings = settingsOf(place, options)
  // which units run an image that was built here is known only when they are rendered
  const rebuilt = options.scanner?.layouts ?? {}
  const isRebuilt = Object.keys(rebuilt).length > 0
  const states = openStates({ same: base.same, settings, all: isRebuilt })
  const running = exchangeRunning({
    isCompared: () => earlier.started(),
    async unchanged() {
      const { affected } = await states.effect
      return states.problem() === undefined ? (unit) => affected !== 'all' && !affected.has(unit) : undefined
    },
  })
  const infrastructure = { ...options.infrastructure, isChanged: (file: string) => !base.same.has(file) }
  const earlier = earlierScan({
    base,
    place,
    states,
    options: scanOptions,
    images: { ...options.images, known: running.before, rebuilt },
    infrastructure,
    done: (error) => running.done('before', error),
  })
  // both states are looked at together; where no file has changed, the earlier one only if it has to be
  if (base.changed.size > 0) {
    await base.layOut()
    earlier.start()
  }
  /** True where the earlier state has to be looked at. */
  const look = (plan: Plan, sources: SourceFiles): boolean => {
    if (!earlier.started() && !isRebuilt && isAllKnown(plan, sources, { ...base, settings })) return false
    earlier.start()
    states.after.resolve({ units: plan.units, sources })
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
            const { affected } = await states.effect
            return affected === 'all' ? undefined : new Set(affected.keys())
          },
        }),
    ...(newOnly ? { earlier: earlier.findings } : {}),
  })
  later.then(
    () => running.done('after'),
    (error) => {
      states.after.reject(error)
      running.done('after', error)
    },
  )
  const [head] = await Promise.allSettled([later])
  const [old] = await Promise.allSettled([earlier.result()])
  const problem = states.problem()
  if (head.status === 'rejected') throw head.reason
  if (old.status === 'rejected' && old.reason !== problem) throw old.reason
  return {
    commit: base.commit,
    head: head.value,
    base: old.status === 'fulfilled' ? old.value : undefined,
    ...(problem === undefined ? {} : { problem }),
    ...(earlier.started() ? await states.effect : { affected: new Map(), removed: [] }),
  }
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

/** True when all that decides is in the commit, none of whose files has changed; a generator may list any file there is. */
function isAllKnown(plan: Plan, sources: SourceFiles, known: Base & { settings: string[] }): boolean {
  if (known.changed.size > 0) return false
  const inputs = plan.units.flatMap((unit) => [...unitInputs(unit, sources)])
  const settings = known.settings.flatMap((path) => filesAt(path, sources))
  return [...plan.allFiles(), ...inputs, ...settings].every((file) => known.same.has(file))
}
