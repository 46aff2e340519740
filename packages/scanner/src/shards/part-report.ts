import { commitIfAnySync } from '../git/commits.ts'
import { findRepository } from '../git/repository.ts'
import type { ShardReport } from '../model.ts'
import type { Preparation } from '../prepare.ts'
import type { ScanOptions } from '../scan.ts'
import type { Part } from './split.ts'

/** What the report of one shard says of the whole, so that all of them can be joined without the sources. */
export function shardReport(found: {
  options: ScanOptions
  preparation: Preparation
  part: Part
  /** Units in all shards. */
  planned: number
  files: string[]
  held: number | undefined
}): ShardReport {
  const { options, preparation, part, planned, files, held } = found
  const commit = checkedOut(preparation.root)
  const { failOn, notEvaluated, minimumCoverage, profile, language } = preparation.config
  return {
    ...options.shard!,
    plan: part.plan,
    ...(commit === undefined ? {} : { commit }),
    scope: options.scope !== undefined ? 'change' : preparation.paths.includes('.') ? 'repository' : 'paths',
    units: planned,
    files,
    ...(held === undefined ? {} : { held }),
    settings: { failOn, notEvaluated, minimumCoverage, profile, language, gate: preparation.gate === 0 ? 'built-in' : 'own' },
  }
}

/** The commit of the repository that the root lies in, as a hash; undefined outside of git and before the first commit. */
export function checkedOut(root: string): string | undefined {
  const repository = findRepository(root)
  return repository === undefined ? undefined : commitIfAnySync(repository)
}
