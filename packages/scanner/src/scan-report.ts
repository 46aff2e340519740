import type { Collection } from './collect.ts'
import type { Found } from './found.ts'
import type { Governed } from './govern/governance.ts'
import { summarize } from './govern/summary.ts'
import type { Report, Unit } from './model.ts'
import { compareText } from './order.ts'
import type { Preparation } from './prepare.ts'
import type { ScanOptions } from './scan.ts'
import type { Scanned } from './scanners.ts'
import { shardReport } from './shards/part-report.ts'
import { version } from './version.ts'

/** All that a scan knows when it is done. */
export interface ScanState {
  preparation: Preparation
  collection: Collection
  options: ScanOptions
  scanned: Scanned
  found: Found
  governed: Governed
  judged: Pick<Report, 'verdict' | 'reasons'>
}

/** The report of a scan: what was found and how it was judged, in the order that every format keeps. */
export function scanReport(state: ScanState): Report {
  const { preparation, collection, options, found, judged } = state
  const { files, manifests, part, planned } = collection
  const { images, infrastructure } = state.scanned
  const { findings, held, ...governed } = state.governed
  const units = unitsOf(state)
  return {
    schemaVersion: '1',
    tool: { name: 'policy-gate', version, policies: { digest: preparation.digest, rules: preparation.rules.size } },
    ...(options.now === undefined ? {} : { generatedAt: options.now.toISOString() }),
    verdict: judged.verdict,
    reasons: judged.reasons,
    summary: summarize({
      files: files.length,
      units: units.length,
      objects: manifests.length,
      exempted: found.exempted,
      findings,
      notEvaluated: found.notEvaluated,
    }),
    units,
    findings,
    notEvaluated: found.notEvaluated,
    ...governed,
    ...(images === undefined ? {} : { images: images.report }),
    ...(infrastructure === undefined ? {} : { infrastructure: infrastructure.report }),
    ...(options.settings === undefined ? {} : { settings: { commit: options.settings.commit, present: options.settings.present } }),
    ...(part === undefined ? {} : { shard: shardReport({ options, preparation, part, planned, files, held }) }),
  }
}

/** A folder of files that holds manifests too is their unit. */
function unitsOf({ collection, scanned }: ScanState): Unit[] {
  const ofFiles = (scanned.infrastructure?.units ?? []).map((unit): [string, Unit] => [unit.id, unit])
  return [...new Map([...ofFiles, ...collection.units]).values()].sort((a, b) => compareText(a.id, b.id))
}
