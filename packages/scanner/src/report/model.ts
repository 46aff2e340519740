/** The types of a report, which model.ts gives on to all. */
import type { Attachments, ImageProblem, ScannerInfo } from '../images/model.ts'
import type { Finding, Language, NotEvaluated, ObjectRef, Path, Profile, Reason, Rule, Severity, Unit, Verdict } from '../model.ts'

export interface Summary {
  files: number
  units: number
  objects: number
  /** Objects that no rule of an exemptible domain judged, because of `exemptNamespaces`. */
  exempted: number
  /** Open findings by severity. */
  findings: Record<Severity, number>
  waived: number
  baseline: number
  notEvaluated: number
}

/** What became of an entry of `.policy-gate/waivers.yaml`. */
export interface WaiverReport {
  id: string
  /** `unknown`: it covers nothing that was judged, but only a part of the repository was. */
  status: 'applied' | 'unused' | 'expired' | 'unknown'
  /** Findings that it covers, or would cover if it had not expired. */
  findings: number
  rules: string[]
  reason: string
  owner: string
  approvedBy: string[]
  /** Last day on which it holds, `YYYY-MM-DD`. */
  expiresAt: string
  ticket?: string
}

/** The result of a scan; `schemas/report.schema.json` is its published form. */
export interface Report {
  schemaVersion: '1'
  tool: { name: 'policy-gate'; version: string; policies: { digest: string; rules: number } }
  /** Only with `--now`. */
  generatedAt?: string
  verdict: Verdict
  reasons: Reason[]
  summary: Summary
  units: Unit[]
  findings: Finding[]
  notEvaluated: NotEvaluated[]
  /** By id; only where there is a file of waivers. */
  waivers?: WaiverReport[]
  /** Only where there is a baseline: findings it holds, and how many of them are gone, where the whole repository was judged. */
  baseline?: { entries: number; gone?: number }
  /** Only where configuration, waivers, baseline and policies are not those of what was scanned. */
  settings?: SettingsOrigin
  /** Only where two states were compared. */
  change?: ChangeReport
  /** Only where images were asked for. */
  images?: ImagesReport
  /** Only where files were given to a scanner. */
  infrastructure?: InfrastructureReport
  /** Only for a part of the units; `policy-gate merge` joins all parts. */
  shard?: ShardReport
}

/** Which images run, and what is known about each. */
export interface ImagesReport {
  /** Which were to be scanned: those that the base does not run, or all. */
  mode: 'changed' | 'all'
  /** Absent when nothing had to be scanned. */
  scanner?: ScannerInfo
  /** Dates of the catalogues that vulnerabilities were looked up in, `YYYY-MM-DD`; absent: not looked up, which is not the same as not listed. */
  exploits: { epss?: string; kev?: string }
  /** What had to be done in another way than was asked for: a credential that a registry refused. */
  notes?: string[]
  /** By repository, reference and platform. */
  images: ImageReport[]
}

export interface ImageReport {
  reference: string
  repository: string
  digest?: string
  /** `linux/amd64`. */
  platform?: string
  status: 'scanned' | 'unchanged' | 'not-scanned'
  /** Why it was not scanned, in a sentence and as a word. */
  problem?: string
  problemCode?: ImageProblem
  /** What hangs on it in its registry, where that was looked up. */
  attachments?: Attachments
  /** Vulnerabilities of all severities, whether or not a rule makes findings of them. */
  vulnerabilities?: number
  packages?: number
  uses: { unit: string; ref: ObjectRef; path: Path }[]
}

/** Terraform, Dockerfiles and other files that are no Kubernetes objects. */
export interface InfrastructureReport {
  mode: 'changed' | 'all'
  scanner?: ScannerInfo
  /** Files by type (`terraform`, `dockerfile`). */
  files: Record<string, number>
  /** What the scanner found in objects that rules of our own judge already, and is told by those only. */
  merged?: number
}

/** Which part of the units a report is about, and what joining the parts needs to know beside it. */
export interface ShardReport {
  /** 1-based. */
  index: number
  total: number
  /** `sha256:<hex>` of the units and of their division: parts of one whole have the same. */
  plan: string
  /** The commit that was checked out; only in a git repository. */
  commit?: string
  /** What was divided: everything, what is below some paths, or what a change can have an effect on. */
  scope: 'repository' | 'paths' | 'change'
  /** Units that were found, in all parts together. */
  units: number
  /** What `summary.files` counts. Files may belong to several parts. Sorted. */
  files: string[]
  /** Findings that the baseline holds, also those that a waiver covers; only where there is a baseline. */
  held?: number
  /** What decides about the verdict. */
  settings: ShardSettings
}

export interface ShardSettings {
  failOn: Severity | 'none'
  notEvaluated: 'error' | 'warn'
  minimumCoverage: number
  profile: Profile
  language: Language
  /** `own`: a verdict policy among the policies of the user. */
  gate: 'built-in' | 'own'
}

/** The commit that `.policy-gate` was read from. */
export interface SettingsOrigin {
  commit: string
  /** False: there is none in that commit, so the defaults hold, which are strict. */
  present: boolean
}

/** What a change does; findings of `Report.findings` are `new` or `unchanged` by their `baselineState`. */
export interface ChangeReport {
  /** Hash of the commit compared with. */
  base: string
  /** Findings that were open before and are gone, of units that were judged in both states. Sorted as findings are. */
  fixed: Finding[]
  /** Why the state before could not be judged; then `fixed` is empty and no finding has a `baselineState`. */
  problem?: string
  gate?: GateChange
}

/** The change touches what decides about it. */
export interface GateChange {
  /** Sorted by file. */
  files: GateFile[]
  /** What the settings of the change would say, which do not hold; a sentence where they cannot be used. Absent where no settings change. */
  underHead?: { verdict: Verdict; reasons: Reason[]; findings: Record<Severity, number> } | { problem: string }
}

export interface GateFile {
  file: string
  change: 'added' | 'changed' | 'removed'
  /** `settings`: read by the gate, from the base commit only. `workflow`: what runs or guards the gate, which GitHub takes from the change. */
  role: 'settings' | 'workflow'
}

/** What reporters need beside the report: the rules that were on, and the text of the files that findings point into. */
export interface ReportContext {
  rules: Rule[]
  language: Language
  /** Text of a repository file, or undefined when it cannot be read. */
  readSource(file: string): string | undefined
}

/** One file per format: gives the whole output as text. */
export type Reporter = (report: Report, context: ReportContext) => string
