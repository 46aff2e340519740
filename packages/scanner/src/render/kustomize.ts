import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { posix } from 'node:path'
import { kustomizationNames, readKustomization } from '../discover/kustomization.ts'
import type { KustomizationSource, PlannedUnit } from '../discover/sources.ts'
import { openEngine } from '../engines/client.ts'
import type { EngineFile } from '../engines/content.ts'
import { EngineError } from '../engines/error.ts'
import { buildKustomizations } from '../engines/kustomizations.ts'
import { engineLocation } from '../engines/location.ts'
import { describeEngine } from '../engines/manifest.ts'
import type { KustomizeBuild } from '../engines/operations.ts'
import { version } from '../version.ts'
import { contents } from './contents.ts'
import { renderFailure } from './failure.ts'
import { readKustomizeMessage } from './kustomize-message.ts'
import type { ObjectsFound } from './manifests.ts'
import { renderedObjects } from './rendered.ts'
import type { RenderContext } from './renderer.ts'

/** A kustomization to build; `id` tells several of one unit apart. */
export interface KustomizationJob {
  id: string
  source: KustomizationSource
  unit: PlannedUnit
}

interface Job extends KustomizationJob {
  /** The kustomization file, for messages. */
  file: string
  files: Record<string, EngineFile>
  key: string
}

/** An engine that starts anew costs as much as several builds. */
const buildsPerEngine = 6

/**
 * Builds kustomizations with everything they use, as `kustomize build --enable-helm` does, without ever leaving the repository. Gives the
 * objects by the id of the job. Units that the cache does not know are built by a few engines, several in each.
 */
export function renderKustomizations(wanted: KustomizationJob[], context: RenderContext): Map<string, Promise<ObjectsFound>> {
  const found = new Map<string, Promise<ObjectsFound>>()
  const jobs: Job[] = []
  for (const { id, source, unit } of wanted) {
    const { folder } = source
    const file = kustomizationNames.map((name) => posix.join(folder, name)).find((path) => context.sources.exists(path)) ?? folder
    try {
      const files = contents([...kustomizationFiles(folder, context)].sort(), context.sources)
      const job = { id, source, unit, file, files, key: cacheKey(folder, files) }
      const known = context.cache?.get(job.key)
      if (known === undefined) jobs.push(job)
      else found.set(id, Promise.resolve(objectsOf(job, JSON.parse(known) as KustomizeBuild)))
    } catch (error) {
      found.set(id, Promise.resolve(renderFailure(error, { unit, file })))
    }
  }
  const engines = Math.max(1, Math.min(availableParallelism(), Math.ceil(jobs.length / buildsPerEngine)))
  for (let engine = 0; engine < engines; engine++) {
    const share = jobs.filter((_, index) => index % engines === engine)
    const builds = share.length === 0 ? Promise.resolve([]) : buildTogether(share, context)
    for (const [index, job] of share.entries()) {
      const objects = builds
        .then((all) => objectsOf(job, all[index]))
        .catch((error: unknown) => renderFailure(error, { unit: job.unit, file: job.file }))
      found.set(job.id, objects)
    }
  }
  return found
}

/**
 * Builds in one engine, each unit with its own files alone: what else is built, or kept in the cache, must not change what one gives. A
 * unit at fault (time, memory) costs only itself.
 */
async function buildTogether(jobs: Job[], context: RenderContext): Promise<(KustomizeBuild | EngineError)[]> {
  const kustomize = openEngine('kustomize', { deadlineMs: context.deadlineMs })
  const results: (KustomizeBuild | EngineError)[] = []
  try {
    for (const { files, source, key } of jobs) {
      try {
        const [build] = await buildKustomizations({ kustomize, helm: context.helm, files, directories: [source.folder] })
        if (build === undefined) throw new EngineError('crash', 'kustomize gave no answer')
        context.cache?.set(key, JSON.stringify(build))
        results.push(build)
      } catch (error) {
        if (!(error instanceof EngineError)) throw error
        results.push(error)
      }
    }
    return results
  } finally {
    await kustomize.close()
  }
}

function objectsOf({ unit, source, file }: Job, build: KustomizeBuild | EngineError | undefined): ObjectsFound {
  if (build === undefined) throw new EngineError('crash', 'kustomize gave no answer')
  if (build instanceof EngineError) throw build
  if (build.error !== undefined) {
    const { message, ...place } = readKustomizeMessage(build.error.message, source.folder)
    throw new EngineError('refused', message, { ...build.error, ...place })
  }
  const texts = build.objects.map(({ yaml, origin }) => ({ text: yaml, file: origin.file ?? origin.configuredIn ?? file }))
  return renderedObjects(texts, { unit, origin: (path) => ({ kind: 'rendered', file: path }) })
}

function cacheKey(folder: string, files: Record<string, EngineFile>): string {
  const { directory } = engineLocation()
  const engines = [describeEngine(directory, 'kustomize').sha256, describeEngine(directory, 'helm').sha256]
  return createHash('sha256')
    .update(JSON.stringify([...engines, version, folder, files]))
    .digest('hex')
}

/** The files a kustomization reads, with those of the kustomizations it uses. What does not exist is left to kustomize to report. */
function kustomizationFiles(folder: string, context: RenderContext): Set<string> {
  const files = new Set<string>()
  const seen = new Set<string>()
  // a base may lie beside what is scanned
  const kustomizationAt = (path: string) => context.plan.kustomizations.get(path) ?? readKustomization(path, context.sources)
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    const refs = kustomizationAt(path)
    if (refs === undefined) return
    for (const name of kustomizationNames) if (context.sources.exists(posix.join(path, name))) files.add(posix.join(path, name))
    for (const input of [...refs.inputs, ...refs.helpers, ...refs.data]) {
      if (kustomizationAt(input) !== undefined) visit(input)
      else if (context.sources.exists(input)) for (const file of listed(input, context)) files.add(file)
    }
    for (const chart of refs.charts) if (context.sources.exists(chart)) for (const file of context.sources.list(chart)) files.add(file)
  }
  visit(folder)
  return files
}

function listed(path: string, context: RenderContext): string[] {
  try {
    return context.sources.list(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error
    return [path]
  }
}
