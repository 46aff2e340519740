import { matchesGlob, resolve } from 'node:path'
import { trackedAmong } from './discover/ignore.ts'
import type { PlannedUnit } from './discover/sources.ts'
import { isManifestName } from './discover/walk.ts'
import { cacheOf } from './engines/cache.ts'
import type { IndexedResource } from './evaluate/evaluator.ts'
import { toResources } from './evaluate/resource.ts'
import { overlookedDefinitions } from './gitops/overlooked.ts'
import type { Manifest, NotEvaluated, Unit } from './model.ts'
import { toRelative } from './paths.ts'
import { type Plan, planDeployment } from './plan.ts'
import type { Preparation } from './prepare.ts'
import type { ScanOptions } from './scan.ts'
import { environmentOf, type Part, splitUnits } from './shards/split.ts'

/** What would be deployed. */
export interface Collection {
  manifests: Manifest[]
  /** Units that hold something, by id. */
  units: Map<string, Unit>
  /** The Application, Flux Kustomization or HelmRelease of a unit, by unit id. */
  definitions: Map<string, Manifest>
  notEvaluated: NotEvaluated[]
  /** Files that were looked into, sorted. */
  files: string[]
  /** Number of units that were found, judged or not. */
  planned: number
  /** Number of units that were read or rendered. */
  rendered: number
  /** Only where the units are divided. */
  part?: Part
  /** Ends the engines; places of findings can be asked for until then. */
  close(): Promise<void>
}

/** Finds the units, reads or renders their objects, and hands each to the evaluator as soon as it is there. */
export async function collect(preparation: Preparation, options: ScanOptions): Promise<Collection> {
  const { evaluator } = preparation
  const resources: IndexedResource[] = []
  const { scope, onPlan, ...others } = options
  const collection = await collectManifests(preparation, {
    ...others,
    ...(scope === undefined ? {} : { scope: (plan) => scope(plan, preparation) }),
    ...(onPlan === undefined ? {} : { onPlan: (plan) => onPlan(plan, preparation) }),
    onUnit(unit, manifests, first) {
      const indexed = manifests.flatMap((manifest, i) => toResources(manifest, unit).map((resource) => ({ manifest: first + i, resource })))
      resources.push(...indexed)
      if (options.onlyTogether?.(unit.id) !== true) evaluator.judge(indexed)
    },
  })
  try {
    for (const group of byEnvironment(resources, collection.units)) evaluator.judgeTogether(group)
    const units = collection.rendered
    options.onProgress?.({ step: 'evaluate', done: units, total: units })
    return collection
  } catch (error) {
    await collection.close()
    throw error
  }
}

/** What units are found, read and rendered with. */
export type CollectPlace = Pick<Preparation, 'root' | 'paths' | 'sources' | 'config' | 'deadlineMs'>

export interface CollectOptions extends Omit<ScanOptions, 'scope' | 'onPlan'> {
  /** As those of a scan. */
  scope?: (plan: Plan) => Promise<Set<string> | undefined>
  onPlan?: (plan: Plan) => void
  /** Told the objects of each unit as soon as they are there; the first of them has the index `first` among all. */
  onUnit?: (unit: PlannedUnit, manifests: Manifest[], first: number) => void
}

/** The one way from paths to what would be deployed: finds the units, and reads or renders their objects. Nothing is judged. */
export async function collectManifests(place: CollectPlace, options: CollectOptions): Promise<Collection> {
  const progress = options.onProgress ?? (() => {})
  progress({ step: 'discover', done: 0, total: 0 })
  const plan = await planDeployment({
    ...place,
    unit: options.unit ?? 'auto',
    cache: cacheOf(options),
    leaveOut: earlierReports(place, options),
    ...(options.snapshotOf === undefined ? {} : { snapshotOf: options.snapshotOf }),
  })
  const { renderer } = plan
  try {
    options.onPlan?.(plan)
    const scope = await options.scope?.(plan)
    const part = options.shard === undefined ? undefined : splitUnits(plan.units, options.shard)
    const units = plan.units.filter(({ id }) => (scope?.has(id) ?? true) && (part?.holds(id) ?? true))
    const collection: Omit<Collection, 'files' | 'planned' | 'rendered' | 'close'> = {
      manifests: [],
      units: new Map(),
      definitions: new Map(),
      ...(part === undefined ? {} : { part }),
      notEvaluated: [...plan.notEvaluated, ...unreadOf(place, options)]
        .filter(({ unit }) => scope === undefined || unit === '' || scope.has(unit))
        .filter(({ unit }) => part?.holds(unit) ?? true),
    }
    let rendered = 0
    for await (const { unit, found } of renderer.render(units)) {
      progress({ step: 'read', done: ++rendered, total: units.length })
      collection.notEvaluated.push(...found.notEvaluated)
      const isFollowed = plan.followed.has(unit.id)
      collection.notEvaluated.push(...(await overlookedDefinitions(found.manifests, { isFollowed, sources: place.sources })))
      if (found.manifests.length === 0 && found.notEvaluated.length === 0) continue
      collection.units.set(unit.id, reported(unit))
      if (unit.definedBy !== undefined) collection.definitions.set(unit.id, unit.definedBy)
      const first = collection.manifests.length
      collection.manifests.push(...found.manifests)
      options.onUnit?.(unit, found.manifests, first)
    }
    return { ...collection, files: filesOf(collection, units), planned: plan.units.length, rendered, close: () => renderer.close() }
  } catch (error) {
    await renderer.close()
    throw error
  }
}

/** Reports that an earlier run left, relative to the root. What git tracks is deployed, whatever a report is to be called. */
export function earlierReports(
  { root, sources }: Pick<Preparation, 'root' | 'sources'>,
  { cwd = process.cwd(), outputs = [], snapshotOf }: Pick<ScanOptions, 'cwd' | 'outputs' | 'snapshotOf'>,
): string[] {
  const files = outputs.map((file) => toRelative(resolve(cwd, file), root))
  const mayHoldObjects = snapshotOf === undefined ? files.filter((file) => isManifestName(file) && sources.exists(file)) : []
  const tracked = new Set(trackedAmong(mayHoldObjects, root).files)
  return files.filter((file) => !tracked.has(file))
}

function unreadOf({ paths, config }: Pick<Preparation, 'paths' | 'config'>, { unread = [] }: Pick<ScanOptions, 'unread'>): NotEvaluated[] {
  const isBelow = (file: string) => paths.some((path) => path === '.' || file === path || file.startsWith(`${path}/`))
  const isExcluded = (file: string) =>
    (config.discover.exclude ?? []).some((glob) => matchesGlob(file, glob) || matchesGlob(`${file}/`, glob))
  return unread.filter(({ file }) => isBelow(file) && !isExcluded(file))
}

function reported({ sources: _sources, namespace: _namespace, definedBy: _definedBy, ...unit }: PlannedUnit): Unit {
  return unit
}

function filesOf({ manifests, notEvaluated }: Pick<Collection, 'manifests' | 'notEvaluated'>, units: PlannedUnit[]): string[] {
  const files = new Set([
    ...units.flatMap(({ sources }) => sources.flatMap((source) => (source.source === 'plain' ? source.files : []))),
    ...manifests.map(({ origin }) => origin.file),
    // one that was only named is no file that was read
    ...notEvaluated.filter(({ file, reason }) => reason !== 'excluded' || isManifestName(file)).map(({ file }) => file),
  ])
  files.delete('')
  return [...files].sort()
}

/** Units that declare the same destination are judged together by relation rules; a unit without one is its own environment. */
function byEnvironment(resources: IndexedResource[], units: Map<string, Unit>): IndexedResource[][] {
  return [...Map.groupBy(resources, ({ resource }) => environmentOf(units.get(resource.unit.id)!)).values()]
}
