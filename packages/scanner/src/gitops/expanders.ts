import type { Config } from '../config/config.ts'
import type { EngineClient } from '../engines/client.ts'
import type { SourceFiles } from '../files.ts'
import { findRepository, remoteUrls } from '../git/repository.ts'
import type { Manifest } from '../model.ts'
import { argoTemplates, expandArgo } from './argocd/index.ts'
import { openRepositories } from './argocd/repository.ts'
import { namespaceOf } from './candidates.ts'
import { expandFlux, repositoryHints } from './flux/index.ts'
import type { Expanders, Expansion } from './resolution.ts'

export interface ExpanderContext {
  /** Folder whose git remotes say which repository this is, absolute: the root, or what it is a copy of. */
  repository: string
  sources: SourceFiles
  config: Config
  /** All walked files, relative to the root. */
  files: string[]
  /** Renders the templates of ApplicationSets. */
  helm: EngineClient
}

/** What Argo CD and Flux make of their objects in this repository. */
export function expandersFor(context: ExpanderContext): Expanders {
  return { argo: (definitions) => argo(definitions, context), flux: (_definitions, objects) => flux(objects, context) }
}

async function argo(definitions: Manifest[], { repository, sources, config, files, helm }: ExpanderContext): Promise<Expansion> {
  const { kubernetesVersion, repositories, clusters } = config
  const { applications, notEvaluated } = await expandArgo(definitions, {
    sources,
    files,
    kubernetesVersion,
    repositories,
    clusters,
    remotes: remoteUrls(repository),
    prefix: findRepository(repository)?.prefix ?? '',
    template: argoTemplates(helm),
  })
  const nameOf = (server: string) => clusters.find((cluster) => cluster.server === server)?.name ?? server
  return {
    notEvaluated,
    deployments: applications.map(({ manifest, name, sources: own, destination, project, targetRevisions, notEvaluated: gaps }) => ({
      kind: 'argocd-application',
      manifest,
      namespace: namespaceOf(manifest),
      name,
      sources: own,
      targetNamespace: destination.namespace,
      cluster: destination.name ?? nameOf(destination.server ?? ''),
      project,
      targetRevisions,
      notEvaluated: gaps,
    })),
  }
}

async function flux(objects: Manifest[], { repository, sources, config }: ExpanderContext): Promise<Expansion> {
  const repositories = openRepositories({
    configured: config.repositories,
    remotes: remoteUrls(repository),
    prefix: findRepository(repository)?.prefix ?? '',
    hints: repositoryHints(objects, sources),
  })
  const units = await expandFlux(objects, {
    sources,
    localPath: (url, chart) => (chart === undefined ? repositories.find(url) : repositories.chart(url, chart)),
  })
  return {
    notEvaluated: [],
    deployments: units.map(({ destination, ...unit }) => ({ ...unit, cluster: destination })),
  }
}
