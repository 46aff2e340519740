import type { Collection } from './collect.ts'
import type { Judgement } from './evaluate/evaluator.ts'
import type { Identity } from './govern/baseline/entry.ts'
import { exemptionsOf } from './govern/exemptions.ts'
import { finishFindings } from './govern/findings.ts'
import { compareGaps, notEvaluatedRules } from './govern/not-evaluated.ts'
import { compareFindings } from './govern/order.ts'
import type { Finding, NotEvaluated } from './model.ts'
import type { Preparation } from './prepare.ts'
import type { Scanned } from './scanners.ts'
import { translatedGaps } from './translation/translation.ts'

/** What rules and scanners say, before anything governs it. */
export interface Found {
  /** All open, sorted. */
  findings: Finding[]
  /** What each is for a baseline, by its fingerprint. */
  identities: Map<string, Identity>
  /** Number of objects that a rule leaves out by configuration. */
  exempted: number
  /** What could not be read, rendered, scanned or judged, sorted. */
  notEvaluated: NotEvaluated[]
}

/** Joins what the rules answered with what the scanners found. */
export async function findingsOf(judgement: Judgement, preparation: Preparation, collection: Collection, scanned: Scanned): Promise<Found> {
  const { rules, config, sources } = preparation
  const { manifests, definitions } = collection
  const { language } = config
  const ofRules = await finishFindings(judgement.findings, {
    rules,
    manifests,
    exemptions: exemptionsOf(config),
    language,
    sources,
    definitions,
  })
  const { findings: ofFiles = [], identities = [] } = scanned.infrastructure ?? {}
  return {
    findings: [...ofRules.findings, ...ofFiles].sort(compareFindings),
    identities: new Map([...ofRules.identities, ...identities]),
    exempted: ofRules.exempted.size,
    notEvaluated: await gapsOf(judgement, preparation, collection, scanned),
  }
}

async function gapsOf(
  judgement: Judgement,
  { rules, config: { language } }: Preparation,
  { manifests, notEvaluated }: Collection,
  { images, infrastructure }: Scanned,
): Promise<NotEvaluated[]> {
  const ofManifests = notEvaluated.filter(({ file, reason }) => !(reason === 'excluded' && infrastructure?.files.has(file)))
  const ofScanners = [images, infrastructure].flatMap((part) => part?.notEvaluated ?? [])
  const ofRules = notEvaluatedRules(judgement, manifests, { rules, language })
  return (await translatedGaps([...ofManifests, ...ofScanners, ...ofRules], language)).sort(compareGaps)
}
