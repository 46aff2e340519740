import { dayOf } from '../dates.ts'
import { startEvaluationThread } from '../evaluate/evaluation-thread.ts'
import { reasonCodes } from '../gate/reasons.ts'
import { judgeGate } from '../gate/verdict.ts'
import { type Reason, type Rule, UserError, type Verdict } from '../model.ts'
import { compareText } from '../order.ts'
import { type Preparation, prepare } from '../prepare.ts'
import type { ScanOptions, ScanResult } from '../scan.ts'
import { requireOneWhole } from './agreement.ts'
import { joinReasons, joinReports, worstVerdict } from './joining.ts'
import { checkedOut } from './part-report.ts'
import type { ReportText } from './reading.ts'
import { type ShardText, validateReport } from './validation.ts'

/** The reports of all shards; and, for texts of rules, excerpts and a gate policy of the user, the checkout that they were made in. */
export interface MergeOptions
  extends Pick<ScanOptions, 'cwd' | 'root' | 'config' | 'settings' | 'policies' | 'cache' | 'cacheDir' | 'thread'> {
  reports: ReportText[]
}

/**
 * Joins the JSON reports of all shards of a scan into one, and asks the gate about it. The result is that of the scan without shards, but
 * for `manifests` and `identities`, which are empty. Thresholds, profile and language are those that the shards were judged with.
 * @throws UserError (3) that names the report which is missing, broken, of another scan or there twice; (2) as `scan` does for settings
 */
export async function mergeReports(options: MergeOptions): Promise<ScanResult> {
  const { reports: texts, ...place } = options
  let { thread } = options
  try {
    const shards = texts.map(validateReport)
    requireOneWhole(shards)
    thread ??= startEvaluationThread()
    const reports = shards.map(({ report }) => report) as [ShardText['report'], ...ShardText['report'][]]
    const [first] = reports
    const { failOn, notEvaluated, minimumCoverage, profile, language } = first.shard.settings
    const preparation = await prepare(thread, { ...place, paths: place.root === undefined ? [] : [place.root], failOn, profile, language })
    requireSameRules(shards[0]!, preparation, options)
    requireSameCommit(shards[0]!, preparation)
    const config = { ...preparation.config, notEvaluated, minimumCoverage }
    const joined = joinReports(reports)
    const { findings, waivers, notEvaluated: gaps, images, generatedAt } = joined.report
    const today = dayOf(generatedAt === undefined ? new Date() : new Date(generatedAt))
    const facts = {
      findings,
      waivers: waivers ?? [],
      notEvaluated: gaps,
      files: joined.files,
      settings: config,
      language,
      images,
      scansFiles: joined.report.infrastructure !== undefined,
      today,
    }
    const judged = withOtherReasons(await judgeGate(facts, thread, preparation.gate), reports)
    return {
      report: { ...joined.report, ...judged },
      rules: rulesOf(preparation, findings),
      config,
      root: preparation.root,
      sources: preparation.sources,
      manifests: [],
      identities: new Map(),
    }
  } finally {
    void thread?.close()
  }
}

/** Rules and gate of this run have to be those of the shards: another gate could give another verdict. */
function requireSameRules({ name, report }: ShardText, { digest }: Preparation, { settings }: MergeOptions): void {
  if (settings !== undefined && report.settings?.commit !== settings.commit)
    throw new UserError(
      `${name} was judged with settings of ${report.settings?.commit ?? 'the working tree'}, not of ${settings.commit}: merge with the settings that the shards had.`,
      { exitCode: 3 },
    )
  if (report.tool.policies.digest !== digest)
    throw new UserError(
      `${name} was judged with other policies (${report.tool.policies.digest}) than there are here (${digest}): merge in a checkout of the same commit, with the same version, settings and --policy.`,
      { exitCode: 3 },
    )
}

/** Reports of an earlier commit say nothing of this one. Outside of git the reports alone have to agree. */
function requireSameCommit({ name, report }: ShardText, { root }: Preparation): void {
  const commit = checkedOut(root)
  if (commit !== undefined && report.shard.commit !== commit)
    throw new UserError(
      `${name} is about commit ${report.shard.commit ?? 'none'}, but ${commit} is checked out here: merge in a checkout of the same commit.`,
      { exitCode: 3 },
    )
}

/** What a shard was refused for beside the reasons that a gate policy gives for numbers (a policy that failed) holds for the whole. */
function withOtherReasons(
  judged: { verdict: Verdict; reasons: Reason[] },
  reports: ShardText['report'][],
): { verdict: Verdict; reasons: Reason[] } {
  const gate = reports[0]!.shard.settings.gate
  const isOther = ({ code }: Reason) => (gate === 'own' ? code === 'gate-failed' : !reasonCodes.has(code))
  const refused = reports.filter(({ reasons }) => reasons.some(isOther))
  if (refused.length === 0) return judged
  return {
    verdict: worstVerdict([judged.verdict, ...refused.map(({ verdict }) => verdict)]),
    reasons: joinReasons([...judged.reasons, ...refused.flatMap(({ reasons }) => reasons.filter(isOther))]),
  }
}

/** The rules that were on here, and those of findings whatever was on. */
function rulesOf({ rules, knownRules }: Preparation, findings: { ruleId: string }[]): Rule[] {
  const found = new Set(findings.map(({ ruleId }) => ruleId))
  const others = knownRules.filter(({ id }) => found.has(id) && !rules.has(id))
  return [...rules.values(), ...others].sort((a, b) => compareText(a.id, b.id))
}
