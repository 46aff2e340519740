import { setImmediate } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import { type PlannedUnit, recipe, type UnitSource } from '../discover/sources.ts'
import type { EngineCache } from '../engines/cache.ts'
import { type EngineClient, openEngine } from '../engines/client.ts'
import type { KustomizeBuild } from '../engines/operations.ts'
import type { SourceFiles } from '../files.ts'
import { renderChart } from './helm.ts'
import { type KustomizationJob, renderKustomizations } from './kustomize.ts'
import { joinObjects, type LazyObjects, type ObjectsFound, type TextTest } from './manifests.ts'
import { plainObjects } from './plain.ts'

export interface RenderContext {
  sources: SourceFiles
  config: Config
  /** Milliseconds for one rendering. */
  deadlineMs: number
  cache: EngineCache
  /** Kustomizations that the cache had, by their keys. */
  builds: Map<string, KustomizeBuild>
  helm: EngineClient
  /** For what charts give; kustomizations of the repository have engines of their own. */
  kustomize: EngineClient
}

export interface Renderer {
  /**
   * Gives the objects of every unit: charts and kustomizations are rendered in child processes while plain files are read here. The order
   * is that of the units, plain ones first. What was rendered before is not rendered again.
   * @param isWanted only the objects of texts that it says yes to, and nothing that is in the way of others
   */
  render(units: PlannedUnit[], isWanted?: TextTest): AsyncGenerator<{ unit: PlannedUnit; found: ObjectsFound }>
  /** What was rendered of a source of a unit, by the id that `sourcesOf` gives it. */
  rendered(id: string): Promise<LazyObjects> | undefined
  /** The engine that renders charts, for what else it can do. */
  helm: EngineClient
  close(): Promise<void>
}

/** What was rendered from another state of the files. */
export interface OtherState {
  renderer: Pick<Renderer, 'rendered'>
  /** Whether the unit reads the same in both states; what it is made of is compared here. */
  isSame(unit: PlannedUnit): boolean
}

export interface RendererOptions extends Omit<RenderContext, 'cache' | 'builds' | 'helm' | 'kustomize'> {
  /** Undefined: results are kept until the renderer is closed. */
  cache: EngineCache | undefined
  /** Where objects are taken from that are the same there. */
  other?: OtherState
}

/** Nothing is started before it is needed. */
export function openRenderer({ other, ...options }: RendererOptions): Renderer {
  const cache = options.cache ?? memoryCache()
  const helm = openEngine('helm', { deadlineMs: options.deadlineMs, cache })
  const kustomize = openEngine('kustomize', { deadlineMs: options.deadlineMs, cache })
  const context: RenderContext = { ...options, cache, builds: new Map(), helm, kustomize }
  const known = new Map<string, Promise<LazyObjects>>()

  /** Starts the rendering of what is not known yet. */
  const start = (units: PlannedUnit[]): void => {
    const jobs: KustomizationJob[] = []
    for (const { unit, source, id } of units.flatMap(sourcesOf)) {
      if (known.has(id)) continue
      const same = other?.renderer.rendered(id)
      if (same !== undefined && other!.isSame(unit)) known.set(id, same)
      if (known.has(id) || source.source === 'plain') continue
      if (source.source === 'kustomization') jobs.push({ id, source, unit })
      else known.set(id, renderChart(source, unit, context))
    }
    for (const [id, found] of renderKustomizations(jobs, context)) known.set(id, found)
    // each is awaited later; a failure before that must not count as unhandled
    for (const found of known.values()) found.catch(() => {})
  }
  const objectsOf = async (unit: PlannedUnit, isWanted?: TextTest): Promise<ObjectsFound> => {
    const sources = sourcesOf(unit).map(({ source, id }) => {
      const found = known.get(id) ?? Promise.resolve(plainObjects(source as UnitSource & { source: 'plain' }, unit, options.sources))
      known.set(id, found)
      return found
    })
    return joinObjects((await Promise.all(sources)).map((objects) => objects(isWanted)))
  }
  return {
    helm,
    rendered: (id) => known.get(id),
    async *render(units, isWanted) {
      start(units)
      const plain = (unit: PlannedUnit) => unit.sources.every(({ source }) => source === 'plain')
      for (const unit of units) {
        if (!plain(unit)) continue
        yield { unit, found: await objectsOf(unit, isWanted) }
        // answers of the evaluation thread and of engines are looked at between units: reading must not make them late
        await setImmediate()
      }
      for (const unit of units) if (!plain(unit)) yield { unit, found: await objectsOf(unit, isWanted) }
    },
    async close() {
      await Promise.all([helm.close(), kustomize.close()])
    },
  }
}

function sourcesOf(unit: PlannedUnit): { unit: PlannedUnit; source: UnitSource; id: string }[] {
  return unit.sources.map((source) => ({ unit, source, id: JSON.stringify([unit.id, unit.namespace, recipe(source)]) }))
}

/** Units are rendered twice where they lead to further ones, also when nothing may be kept on disk. */
function memoryCache(): EngineCache {
  const entries = new Map<string, string>()
  return { get: (key) => entries.get(key), set: (key, value) => void entries.set(key, value) }
}
