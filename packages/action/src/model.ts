/** The types that the parts of the action share. Nothing here runs. */
import type { FailOn, ScanScope } from '../../scanner/src/config/config.ts'
import type { Language, Profile, ReportContext } from '../../scanner/src/model.ts'
import type { ScanResult } from '../../scanner/src/scan.ts'

/** The inputs of `action.yml`, checked. What is undefined was not given, so that the configuration decides. */
export interface Inputs {
  /** Relative to the working directory; empty for the whole repository. */
  paths: string[]
  /** Configuration in place of `.policy-gate/config.yaml`, relative to the root of the repository. */
  config?: string
  /** Where configuration, waivers, baseline and policies are read from; undefined: `base` where there is one. */
  configSource?: 'base' | 'head'
  failOn?: FailOn
  /** `warn`: findings do not fail the job; an error does. */
  mode: 'enforce' | 'warn'
  profile?: Profile
  /** Judge only the units that the change can have an effect on. */
  changedOnly: boolean
  /** Only findings that the change adds can fail the gate. */
  newOnly: boolean
  /** `index` is 1-based. */
  shard?: { index: number; total: number }
  /** Folder or files of JSON reports of shards, to be merged instead of scanning; relative to the working directory. */
  merge: string[]
  /** Which images are scanned, and which files of infrastructure. */
  images?: ScanScope
  infrastructure?: ScanScope
  /** What they are scanned with. */
  scanner: ScannerInputs
  /** Where reports are written, relative to the working directory. */
  sarifFile: string
  jsonFile: string
  htmlFile: string
  uploadSarif: boolean
  comment: boolean
  summary: boolean
  annotations: boolean
  checkRun: boolean
  language?: Language
  /** Empty: no token, nothing is written to GitHub. */
  token: string
  /** Absolute. */
  workingDirectory: string
  /** Category of the SARIF run, and what tells comments and check runs of several gates apart. */
  category: string
  /** Everything is judged and written to files; what would be sent to GitHub is said in the log instead. */
  dryRun: boolean
}

export interface ScannerInputs {
  /** Ask no registry and download no database. */
  offline: boolean
  /** Download the pinned Trivy where it is missing, from a mirror where one is named. */
  install: boolean
  /** Images that the job has built: absolute path of an OCI layout or a bill of materials, by reference. */
  layouts?: Record<string, string>
  downloads?: string
  /** A Trivy program in its place; absolute, outside of the workspace. */
  program?: string
  /** A folder, absolute and outside of the workspace, or a repository to download it from. */
  database?: string
  /** Base URL. */
  server?: string
}

export interface PullRequest {
  number: number
  headSha: string
  /** Tip of the target branch when the event was sent. */
  baseSha: string
  /** The change comes from another repository. */
  fork: boolean
}

/** What the run was started for. */
export interface Event {
  /** `GITHUB_EVENT_NAME`. */
  name: string
  /** `GITHUB_SHA`: of a pull request the merge commit that GitHub made. */
  sha: string
  /** `GITHUB_REF`. */
  ref: string
  /** `GITHUB_REF` is a branch that GitHub says nothing protects: anybody who may push has written what is there. */
  unprotected?: boolean
  pullRequest?: PullRequest
  /** Another target branch was chosen for the pull request: the merge commit may still be that for the branch before. */
  retargeted?: boolean
  /** The commit that the change goes to, as the event has it; of a push the commit that the branch was at before. */
  baseSha?: string
  /** Of a `workflow_run`: what the run was for. Its branch and owner are somebody else's text. */
  run?: { headSha: string; owner: string; branch: string }
  /** Secrets and a token that may write are at hand while somebody else's text is judged: `pull_request_target`, `workflow_run`, `issue_comment`. */
  privileged: boolean
  /** The token can only read: a fork's or Dependabot's. */
  readOnly: boolean
  /** `GITHUB_ACTOR`. */
  actor: string
}

/** The runner and the GitHub that it belongs to. */
export interface Environment {
  /** Absolute. */
  workspace: string
  /** Without a slash at the end. */
  apiUrl: string
  serverUrl: string
  owner: string
  repo: string
  runId: string
  /** `GITHUB_WORKFLOW` and `GITHUB_JOB`. */
  workflow: string
  job: string
}

/** The one way to the log: what is written through it can be no workflow command. */
export interface Log {
  info(text: string): void
  /** As annotations of the step. */
  notice(text: string): void
  warning(text: string): void
  error(text: string): void
  /** Only with debug logging on. */
  debug(text: string): void
}

/** Something that people should know and that does not decide: what a missing permission keeps from being shown, what is off. */
export interface Notice {
  level: 'notice' | 'warning'
  /** Stable word for programs: `comment-not-permitted`. */
  code: string
  message: string
}

/** A scan of the change under the settings that hold for it; `report.change` and `report.settings` say what they are. */
export interface Judgement extends ScanResult {
  notices: Notice[]
}

/** What every surface gets. */
export interface Publication {
  judgement: Judgement
  context: ReportContext
  inputs: Inputs
  event: Event
  environment: Environment
  log: Log
}

/** What became of one way to show the result; a failure is told and never changes the verdict. */
export interface Published {
  state: 'done' | 'skipped' | 'failed'
  /** Address of what was made, where it has one. */
  url?: string
  /** What GitHub calls it, where there is something to ask for later: the upload of a SARIF file. */
  id?: string
  notices: Notice[]
}
