import type { Base } from '../../scanner/src/changes/base.ts'
import { compareWithBase } from '../../scanner/src/changes/comparison.ts'
import { comparedReport } from '../../scanner/src/changes/report.ts'
import type { GitObjects } from '../../scanner/src/config/commit/objects.ts'
import { short } from '../../scanner/src/config/commit/settings.ts'
import type { GateChange, NotEvaluated } from '../../scanner/src/model.ts'
import { type Progress, type ScanOptions, type ScanResult, scan } from '../../scanner/src/scan.ts'
import type { Environment, Event, Inputs, Judgement, Log } from './model.ts'
import { installScanner, scannerOptions } from './scanner.ts'
import { type AbsentFiles, absentFiles } from './trust/absent-files.ts'
import { type Checkout, requireChange } from './trust/checkout.ts'
import { openComparison } from './trust/comparison.ts'
import { type Context, readContext } from './trust/context.ts'
import { changedGateFiles } from './trust/gate-files.ts'
import type { GitData } from './trust/git-data.ts'
import { refuseBroughtLayouts } from './trust/layouts.ts'
import { noticesOf } from './trust/notices.ts'
import { preview } from './trust/preview.ts'
import { replacedFiles } from './trust/report-places.ts'
import type { OpenedSettings } from './trust/settings.ts'
import { type NotCompared, type TrustStrings, trustStrings } from './trust/strings.ts'
import { unreadSubmodules } from './trust/submodules.ts'

export interface JudgeOptions {
  inputs: Inputs
  event: Event
  environment: Environment
  /** GitHub's API; undefined without a token. Only read from. */
  github: GitData | undefined
  log: Log
  /** Files that this run writes its reports to, absolute: what an earlier one left there is no input. */
  outputs?: string[]
  onProgress?: (progress: Progress) => void
}

/** What is known of the change before anything is judged. */
interface Case extends Omit<JudgeOptions, 'event'>, Context {
  base: Base | NotCompared | undefined
  /** What of the change is not there to be judged. */
  unread: NotEvaluated[]
  sparse: number
}

/**
 * Judges what is checked out, by the settings of the commit that it is to be merged into where the event has one, and compares it with that
 * commit as far as the clone allows. `report.settings` and `report.change` say what was used; the notices say what was not possible.
 * @throws UserError (2) for wrong inputs or settings, (3) where nothing can be judged: settings that cannot be read are never replaced
 */
export async function judgeChange(options: JudgeOptions): Promise<Judgement> {
  const context = await readContext(options)
  const { event, root, checkout, objects, bases, words } = context
  await refuseBroughtLayouts(options.inputs.scanner, { checkout, workspace: options.environment.workspace, words })
  if (bases.settings !== undefined) requireChange(event, checkout, words)
  await installScanner(options.inputs, { root, log: options.log })
  const opened = bases.settings === undefined ? undefined : await context.settingsOf(bases.settings)
  let base: Case['base']
  try {
    base = bases.compare === undefined ? undefined : await openComparison(root, bases.compare, checkout)
    // what is judged by its own settings is nobody's change
    const question = checkout === undefined || bases.settings === undefined ? undefined : { base: bases.settings, objects, words }
    const absent = question === undefined ? undefined : await unreadOf(checkout!, { ...question, outputs: options.outputs ?? [] })
    return await judged({ ...options, ...context, base, ...(absent ?? { unread: [], sparse: 0 }) }, opened)
  } finally {
    if (typeof base === 'object') base.close()
    opened?.close()
  }
}

/** What of the change is in the commit and cannot be judged from the work tree. */
async function unreadOf(
  checkout: Checkout,
  question: { base: string; objects: GitObjects; words: TrustStrings; outputs: string[] },
): Promise<AbsentFiles> {
  const { unread, sparse } = await absentFiles(checkout, question)
  return { unread: [...(await unreadSubmodules(checkout, question)), ...(await replacedFiles(checkout, question)), ...unread], sparse }
}

async function judged(found: Case, opened: OpenedSettings | undefined): Promise<Judgement> {
  const { inputs, event, bases, base, log, words } = found
  if (opened !== undefined) log.info((opened.settings.present ? words.usedSettings : words.usedDefaults)(short(opened.settings.commit)))
  const result = await judgeWith(found, {
    ...(opened && { settings: opened.settings }),
    ...(found.onProgress && { onProgress: found.onProgress }),
  })
  const gate = await gateChangeOf(found, result)
  const told = trustStrings[inputs.language ?? result.config.language]
  const notices = noticesOf({ inputs, event, bases, base, opened, gate, sparse: found.sparse, report: result.report, words: told })
  if (gate === undefined || 'unknown' in gate) return { ...result, notices }
  const problem = typeof base === 'string' ? { problem: told.notCompared(base, short(bases.compare ?? '')) } : {}
  const change = { ...(result.report.change ?? { base: bases.compare!, fixed: [], ...problem }), gate }
  return { ...result, report: { ...result.report, change }, notices }
}

/** Judges the working tree, compared with the base where there is one. */
async function judgeWith({ inputs, event, root, base, outputs, unread }: Case, more: ScanOptions): Promise<ScanResult> {
  const { failOn, profile, language, config, shard, images, infrastructure } = inputs
  const options: ScanOptions = {
    root,
    cwd: inputs.workingDirectory,
    paths: inputs.paths.length > 0 ? inputs.paths : [root],
    ...(failOn && { failOn }),
    ...(profile && { profile }),
    ...(language && { language }),
    ...(config !== undefined && { config }),
    ...(shard && { shard }),
    ...(images && { images: { scan: images } }),
    ...(infrastructure && { infrastructure: { scan: infrastructure } }),
    scanner: scannerOptions(inputs, event),
    ...(outputs && { outputs }),
    unread,
    ...(event.privileged && { cache: false }),
    ...more,
  }
  if (typeof base !== 'object') return await scan(options)
  const { changedOnly, newOnly } = inputs
  const comparison = await compareWithBase(base, { ...options, judge: changedOnly ? 'affected' : 'all', newOnly })
  return { ...comparison.head, report: comparedReport(comparison) }
}

/** Settings of the change could name registries of the network that the runner is in. */
const unscanned = { images: { scan: 'none' }, infrastructure: { scan: 'none' } } as const

/**
 * Whether the change touches what decides about it, and what its own settings would say. Both are shown and change nothing: what goes wrong
 * here is told.
 */
async function gateChangeOf(found: Case, { config }: ScanResult): Promise<GateChange | { unknown: string } | undefined> {
  const { event, bases, base, checkout, inputs, objects, settingsOf } = found
  if (bases.compare === undefined || event.name === 'push') return undefined
  const head = checkout?.head ?? event.sha
  let files: GateChange['files']
  try {
    const parted = typeof base === 'object' ? base.commit : bases.compare
    files = await changedGateFiles(objects, { base: parted, head, config: inputs.config })
  } catch (error) {
    return { unknown: error instanceof Error ? error.message : String(error) }
  }
  if (files.length === 0) return undefined
  if (bases.settings === undefined || event.privileged || !files.some(({ role }) => role === 'settings')) return { files }
  const words = trustStrings[inputs.language ?? config.language]
  const underHead = await preview(async (thread) => {
    const own = await settingsOf(head)
    try {
      const { report } = await judgeWith(found, {
        thread,
        settings: own.settings,
        evaluationTimeout: config.evaluationTimeout,
        ...unscanned,
      })
      return report
    } finally {
      own.close()
    }
  }, words)
  return { files, underHead }
}
