import type { Config } from '../config/config.ts'
import type { EngineClient } from '../engines/client.ts'
import type { SourceFiles } from '../files.ts'
import type { RepositoryIdentity } from '../git/repository.ts'
import type { Manifest } from '../model.ts'
import { argoTemplates, expandArgo } from './argocd/index.ts'
import { openRepositories } from './argocd/repository.ts'
import { namespaceOf } from './candidates.ts'
import { expandFlux, repositoryHints } from './flux/index.ts'
import type { Expanders, Expansion } from './resolution.ts'

export interface ExpanderContext {
  /** Which repository this is. */
  identity(): Promise<RepositoryIdentity>
  sources: SourceFiles
  config: Config
  /** All files of the repository but those that are ignored or excluded, relative to the root, sorted; asked for once. */
  allFiles(): string[]
  /** Renders the templates of ApplicationSets. */
  helm: EngineClient
}

/** What Argo CD and Flux make of their objects in this repository. */
export function expandersFor(context: ExpanderContext): Expanders {
  const { identity } = context
  // git answers while units are rendered; whoever needs to know waits for it
  identity().catch(() => {})
  let all: string[] | undefined
  const allFiles = () => {
    all ??= context.allFiles()
    return all
  }
  return {
    argo: async (definitions) => (definitions.length === 0 ? nothing : argo(definitions, { ...context, allFiles, ...(await identity()) })),
    flux: async (_definitions, objects) => flux(objects, { ...context, ...(await identity()) }),
  }
}

const nothing: Expansion = { deployments: [], notEvaluated: [] }

async function argo(
  definitions: Manifest[],
  { sources, config, allFiles, helm, remotes, prefix }: ExpanderContext & RepositoryIdentity,
): Promise<Expansion> {
  const { kubernetesVersion, repositories, clusters } = config
  const { applications, notEvaluated } = await expandArgo(definitions, {
    sources,
    get files() {
      return allFiles()
    },
    kubernetesVersion,
    repositories,
    clusters,
    remotes,
    prefix,
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

async function flux(objects: Manifest[], { sources, config, remotes, prefix }: ExpanderContext & RepositoryIdentity): Promise<Expansion> {
  const repositories = openRepositories({
    configured: config.repositories,
    remotes,
    prefix,
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
