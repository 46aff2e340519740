import type { Config } from '../config/config.ts'
import type { PlannedUnit, UnitPlan } from '../discover/units.ts'
import { diskCache } from '../engines/cache.ts'
import { type EngineClient, openEngine } from '../engines/client.ts'
import type { SourceFiles } from '../files.ts'
import { renderChart } from './helm.ts'
import { renderKustomization } from './kustomize.ts'
import type { ObjectsFound } from './manifests.ts'
import { readPlain } from './plain.ts'

export interface RenderContext {
  plan: UnitPlan
  /** Every file below the scanned paths. */
  files: string[]
  sources: SourceFiles
  config: Config
  engine(name: 'helm' | 'kustomize'): EngineClient
}

/** Gives the objects of every unit: charts and kustomizations rendered in child processes while plain files are read here. */
export interface Renderer {
  objects(): AsyncGenerator<{ unit: PlannedUnit; found: ObjectsFound }>
}

export function openRenderer(options: {
  plan: UnitPlan
  files: string[]
  sources: SourceFiles
  config: Config
  cache: boolean
  deadlineMs: number
}): Renderer {
  const engines = new Map<string, EngineClient>()
  const cache = options.cache ? diskCache() : undefined
  const engine = (name: 'helm' | 'kustomize'): EngineClient => {
    const known = engines.get(name) ?? openEngine(name, { deadlineMs: options.deadlineMs, ...(cache === undefined ? {} : { cache }) })
    engines.set(name, known)
    return known
  }
  const context: RenderContext = { ...options, engine }
  return {
    async *objects() {
      try {
        const rendered = options.plan.units
          .filter((unit) => unit.source !== 'plain')
          .map((unit) => ({
            unit,
            found:
              unit.source === 'chart'
                ? renderChart(unit, context)
                : renderKustomization(unit as PlannedUnit & { source: 'kustomization' }, context),
          }))
        // each is awaited below; a failure before that must not count as unhandled
        for (const { found } of rendered) found.catch(() => {})
        for (const unit of options.plan.units) if (unit.source === 'plain') yield { unit, found: readPlain(unit, options.sources) }
        for (const { unit, found } of rendered) yield { unit, found: await found }
      } finally {
        await Promise.all([...engines.values()].map((client) => client.close()))
      }
    },
  }
}
