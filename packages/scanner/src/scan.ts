import { type Collection, collect } from './collect.ts'
import type { Config, FailOn } from './config/config.ts'
import type { TrustedSettings } from './config/settings.ts'
import type { UnitMode } from './discover/units.ts'
import { type EvaluationThread, startEvaluationThread } from './evaluate/evaluation-thread.ts'
import type { SourceFiles } from './files.ts'
import { judgeGate } from './gate/verdict.ts'
import type { Identity } from './govern/baseline/entry.ts'
import type { EarlierFindings } from './govern/earlier.ts'
import { compareFindings, finishFindings } from './govern/findings.ts'
import { type Governance, govern, loadGovernance } from './govern/governance.ts'
import { compareGaps, notEvaluatedRules } from './govern/not-evaluated.ts'
import { type GovernanceTexts, governanceTexts, rootReader } from './govern/sources.ts'
import { summarize } from './govern/summary.ts'
import { dayOf } from './govern/waivers/dates.ts'
import type { ImageOptions, InfrastructureOptions, ScannerOptions } from './images/options.ts'
import {
  blockingReasons,
  type Language,
  type Manifest,
  type NotEvaluated,
  type Profile,
  type Report,
  type Rule,
  type Unit,
} from './model.ts'
import { compareText } from './order.ts'
import type { Plan } from './plan.ts'
import { type Preparation, prepare } from './prepare.ts'
import { partlyJudged, runScanners, type Scanned, scannedFiles, statementsOf } from './scanners.ts'
import { shardReport } from './shards/part-report.ts'
import type { Shard } from './shards/split.ts'
import { version } from './version.ts'

export interface ScanOptions {
  /** Files and folders to scan, relative to `cwd`; default: `cwd` itself. */
  paths?: string[]
  cwd?: string
  /** The repository root; default: see findRoot. */
  root?: string
  /** Overrides of the configuration. */
  failOn?: FailOn
  profile?: Profile
  language?: Language
  unit?: UnitMode
  /** Folders, bundles or modules of user policies beside `.policy-gate/policies`. */
  policies?: string[]
  /** Files that the reports will be written to, relative to `cwd`: what an earlier run left there is no input. */
  outputs?: string[]
  /** Date of the report, and the time that policies see; without it neither is in the output. */
  now?: Date
  /**
   * Waivers and baseline as texts, in place of the files of the root: those of the commit that a pull request goes to. What is missing here is
   * not there. Whether a waiver has expired is decided by the day (UTC) of `now`, or of the scan; nothing else of the clock is in a report.
   */
  governance?: GovernanceTexts
  /** Settings of a commit, which hold in place of those of the root: configuration, waivers, baseline, policies and their data. */
  settings?: TrustedSettings
  /** Configuration in place of `.policy-gate/config.yaml`, relative to the root. */
  config?: string
  /** Seconds for one evaluation or rendering, whatever the configuration says. */
  evaluationTimeout?: number
  /** What is known before not to be readable, below the paths: submodules that are not checked out. `discover.exclude` holds for it too. */
  unread?: NotEvaluated[]
  /** Asked for what an earlier state had, once the findings are known: those are as if they stood in the baseline. */
  earlier?: () => Promise<EarlierFindings | undefined>
  /** False: render and compile anew and keep nothing. */
  cache?: boolean
  /** Folder that results are kept in; default: see cacheFolder. */
  cacheDir?: string
  /** A thread that was started earlier; it is closed with the scan. */
  thread?: EvaluationThread
  /** Called with what is being done, for a progress line. */
  onProgress?: (progress: Progress) => void
  /**
   * Asked with everything that would be deployed: ids of the units to render and judge, undefined for all. Relation rules see only those, so
   * units of one environment belong together.
   */
  scope?: (plan: Plan, preparation: Preparation) => Promise<Set<string> | undefined>
  /** Told everything that would be deployed, before it is rendered. */
  onPlan?: (plan: Plan, preparation: Preparation) => void
  /** Asked after `scope`: true for a unit that is only looked at together with the others of its environment, by relation rules. */
  onlyTogether?: (unit: string) => boolean
  /** Render and judge only this part of the units; the report says so, and `mergeReports` joins those of all parts. */
  shard?: Shard
  /** The root is a commit of the repository that this folder lies in, written out: git tracks all that is there. */
  snapshotOf?: string
  /** Which images are scanned. */
  images?: ImageOptions
  /** Which files that are no Kubernetes objects are scanned. */
  infrastructure?: InfrastructureOptions
  /** What scans them. */
  scanner?: ScannerOptions
}

export interface Progress {
  step: 'discover' | 'read' | 'images' | 'files' | 'evaluate' | 'report'
  /** Units that are done, of all; of `images` images, of `files` files. */
  done: number
  total: number
}

export interface ScanResult {
  report: Report
  /** The rules that were on, by id. */
  rules: Rule[]
  config: Config
  /** Absolute; paths of the report are relative to it. */
  root: string
  sources: SourceFiles
  /** The objects that were judged. */
  manifests: Manifest[]
  /** What each finding is for a baseline, by its fingerprint. */
  identities: Map<string, Identity>
}

/**
 * The whole pipeline: finds the units below the paths, reads or renders their objects, evaluates the rules, and judges.
 * @throws UserError (2) for wrong usage or configuration, (3) when nothing can be judged at all
 */
export async function scan(options: ScanOptions = {}): Promise<ScanResult> {
  const thread = options.thread ?? startEvaluationThread()
  try {
    return await scanWith(thread, options)
  } finally {
    // nothing waits for it any more; the process need not either
    void thread.close()
  }
}

async function scanWith(thread: EvaluationThread, options: ScanOptions): Promise<ScanResult> {
  const preparation = await prepare(thread, options)
  const { settings, knownRules, config } = preparation
  const today = dayOf(options.now ?? new Date())
  const texts = options.governance ?? governanceTexts(rootReader(settings.root, settings.sources))
  const governance = await loadGovernance(texts, { rules: knownRules, today, language: config.language })
  const collection = await collect(preparation, options)
  try {
    const scanned = await runScanners(preparation, collection, { options, today })
    return await judge(preparation, collection, { thread, options, governance, scanned, today })
  } finally {
    await collection.close()
  }
}

interface JudgeContext {
  thread: EvaluationThread
  options: ScanOptions
  governance: Governance
  scanned: Scanned
  today: string
}

async function judge(
  preparation: Preparation,
  { manifests, units, definitions, notEvaluated, files, planned, part }: Collection,
  { thread, options, governance, scanned, today }: JudgeContext,
): Promise<ScanResult> {
  const { config, rules, sources, evaluator } = preparation
  const { images, infrastructure } = scanned
  if (images !== undefined) evaluator.judgeImages(images.images, { ...images.rules, today })
  const judgement = await evaluator.finish()
  options.onProgress?.({ step: 'report', done: units.size, total: units.size })
  const exemptions = {
    namespaces: new Set(config.exemptNamespaces),
    byRule: new Map(Object.entries(config.rules).map(([id, rule]) => [id, rule.exempt ?? []])),
  }
  const ofRules = await finishFindings(judgement.findings, {
    rules,
    manifests,
    exemptions,
    language: config.language,
    sources,
    definitions,
  })
  const found = [...ofRules.findings, ...(infrastructure?.findings ?? [])].sort(compareFindings)
  const identities = new Map([...ofRules.identities, ...(infrastructure?.identities ?? [])])
  const scannerGaps = [images, infrastructure].flatMap((part) => part?.notEvaluated ?? [])
  const ofManifests = notEvaluated.filter(({ file, reason }) => !(reason === 'excluded' && infrastructure?.files.has(file)))
  const gaps = [...ofManifests, ...scannerGaps, ...notEvaluatedRules(judgement, manifests)].sort(compareGaps)
  const complete =
    options.scope === undefined &&
    part === undefined &&
    preparation.paths.includes('.') &&
    !gaps.some(({ reason }) => (blockingReasons as readonly string[]).includes(reason))
  const whole = { allImages: images?.report.mode === 'all', allFiles: infrastructure?.report.mode === 'all' }
  const { findings, held, ...governed } = govern(found, governance, {
    identities,
    today,
    complete,
    ...whole,
    isPartly: partlyJudged(preparation.knownRules, whole),
    exists: sources.exists,
    earlier: await options.earlier?.(),
    vex: await statementsOf(preparation, scanned, identities),
  })
  // a change that affects nothing is not an empty repository
  const isPart = options.scope !== undefined || (part !== undefined && files.length === 0)
  const filesJudged = (isPart ? Math.max(files.length, planned) : files.length) + scannedFiles([infrastructure?.report ?? []].flat())
  const waivers = governed.waivers ?? []
  // a folder of files that holds manifests too is their unit
  const judged = new Map([...(infrastructure?.units ?? []).map((unit): [string, Unit] => [unit.id, unit]), ...units])
  const gateInput = {
    findings,
    waivers,
    notEvaluated: gaps,
    files: filesJudged,
    settings: config,
    language: config.language,
    images: images?.report,
    today,
    newOnly: options.earlier !== undefined,
  }
  const { verdict, reasons } = await judgeGate(gateInput, thread, preparation.gate)
  const report: Report = {
    schemaVersion: '1',
    tool: { name: 'policy-gate', version, policies: { digest: preparation.digest, rules: rules.size } },
    ...(options.now === undefined ? {} : { generatedAt: options.now.toISOString() }),
    verdict,
    reasons,
    summary: summarize({
      files: files.length,
      units: judged.size,
      objects: manifests.length,
      exempted: ofRules.exempted.size,
      findings,
      notEvaluated: gaps,
    }),
    units: [...judged.values()].sort((a, b) => compareText(a.id, b.id)),
    findings,
    notEvaluated: gaps,
    ...governed,
    ...(images === undefined ? {} : { images: images.report }),
    ...(infrastructure === undefined ? {} : { infrastructure: infrastructure.report }),
    ...(options.settings === undefined ? {} : { settings: { commit: options.settings.commit, present: options.settings.present } }),
    ...(part === undefined ? {} : { shard: shardReport({ options, preparation, part, planned, files, held }) }),
  }
  return {
    report,
    rules: [...rules.values()].sort((a, b) => compareText(a.id, b.id)),
    config,
    root: preparation.root,
    sources,
    manifests,
    identities,
  }
}
