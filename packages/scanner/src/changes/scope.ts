import type { Manifest } from '../model.ts'
import type { Plan } from '../plan.ts'
import type { Preparation } from '../prepare.ts'
import type { ScanOptions, ScanResult } from '../scan.ts'

/** What a scan of a part, or of an earlier state, is told beside its other options. */
export interface ScanScope {
  /**
   * Asked with everything that would be deployed: ids of the units to render and judge, undefined for all. Relation rules see only those, so
   * units of one environment belong together.
   */
  scope?: (plan: Plan, preparation: Preparation) => Promise<Set<string> | undefined>
  /** The root is a commit of the repository that this folder lies in, written out: git tracks all that is there. */
  snapshotOf?: string
}

export type ScopedOptions = ScanOptions & ScanScope

/** A scan with the objects that were judged. */
export type ScopedResult = ScanResult & { manifests: Manifest[] }
