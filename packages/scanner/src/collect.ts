import { matchesGlob, resolve } from 'node:path'
import { toRelative } from './discover/root.ts'
import { planUnits } from './discover/units.ts'
import { walk } from './discover/walk.ts'
import type { IndexedResource } from './evaluate/evaluator.ts'
import { toResources } from './evaluate/resource.ts'
import type { Manifest, NotEvaluated, Unit } from './model.ts'
import type { Preparation } from './prepare.ts'
import { renderUnits } from './render/renderer.ts'
import type { ScanOptions } from './scan.ts'

/** What would be deployed. */
export interface Collection {
  manifests: Manifest[]
  /** Units that hold something, by id. */
  units: Map<string, Unit>
  notEvaluated: NotEvaluated[]
  /** Number of files that were looked into. */
  files: number
}

/** Finds the units, reads or renders their objects, and hands each to the evaluator as soon as it is there. */
export async function collect(preparation: Preparation, options: ScanOptions): Promise<Collection> {
  const { root, paths, sources, config, evaluator, deadlineMs } = preparation
  const progress = options.onProgress ?? (() => {})
  progress({ step: 'discover', done: 0, total: 0 })
  const tree = walk(paths, { root, exclude: config.discover.exclude ?? [] })
  const outputs = new Set((options.outputs ?? []).map((file) => toRelative(resolve(options.cwd ?? process.cwd(), file), root)))
  const inputs = tree.files.filter((file) => !outputs.has(file))
  const environments = config.environments.map(({ name, paths: globs }) => ({
    name,
    // `overlays/prod/**` means the folder itself too
    matches: (path: string) => globs.some((glob) => matchesGlob(path, glob) || matchesGlob(`${path}/`, glob)),
  }))
  const plan = planUnits(inputs, { mode: options.unit ?? 'auto', sources, environments })
  const rendered = renderUnits({ plan, sources, config, cache: options.cache ?? true, deadlineMs })

  const manifests: Manifest[] = []
  const resources: IndexedResource[] = []
  const units = new Map<string, Unit>()
  const notEvaluated = [...tree.notEvaluated, ...plan.notEvaluated]
  let done = 0
  for await (const { unit, found } of rendered) {
    progress({ step: 'read', done: ++done, total: plan.units.length })
    notEvaluated.push(...found.notEvaluated)
    if (found.manifests.length === 0 && found.notEvaluated.length === 0) continue
    const { id, kind, path, environment, destination } = unit
    units.set(id, { id, kind, path, environment, destination })
    const indexed = found.manifests.flatMap((manifest, i) =>
      toResources(manifest, unit).map((resource) => ({ manifest: manifests.length + i, resource })),
    )
    manifests.push(...found.manifests)
    resources.push(...indexed)
    evaluator.judge(indexed)
  }
  for (const group of byEnvironment(resources, units)) evaluator.judgeTogether(group)
  progress({ step: 'evaluate', done, total: plan.units.length })
  const files = new Set([
    ...plan.units.flatMap((unit) => (unit.source === 'plain' ? unit.files : [])),
    ...manifests.map(({ origin }) => origin.file),
    ...notEvaluated.map(({ file }) => file).filter((file) => file !== ''),
  ])
  return { manifests, units, notEvaluated, files: files.size }
}

/** Units that declare the same destination are judged together by relation rules; a unit without one is its own environment. */
function byEnvironment(resources: IndexedResource[], units: Map<string, Unit>): IndexedResource[][] {
  const key = ({ resource }: IndexedResource) => {
    const destination = units.get(resource.unit.id)?.destination ?? ''
    return destination === '' ? `unit ${resource.unit.id}` : `destination ${destination}`
  }
  return [...Map.groupBy(resources, key).values()]
}
