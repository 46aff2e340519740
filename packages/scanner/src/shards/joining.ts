import { isBlocking } from '../blocking.ts'
import { compareGaps } from '../govern/not-evaluated.ts'
import { compareFindings } from '../govern/order.ts'
import { summarize } from '../govern/summary.ts'
import {
  type ChangeReport,
  type Finding,
  type FindingStatus,
  type GateChange,
  type Language,
  type NotEvaluated,
  type Reason,
  type Report,
  severities,
  type Verdict,
  type WaiverReport,
} from '../model.ts'
import { compareText } from '../order.ts'
import { scannedFiles } from '../scanners.ts'
import { joinImageFindings, joinImages, joinInfrastructure } from './images.ts'
import type { ShardText } from './validation.ts'

type ShardReports = [ShardText['report'], ...ShardText['report'][]]

/** A report without its verdict, which the gate gives afterwards. */
export interface Joined {
  report: Omit<Report, 'verdict' | 'reasons' | 'shard'>
  /** Files that may hold objects, as the gate counts them. */
  files: number
}

const statuses: FindingStatus[] = ['open', 'baseline', 'waived']
const verdicts: Verdict[] = ['pass', 'warn', 'fail', 'error']

/** The worst of some verdicts; an error is the worst. */
export function worstVerdict(given: Verdict[]): Verdict {
  return verdicts[Math.max(...given.map((verdict) => verdicts.indexOf(verdict)))]!
}

/** Joins the reports of all shards of one scan into what a scan of everything says. */
export function joinReports(reports: ShardReports): Joined {
  const [first] = reports
  const all = <T>(of: (report: ShardText['report']) => T[] | undefined): T[] => reports.flatMap((report) => of(report) ?? [])
  const sum = (of: (report: ShardText['report']) => number): number => reports.reduce((total, report) => total + of(report), 0)
  const { language } = first.shard.settings
  const findings = joinFindings(
    all((report) => report.findings),
    language,
  )
  const images = all(({ images: own }) => (own === undefined ? [] : [own]))
  const infrastructure = all(({ infrastructure: own }) => (own === undefined ? [] : [own]))
  const units = [...new Map(all((report) => report.units).map((unit) => [unit.id, unit])).values()].sort((a, b) => compareText(a.id, b.id))
  const notEvaluated = all((report) => report.notEvaluated).sort(compareGaps)
  const files = new Set(all(({ shard }) => shard.files)).size
  const complete = first.shard.scope === 'repository' && !notEvaluated.some(isBlocking)
  const times = reports.flatMap(({ generatedAt }) => generatedAt ?? []).sort((a, b) => Date.parse(a) - Date.parse(b))
  const [change, ...changes] = reports.flatMap((report) => report.change ?? [])
  return {
    report: {
      schemaVersion: '1',
      tool: first.tool,
      ...(times.length === reports.length ? { generatedAt: times.at(-1)! } : {}),
      summary: summarize({
        files,
        units: units.length,
        objects: sum(({ summary }) => summary.objects),
        exempted: sum(({ summary }) => summary.exempted),
        findings,
        notEvaluated,
      }),
      units,
      findings,
      notEvaluated,
      ...(first.waivers === undefined
        ? {}
        : {
            waivers: joinWaivers(
              reports.map(({ waivers }) => waivers ?? []),
              complete,
            ),
          }),
      ...(first.baseline === undefined
        ? {}
        : {
            baseline: joinBaseline(
              first.baseline.entries,
              sum(({ shard }) => shard.held ?? 0),
              complete,
            ),
          }),
      ...(images.length === 0 ? {} : { images: joinImages(images) }),
      ...(infrastructure.length === 0 ? {} : { infrastructure: joinInfrastructure(infrastructure) }),
      ...(first.settings === undefined ? {} : { settings: first.settings }),
      ...(change === undefined ? {} : { change: joinChanges([change, ...changes], { notEvaluated, language, findings }) }),
    },
    // as scan.ts counts
    files: (first.shard.scope === 'change' ? Math.max(files, first.shard.units) : files) + scannedFiles(infrastructure),
  }
}

/** Each fingerprint once; where parts disagree the finding counts as far as it can. */
function joinFindings(findings: Finding[], language: Language): Finding[] {
  const groups = Map.groupBy(findings, ({ fingerprint }) => fingerprint)
  const joined = [...groups.values()].map((same) => {
    const counted = same.reduce((heaviest, finding) => (weight(finding) < weight(heaviest) ? finding : heaviest))
    return same.length > 1 && counted.image !== undefined ? joinImageFindings(same, counted, language) : counted
  })
  return joined.sort(compareFindings)
}

/** The lower, the more it counts. */
function weight({ status, severity }: Finding): number {
  return statuses.indexOf(status) * severities.length + severities.indexOf(severity)
}

/** A waiver is unused only if no part has anything that it covers. */
function joinWaivers(lists: WaiverReport[][], complete: boolean): WaiverReport[] {
  return lists[0]!.map((waiver, i) => {
    const same = lists.map((list) => list[i]!)
    const findings = same.reduce((total, one) => total + one.findings, 0)
    const expired = same.some(({ status }) => status === 'expired')
    return { ...waiver, status: expired ? 'expired' : findings > 0 ? 'applied' : complete ? 'unused' : 'unknown', findings }
  })
}

function joinBaseline(entries: number, held: number, complete: boolean): Report['baseline'] {
  return { entries, ...(complete ? { gone: Math.max(0, entries - held) } : {}) }
}

function joinChanges(
  [first, ...others]: [ChangeReport, ...ChangeReport[]],
  { notEvaluated, language, findings }: { notEvaluated: NotEvaluated[]; language: Language; findings: Finding[] },
): ChangeReport {
  const changes = [first, ...others]
  // a file of no unit that cannot be read is told by the first part, and may be what findings of another part are gone with
  const unread = new Set(notEvaluated.filter(({ unit }) => unit === '').map(({ file }) => file))
  const still = new Set(findings.map(({ fingerprint }) => fingerprint))
  const problem = changes.find((change) => change.problem !== undefined)?.problem
  const gates = changes.flatMap(({ gate }) => gate ?? [])
  return {
    ...first,
    // what is gone from the images of one part is not mended as long as another part has it
    fixed: joinFindings(
      changes.flatMap(({ fixed }) => fixed),
      language,
    ).filter(({ location, fingerprint }) => !unread.has(location.file) && !still.has(fingerprint)),
    ...(problem === undefined ? {} : { problem }),
    ...(first.gate === undefined ? {} : { gate: { ...first.gate, ...joinUnderHead(gates) } }),
  }
}

/** What the settings of the change would say of all parts together; sentences keep the numbers of their own part. */
function joinUnderHead(gates: GateChange[]): Pick<GateChange, 'underHead'> {
  const heads = gates.flatMap(({ underHead }) => underHead ?? [])
  const problem = heads.find((head) => 'problem' in head)
  const judged = heads.flatMap((head) => ('problem' in head ? [] : head))
  const [first] = judged
  if (problem !== undefined || first === undefined) return problem === undefined ? {} : { underHead: problem }
  const findings = { ...first.findings }
  for (const severity of severities) findings[severity] = judged.reduce((total, head) => total + head.findings[severity], 0)
  const reasons = joinReasons(judged.flatMap((head) => head.reasons))
  return { underHead: { verdict: worstVerdict(judged.map(({ verdict }) => verdict)), reasons, findings } }
}

/** Each reason once, sorted as the gate sorts them. */
export function joinReasons(reasons: Reason[]): Reason[] {
  const distinct = new Map(reasons.map((reason) => [JSON.stringify([reason.code, reason.message]), reason]))
  return [...distinct.values()].sort((a, b) => compareText(a.code, b.code) || compareText(a.message, b.message))
}
