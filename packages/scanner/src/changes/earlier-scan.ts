import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ScanRoot } from '../discover/root.ts'
import type { PlannedUnit } from '../discover/sources.ts'
import { openFiles } from '../files.ts'
import { type BaselineEntry, entriesOf } from '../govern/baseline/entry.ts'
import type { EarlierFindings } from '../govern/earlier.ts'
import type { ImageOptions, InfrastructureOptions } from '../images/options.ts'
import { toRelative } from '../paths.ts'
import { type ScanOptions, type ScanResult, scan } from '../scan.ts'
import { type Part, splitUnits, unitsBeside } from '../shards/split.ts'
import type { Base } from './base.ts'
import type { Effect, States } from './states.ts'

/** The scan of the state before a change, which is started only where that state has to be looked at. */
export interface EarlierScan {
  start(): void
  /** Whether it was started. */
  started(): boolean
  /** Undefined where it was not started, or there was nothing of what is asked for. @throws UserError as `scan` does */
  result(): Promise<ScanResult | undefined>
  /** What was open then; undefined where that state cannot be judged. */
  findings(): Promise<EarlierFindings | undefined>
}

export interface EarlierScanOptions {
  base: Base
  /** Root and paths of the scan of the later state. */
  place: ScanRoot
  states: States
  /** Of the scan of the later state. */
  options: ScanOptions
  images: ImageOptions
  infrastructure: InfrastructureOptions
  /** Told when the scan is done, or what it failed with. */
  done(error?: unknown): void
}

/** Prepares the scan of the state before a change. */
export function earlierScan(given: EarlierScanOptions): EarlierScan {
  const { states } = given
  let running: Promise<ScanResult | undefined> | undefined
  return {
    start() {
      running ??= scanEarlier(given)
      // it is waited for when the later state is done
      running.catch(() => {})
    },
    started: () => running !== undefined,
    result: async () => running,
    async findings() {
      if (running === undefined) return { entries: [], isUnchanged: () => true }
      const { affected } = await states.effect
      if (states.problem() !== undefined) return undefined
      return { entries: openEntries(await running), isUnchanged: (unit) => unit !== '' && affected !== 'all' && !affected.has(unit) }
    },
  }
}

async function scanEarlier({ base, place, states, options, images, infrastructure, done }: EarlierScanOptions) {
  try {
    const folder = await base.layOut()
    const wanted = baseOptions(folder, place, options)
    if (wanted.paths?.length === 0) {
      states.before.resolve({ units: [], sources: openFiles(folder) })
      done()
      return undefined
    }
    // the earlier state is divided as the later one, or units would seem to come and go
    const part = async () => (options.shard === undefined ? undefined : splitUnits((await states.after.promise).units, options.shard))
    const result = await scan({
      ...wanted,
      images,
      infrastructure,
      async scope(plan, { sources }) {
        states.before.resolve({ units: plan.units, sources })
        return inPart(scopeBefore(await states.effect, plan.units), plan.units, await part())
      },
    })
    done()
    return ofPart(result, await part())
  } catch (error) {
    states.before.reject(error)
    done(error)
    throw error
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
