import type { UnitSource } from '../../discover/sources.ts'
import { isJsonObject, listOf, textAt, valueAt } from '../../json.ts'
import { type Manifest, type Path, UserError } from '../../model.ts'
import type { ArgoContext } from './context.ts'
import { directorySource } from './directory.ts'
import { TemplateError, type TemplateJob } from './engine.ts'
import { buildVariables, expander } from './environment.ts'
import { Gap } from './gap.ts'
import { helmSource } from './helm.ts'
import { kustomizeSource } from './kustomize.ts'
import type { LocalRepository, Repositories } from './repository.ts'
import { type ArgoSource, sourceAt, withOverrides } from './source.ts'
import { sourceFolder } from './source-folder.ts'
import { toolsOf } from './tool.ts'

/** Where an Application is deployed; `server` or `name` tells the cluster. */
export interface ArgoDestination {
  server?: string
  name?: string
  namespace: string
}

/** An Application with what it deploys from this repository. */
export interface ArgoApplication {
  manifest: Manifest
  name: string
  /** Of the Application itself. */
  namespace: string
  project: string
  /** `<namespace>/<name>` of the ApplicationSet that generates it. */
  applicationSet?: string
  sources: UnitSource[]
  /** Folders (or chart folders) of the sources, relative to the root, in order, without repetition. */
  paths: string[]
  destination: ArgoDestination
  /** One for each source that has one. */
  targetRevisions: string[]
  /** Sources that are not among `sources`, and why. */
  gaps: Gap[]
}

export interface ApplicationOptions {
  context: ArgoContext
  repositories: Repositories
  ask: <T>(job: TemplateJob) => Promise<T>
  applicationSet?: string
}

/** Paths of the sources in an Application: what a source hydrator reads goes before `sources`, and those before `source`. */
export function sourcePaths({ object }: Manifest): Path[] {
  if (isJsonObject(valueAt(object, ['spec', 'sourceHydrator', 'drySource']))) return [['spec', 'sourceHydrator', 'drySource']]
  const several = listOf(valueAt(object, ['spec', 'sources']))
  if (several.length > 0) return several.map((_, i) => ['spec', 'sources', i])
  return isJsonObject(valueAt(object, ['spec', 'source'])) ? [['spec', 'source']] : []
}

/** Reads an Application. Never rejects for what the Application says: that is in `gaps`. */
export async function readApplication(manifest: Manifest, options: ApplicationOptions): Promise<ArgoApplication> {
  const { object, ref } = manifest
  const spec = (path: Path) => textAt(object, ['spec', ...path]) ?? ''
  const [server, name] = [spec(['destination', 'server']), spec(['destination', 'name'])]
  const sources = sourcePaths(manifest).map((path) => sourceAt(manifest, path))
  const application: ArgoApplication = {
    manifest,
    name: ref.name,
    namespace: ref.namespace,
    project: spec(['project']) || 'default',
    ...(options.applicationSet === undefined ? {} : { applicationSet: options.applicationSet }),
    sources: [],
    paths: [],
    destination: { ...(server && { server }), ...(name && { name }), namespace: spec(['destination', 'namespace']) },
    targetRevisions: sources.map(({ fields }) => textAt(fields, ['targetRevision']) ?? '').filter((revision) => revision !== ''),
    gaps: [],
  }
  if (sources.length === 0) application.gaps.push(new Gap('render-failed', 'The Application has no source.', { manifest, path: ['spec'] }))
  application.gaps.push(...operationGaps(manifest))
  const refs = referenced(sources, options.repositories)
  const read = await Promise.all(
    sources.map((source) =>
      readSource(source, { ...options, application, refs }).catch((error: unknown) => {
        if (error instanceof Gap) return error
        if (error instanceof TemplateError || error instanceof UserError) return new Gap('render-failed', error.message, source.at([]))
        throw error
      }),
    ),
  )
  for (const result of read) {
    if (result === undefined) continue
    if (result instanceof Gap) application.gaps.push(result)
    else {
      application.sources.push(result.source)
      if (!application.paths.includes(result.folder)) application.paths.push(result.folder)
    }
  }
  return application
}

/** Argo CD starts what `operation` says when the Application is applied, from sources of its own. */
function operationGaps(manifest: Manifest): Gap[] {
  const sync = valueAt(manifest.object, ['operation', 'sync'])
  return ['source', 'sources', 'manifests']
    .filter((key) => isJsonObject(sync) && sync[key] !== undefined && sync[key] !== null)
    .map((key) => {
      const message = 'The operation deploys something else than the sources of the Application, which was not judged: take it out.'
      return new Gap('unresolved-reference', message, { manifest, path: ['operation', 'sync', key] })
    })
}

function referenced(sources: ArgoSource[], repositories: Repositories): Map<string, LocalRepository | undefined> {
  const named = sources.filter(({ fields }) => (textAt(fields, ['ref']) ?? '') !== '')
  return new Map(named.map(({ fields }) => [textAt(fields, ['ref'])!, repositories.find(textAt(fields, ['repoURL']) ?? '')]))
}

interface SourceOptions extends ApplicationOptions {
  application: ArgoApplication
  refs: Map<string, LocalRepository | undefined>
}

/** What a source renders; undefined for one that only gives others its files. */
async function readSource(
  written: ArgoSource,
  { context, repositories, ask, application, refs }: SourceOptions,
): Promise<{ source: UnitSource; folder: string } | undefined> {
  const text = (key: string) => textAt(written.fields, [key]) ?? ''
  if (text('ref') !== '' && text('path') === '' && text('chart') === '') return undefined
  const { folder, repository } = sourceFolder(written, context, repositories)
  const source = withOverrides(written, folder, application.name, context.sources)
  const [tool, ...others] = toolsOf(source.fields, folder, context.sources)
  if (others.length > 0)
    throw new Gap(
      'render-failed',
      `The source has options of ${[tool, ...others].join(' and ')}; Argo CD takes one.`,
      source.at([others[0]!]),
    )
  if (tool === 'plugin')
    throw new Gap(
      'unresolved-reference',
      'A config management plugin renders this source, and only where Argo CD runs: what it gives is not judged.',
      source.at(['plugin']),
    )
  if (tool === 'directory') return { source: await directorySource(source, folder, context, ask), folder }
  const { name, project, destination } = application
  const { kubernetesVersion } = context
  const environment = { name, namespace: destination.namespace, project, kubernetesVersion, source: source.fields }
  const expand = await expander(source.fields, buildVariables(environment), ask)
  if (tool === 'kustomize') return { source: kustomizeSource(source, folder, { expand, context }), folder }
  const helm = { source, folder, repository, refs, application: name, namespace: destination.namespace, expand, context, ask }
  return { source: await helmSource(helm), folder }
}
