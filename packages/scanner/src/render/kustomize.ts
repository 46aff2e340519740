import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { KustomizationSource, PlannedUnit } from '../discover/sources.ts'
import { openEngine } from '../engines/client.ts'
import type { EngineFile } from '../engines/content.ts'
import { EngineError } from '../engines/error.ts'
import { buildKustomizations } from '../engines/kustomizations.ts'
import { engineLocation } from '../engines/location.ts'
import { describeEngine } from '../engines/manifest.ts'
import type { KustomizeBuild, KustomizeBuildRequest } from '../engines/operations.ts'
import { kustomizeTraces } from '../provenance/kustomize.ts'
import { kustomizationFile } from '../provenance/kustomize-places.ts'
import type { TextIndex } from '../provenance/text-index.ts'
import { version } from '../version.ts'
import { digestedContents, fileDigests } from './contents.ts'
import { renderFailure } from './failure.ts'
import { kustomizationInputs } from './kustomization-inputs.ts'
import { readKustomizeMessage } from './kustomize-message.ts'
import type { LazyObjects } from './manifests.ts'
import { renderedObjects } from './rendered.ts'
import type { RenderContext } from './renderer.ts'

/** A kustomization to build; `id` tells several of one unit apart. */
export interface KustomizationJob {
  id: string
  source: KustomizationSource
  unit: PlannedUnit
}

interface Job extends KustomizationJob {
  /** The kustomization file, or what gives the kustomization: for messages, and for objects without a file of their own. */
  file: string
  /** What is to be built. @throws EngineError when it is not what the key stands for any more */
  files(): Record<string, EngineFile>
  /** Of the result in the cache; the map of its fields has its own. */
  key: string
}

/** An engine that starts anew costs as much as several builds. */
const buildsPerEngine = 6

/**
 * Builds kustomizations with everything they use, as `kustomize build --enable-helm` does, without ever leaving the repository. Gives the
 * objects by the id of the job. Units that the cache does not know are built by a few engines, several in each.
 */
export function renderKustomizations(wanted: KustomizationJob[], context: RenderContext): Map<string, Promise<LazyObjects>> {
  const found = new Map<string, Promise<LazyObjects>>()
  const jobs: Job[] = []
  const indexes = new Map<string, TextIndex>()
  const read = (job: Job, build: KustomizeBuild | EngineError | undefined) => objectsOf(job, build, { context, indexes })
  const failed = ({ unit, file }: Pick<Job, 'unit' | 'file'>, error: unknown): LazyObjects => {
    const failure = renderFailure(error, { unit, file })
    return () => failure
  }
  // overlays share most of their files
  const reader = digestedContents(context.sources)
  let engines: string[] | undefined
  for (const { id, source, unit } of wanted) {
    const file = kustomizationFile(source.folder, context.sources) ?? source.edit?.origins[0]?.field.manifest.origin.file ?? source.folder
    try {
      const inputs = [...kustomizationInputs(source, context.sources)].sort()
      engines ??= engineDigests()
      const key = cacheKey(source, { engines, digests: fileDigests(inputs, context.sources) })
      const known = context.builds.get(key) ?? kept(key, context)
      const files = () => filesOf(inputs, { key, source, engines: engines!, reader })
      const job = { id, source, unit, file, files, key }
      if (known === undefined) jobs.push(job)
      else found.set(id, Promise.resolve(read(job, known)))
    } catch (error) {
      found.set(id, Promise.resolve(failed({ unit, file }, error)))
    }
  }
  const builders = Math.max(1, Math.min(availableParallelism(), Math.ceil(jobs.length / buildsPerEngine)))
  for (let builder = 0; builder < builders; builder++) {
    const share = jobs.filter((_, index) => index % builders === builder)
    const builds = share.length === 0 ? Promise.resolve([]) : buildTogether(share, context)
    for (const [index, job] of share.entries()) {
      const objects = builds.then((all) => read(job, all[index])).catch((error: unknown) => failed(job, error))
      found.set(job.id, objects)
    }
  }
  return found
}

/** A build of an earlier run. Several units may be made of it. */
function kept(key: string, { cache, builds }: RenderContext): KustomizeBuild | undefined {
  const text = cache.get(key)
  if (text === undefined) return undefined
  const build = JSON.parse(text) as KustomizeBuild
  builds.set(key, build)
  return build
}

/** The files of a request. They were looked at before, for the key that the result is kept by. */
function filesOf(
  inputs: string[],
  {
    key,
    source,
    engines,
    reader,
  }: { key: string; source: KustomizationSource; engines: string[]; reader: ReturnType<typeof digestedContents> },
): Record<string, EngineFile> {
  const { files, digests } = reader(inputs)
  if (cacheKey(source, { engines, digests }) !== key)
    throw new EngineError('refused', 'files have changed while they were read: run it again')
  return files
}

/**
 * Builds in one engine, each unit with its own files alone: what else is built, or kept in the cache, must not change what one gives. A
 * unit at fault (time, memory) costs only itself.
 */
async function buildTogether(jobs: Job[], context: RenderContext): Promise<(KustomizeBuild | EngineError)[]> {
  const kustomize = openEngine('kustomize', { deadlineMs: context.deadlineMs })
  const results: (KustomizeBuild | EngineError)[] = []
  try {
    for (const { files: read, source, key } of jobs) {
      try {
        const { folder } = source
        const files = read()
        const [build] = await buildKustomizations({ kustomize, helm: context.helm, files, directories: [folder], ...additions(source) })
        if (build === undefined) throw new EngineError('crash', 'kustomize gave no answer')
        // the map is read only where something was found
        const { trace, ...result } = build
        if (trace !== undefined) context.cache.set(mapKey(key), trace)
        context.cache.set(key, JSON.stringify(result))
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

/** What a request says beside files and folder. */
function additions({ folder, edit, substitution }: KustomizationSource): Pick<KustomizeBuildRequest, 'edits' | 'substitutions'> {
  const values = Object.entries(substitution?.variables ?? {}).map(([name, { value }]) => [name, value] as const)
  return {
    ...(edit === undefined ? {} : { edits: { [folder]: edit.kustomization } }),
    ...(substitution === undefined
      ? {}
      : { substitutions: { [folder]: { variables: Object.fromEntries(values), strict: substitution.strict } } }),
  }
}

function objectsOf(
  job: Job,
  build: KustomizeBuild | EngineError | undefined,
  options: { context: RenderContext; indexes: Map<string, TextIndex> },
): LazyObjects {
  const { unit, source, file } = job
  if (build === undefined) throw new EngineError('crash', 'kustomize gave no answer')
  if (build instanceof EngineError) throw build
  if (build.error !== undefined) {
    const { message, ...place } = readKustomizeMessage(build.error.message, source.folder)
    throw new EngineError('refused', message, { ...build.error, ...place })
  }
  const { context, indexes } = options
  const { trace } = build
  const map = async () => trace ?? context.cache.get(mapKey(job.key)) ?? (await rebuilt(job, context))
  const traceOf = kustomizeTraces({ source, map, sources: context.sources, indexes })
  const existing = (path: string | undefined) => (path !== undefined && context.sources.exists(path) ? path : undefined)
  const texts = build.objects.map(({ yaml, origin }) => ({ text: yaml, file: origin.file ?? existing(origin.configuredIn) ?? file }))
  return renderedObjects(texts, {
    unit,
    origin: (path, { text, itemPath }) => ({ kind: 'rendered', file: path, trace: traceOf(text, itemPath) }),
  })
}

/** The map of a build whose result was kept longer than its map. */
async function rebuilt(job: Job, context: RenderContext): Promise<string> {
  const [build] = await buildTogether([job], context)
  if (build === undefined || build instanceof EngineError) throw build ?? new EngineError('crash', 'kustomize gave no answer')
  return build.trace ?? '{"sources":[],"chains":[[]],"objects":[]}'
}

function mapKey(key: string): string {
  return createHash('sha256').update(`${key}\nmap`).digest('hex')
}

/** What builds, for the keys of what it gives. */
function engineDigests(): string[] {
  const { directory } = engineLocation()
  return [describeEngine(directory, 'kustomize').sha256, describeEngine(directory, 'helm').sha256]
}

function cacheKey(
  source: KustomizationSource,
  { engines, digests }: { engines: string[]; digests: [file: string, digest: string][] },
): string {
  return createHash('sha256')
    .update(JSON.stringify([...engines, version, source.folder, additions(source), digests]))
    .digest('hex')
}
