import type { SourceFiles } from '../../files.ts'
import type { ConfiguredCluster, ConfiguredRepository } from './config.ts'
import type { TemplateJob, TemplateResult } from './engine.ts'

/** What the expansion of Applications and ApplicationSets may look at. */
export interface ArgoContext {
  sources: SourceFiles
  /** URLs of the git remotes of the work tree that the root belongs to. */
  remotes: string[]
  /** Path of the root below the top of its work tree; default: the root is the top. */
  prefix?: string
  repositories: ConfiguredRepository[]
  clusters: ConfiguredCluster[]
  /** All files of the repository but those that are ignored or excluded, relative to the root, sorted. */
  readonly files: string[]
  kubernetesVersion: string
  /** Answers a batch of jobs in order; see `argoTemplates`. */
  template(jobs: TemplateJob[]): Promise<TemplateResult[]>
}
