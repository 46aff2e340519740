import { setImmediate } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import type { PlannedUnit, UnitPlan } from '../discover/units.ts'
import { diskCache, type EngineCache } from '../engines/cache.ts'
import { type EngineClient, openEngine } from '../engines/client.ts'
import type { SourceFiles } from '../files.ts'
import { renderChart } from './helm.ts'
import { renderKustomizations } from './kustomize.ts'
import type { ObjectsFound } from './manifests.ts'
import { readPlain } from './plain.ts'

export interface RenderContext {
  plan: UnitPlan
  sources: SourceFiles
  config: Config
  /** Milliseconds for one rendering. */
  deadlineMs: number
  cache: EngineCache | undefined
  helm: EngineClient
}

/**
 * Gives the objects of every unit: charts and kustomizations are rendered in child processes while plain files are read here. The order
 * is that of the units, plain ones first.
 */
export async function* renderUnits(options: {
  plan: UnitPlan
  sources: SourceFiles
  config: Config
  cache: boolean
  deadlineMs: number
}): AsyncGenerator<{ unit: PlannedUnit; found: ObjectsFound }> {
  const cache = options.cache ? diskCache() : undefined
  const helm = openEngine('helm', { deadlineMs: options.deadlineMs, ...(cache === undefined ? {} : { cache }) })
  const context: RenderContext = { ...options, cache, helm }
  try {
    const { units } = options.plan
    const kustomizations = renderKustomizations(
      units.filter((unit) => unit.source === 'kustomization'),
      context,
    )
    const charts = new Map(units.filter((unit) => unit.source === 'chart').map((unit) => [unit.id, renderChart(unit, context)]))
    const rendered = new Map([...kustomizations, ...charts])
    // each is awaited below; a failure before that must not count as unhandled
    for (const found of rendered.values()) found.catch(() => {})
    for (const unit of units) {
      if (unit.source !== 'plain') continue
      yield { unit, found: readPlain(unit, options.sources) }
      // answers of the evaluation thread and of engines are looked at between units: reading must not make them late
      await setImmediate()
    }
    for (const unit of units) if (unit.source !== 'plain') yield { unit, found: await rendered.get(unit.id)! }
  } finally {
    await helm.close()
  }
}
