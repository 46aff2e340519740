import { isBlocking } from './blocking.ts'
import { type Collection, collect } from './collect.ts'
import type { Config, FailOn } from './config/config.ts'
import type { TrustedSettings } from './config/settings.ts'
import { dayOf } from './dates.ts'
import type { UnitMode } from './discover/units.ts'
import { type EvaluationThread, startEvaluationThread } from './evaluate/evaluation-thread.ts'
import type { Judgement } from './evaluate/evaluator.ts'
import type { SourceFiles } from './files.ts'
import { type Found, findingsOf } from './found.ts'
import { type GateInput, judgeGate } from './gate/verdict.ts'
import type { Identity } from './govern/baseline/entry.ts'
import type { EarlierFindings } from './govern/earlier.ts'
import { type Governance, type Governed, govern, loadGovernance } from './govern/governance.ts'
import { type GovernanceTexts, governanceTexts, rootReader } from './govern/sources.ts'
import type { ImageOptions, InfrastructureOptions, ScannerOptions } from './images/options.ts'
import type { Language, Manifest, NotEvaluated, Profile, Report, Rule } from './model.ts'
import { compareText } from './order.ts'
import type { Plan } from './plan.ts'
import { type Preparation, prepare } from './prepare.ts'
import { scanReport } from './scan-report.ts'
import { partlyJudged, runScanners, type Scanned, scannedFiles, statementsOf } from './scanners.ts'
import type { Shard } from './shards/split.ts'

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
  /** `YYYY-MM-DD` in UTC. */
  today: string
}

async function judge(preparation: Preparation, collection: Collection, context: JudgeContext): Promise<ScanResult> {
  const { config, rules, root, sources } = preparation
  const { thread, options, scanned, today } = context
  const judgement = await judgeRules(preparation, collection, context)
  const found = await findingsOf(judgement, preparation, collection, scanned)
  const governed = await governFound(found, preparation, collection, context)
  const gateInput: GateInput = {
    findings: governed.findings,
    waivers: governed.waivers ?? [],
    notEvaluated: found.notEvaluated,
    files: filesJudged(collection, scanned, options),
    settings: config,
    language: config.language,
    images: scanned.images?.report,
    scansFiles: scanned.infrastructure !== undefined,
    today,
    newOnly: options.earlier !== undefined,
  }
  const judged = await judgeGate(gateInput, thread, preparation.gate)
  return {
    report: scanReport({ preparation, collection, options, scanned, found, governed, judged }),
    rules: [...rules.values()].sort((a, b) => compareText(a.id, b.id)),
    config,
    root,
    sources,
    manifests: collection.manifests,
    identities: found.identities,
  }
}

/** Gives the images to the rules, as the objects were before, and waits for all answers. */
async function judgeRules(
  { evaluator }: Preparation,
  { units }: Collection,
  { options, scanned: { images }, today }: JudgeContext,
): Promise<Judgement> {
  if (images !== undefined) evaluator.judgeImages(images.images, { ...images.rules, today })
  const judgement = await evaluator.finish()
  options.onProgress?.({ step: 'report', done: units.size, total: units.size })
  return judgement
}

async function governFound(
  found: Found,
  preparation: Preparation,
  { part }: Collection,
  { options, governance, scanned, today }: JudgeContext,
): Promise<Governed> {
  const { identities, notEvaluated } = found
  const isWhole = options.scope === undefined && part === undefined && preparation.paths.includes('.')
  const scannedAll = { allImages: scanned.images?.report.mode === 'all', allFiles: scanned.infrastructure?.report.mode === 'all' }
  return govern(found.findings, governance, {
    identities,
    today,
    complete: isWhole && !notEvaluated.some(isBlocking),
    ...scannedAll,
    isPartly: partlyJudged(preparation.knownRules, scannedAll),
    exists: preparation.sources.exists,
    earlier: await options.earlier?.(),
    vex: await statementsOf(preparation, scanned, identities),
  })
}

/** Files as the gate counts them: a change that affects nothing is not an empty repository. */
function filesJudged({ files, planned, part }: Collection, { infrastructure }: Scanned, { scope }: ScanOptions): number {
  const isPart = scope !== undefined || (part !== undefined && files.length === 0)
  return (isPart ? Math.max(files.length, planned) : files.length) + scannedFiles([infrastructure?.report ?? []].flat())
}
