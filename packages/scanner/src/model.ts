/**
 * The types that every part of the pipeline shares. Nothing here runs; a folder may import this file and what is left of it in the chain of
 * docs/architecture.md.
 */

import type { Trace } from './provenance/place.ts'
import type { WaiverReport } from './report/model.ts'

export type JsonPrimitive = string | number | boolean | null
export type Json = JsonPrimitive | Json[] | JsonObject
export type JsonObject = { [key: string]: Json }

/** A path into a JSON value: object keys and 0-based list indexes, e.g. `["spec", "containers", 0, "image"]`. */
export type Path = (string | number)[]

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const
export type Severity = (typeof severities)[number]

export const profiles = ['baseline', 'strict', 'all'] as const
/** `strict` includes `baseline`; `all` includes the opt-in rules too. */
export type Profile = (typeof profiles)[number]

export const languages = ['en', 'ko'] as const
export type Language = (typeof languages)[number]

/** A known fault of the user's input or configuration: printed as a sentence with its remedy, never as a stack trace. */
export class UserError extends Error {
  /** 2: wrong usage or configuration; 3: the scan could not be done. */
  readonly exitCode: 2 | 3
  constructor(message: string, options: { exitCode?: 2 | 3; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'UserError'
    this.exitCode = options.exitCode ?? 2
  }
}

/** What identifies an object in a cluster. `namespace` is the effective one, empty for cluster-scoped objects or when unknown. */
export interface ObjectRef {
  apiVersion: string
  kind: string
  namespace: string
  name: string
}

export type UnitKind =
  | 'directory'
  | 'file'
  | 'kustomization'
  | 'helm-chart'
  | 'argocd-application'
  | 'flux-kustomization'
  | 'flux-helm-release'

/** What is deployed together in one environment; see docs/architecture.md, "Words". */
export interface Unit {
  /** Stable and unique in a repository: the path of the unit, with `#<values file>` for one of several values sets of a chart. */
  id: string
  kind: UnitKind
  /** Folder or file of the unit, relative to the repository root, forward slashes, `.` for the root. */
  path: string
  /** Name of the environment (`production`, `staging`, `development` or the configuration's own), empty when unknown. */
  environment: string
  /** Units with the same non-empty destination share look-ups of relation rules. */
  destination: string
  /** Id of the unit whose objects define this one: the app of apps, the Flux Kustomization that holds a HelmRelease. */
  parent?: string
  /** The ApplicationSet that generates the Application: `<namespace>/<name>`. */
  applicationSet?: string
  /** The AppProject of an Application. */
  project?: string
  /** What the Application deploys, one for each source that has one; the working tree is judged in its place. */
  targetRevisions?: string[]
  /** `<namespace>/<name>` of the Flux objects of the same kind that must be ready before. */
  dependsOn?: string[]
  /** Flux leaves alone what is deployed now; it is judged nevertheless. */
  suspended?: boolean
}

/** How to get from a path in an object back to the repository. */
export type Origin =
  /** Plain YAML or JSON: exact positions. `itemPath` leads to the object inside the document (for an item of a `List`). */
  | { kind: 'file'; file: string; document: number; itemPath: Path }
  /**
   * Rendered: `file` is the template, the resource file that the object began as, or the kustomization that generated it; `trace` knows the
   * places of single fields.
   */
  | { kind: 'rendered'; file: string; trace?: Trace }
  /** Generated from a part of another object: an Application from `spec.template` of its ApplicationSet, where most fields have the same path. */
  | { kind: 'generated'; file: string; by: Manifest; prefix: Path; element?: Path }

/** One object of a unit. */
export interface Manifest {
  object: JsonObject
  ref: ObjectRef
  unit: string
  origin: Origin
}

/** How exact a location is: the field itself; the field is missing, so the key of its deepest existing parent; the document; the file. */
export type Precision = 'field' | 'parent' | 'document' | 'file'

/** 1-based lines and columns; `endColumn` is exclusive; columns count UTF-16 units (SARIF `columnKind: utf16CodeUnits`). */
export interface Region {
  startLine: number
  startColumn: number
  endLine: number
  endColumn: number
}

export interface Location extends Region {
  /** Relative to the repository root, forward slashes, not URI-encoded. */
  file: string
  precision: Precision
}

/**
 * What a related place is: another object of a relation rule; another line behind the same field (what a patch replaced, the template that
 * prints a value); what deploys the object (Application, generator).
 */
export type Relation = 'object' | 'source' | 'deployment'

/** Another place that has to do with a finding, with a sentence that says how. */
export interface RelatedLocation extends Location {
  relation: Relation
  message: string
}

/** What a rule gives, before positions, texts and governance. */
export interface RawFinding {
  ruleId: string
  /** Overrides the rule's severity (rows of the catalogue with more than one). */
  severity?: Severity
  /** Name of one of the rule's `variants`: another message. */
  variant?: string
  path: Path
  params: JsonObject
  /** Index into the manifests that were evaluated. */
  manifest: number
  related: { manifest: number; path: Path; message: string }[]
  /** Of a rule about images. */
  image?: RawImageFinding
}

/** What a rule about images found, in all places that run the image. */
export interface RawImageFinding {
  /** `registry/repository`, without tag and digest: the identity of the image across releases. */
  repository: string
  /** What was found, in the words of the scanner: `CVE-2024-1234`, the id of a secret's rule, the name of a licence. */
  check?: string
  /** What it was found in: a package (`npm:lodash`), a file. Part of the identity. */
  subject?: string
  /** Every object that it is about, the first included. */
  uses: { manifest: number; path: Path }[]
}

export type FindingStatus = 'open' | 'waived' | 'baseline'

/** An edit that would mend the finding, as a hint: a reporter shows it, nothing applies it unasked. */
export interface Fix {
  op: 'set' | 'remove'
  /** Where, in the object. */
  path: Path
  value?: Json
}

export interface Finding {
  ruleId: string
  severity: Severity
  message: string
  status: FindingStatus
  ref: ObjectRef
  unit: string
  path: Path
  location: Location
  related: RelatedLocation[]
  params: JsonObject
  /** sha256 hex over rule, unit, ref and normalised path, of images over rule, check, subject and repository; two findings never share one. */
  fingerprint: string
  /** What a scanner calls it: `CVE-2024-1234`, `DS-0002`. The SARIF rule is `<ruleId>/<check>`, and waivers may name it so. */
  check?: string
  /** Of a finding in an image: the repository, and every object that runs it, `ref` and `unit` of the finding included. Sorted. */
  image?: { repository: string; uses: { unit: string; ref: ObjectRef; file: string; line: number }[] }
  /** A statement of a VEX document says that it does not apply; the status is `waived`. */
  vex?: { status: 'not_affected' | 'fixed'; justification: string; author: string; document: string }
  fix?: Fix
  /** Of a waived finding: the waiver that covers it. */
  waiver?: Pick<WaiverReport, 'id' | 'reason' | 'owner' | 'approvedBy' | 'expiresAt'>
  /** Only where two states were compared: whether the earlier one has the finding too. */
  baselineState?: 'new' | 'unchanged' | 'absent'
}

/** Why something was not evaluated. The first group makes the verdict `error` by default, the second is only counted. */
export const blockingReasons = [
  'parse-failed',
  'render-failed',
  'unreadable',
  'too-large',
  'timeout',
  'rule-failed',
  'not-an-object',
  'outside-root',
  'image-not-scanned',
  'file-not-scanned',
] as const
export const countedReasons = [
  'remote-source',
  'unknown-value',
  'unresolved-reference',
  'unresolved-image',
  'image-partly-scanned',
  'excluded',
] as const
export type NotEvaluatedReason = (typeof blockingReasons)[number] | (typeof countedReasons)[number]

export interface NotEvaluated {
  file: string
  unit: string
  reason: NotEvaluatedReason
  message: string
  /** 1-based, where known. */
  line?: number
  column?: number
  ruleId?: string
}

export type Verdict = 'pass' | 'warn' | 'fail' | 'error'

/** What the process ends with; 2 is wrong usage or configuration. */
export const exitCodes: Record<Verdict, 0 | 1 | 3> = { pass: 0, warn: 0, fail: 1, error: 3 }

export interface Reason {
  code: string
  message: string
}

export interface RuleText {
  title: string
  description: string
  /** Template with `{placeholders}` filled from a finding's params. */
  message: string
  remediation: string
  /** Other messages of the same rule, by name. */
  variants?: Record<string, string>
}

export interface RuleParameter {
  default: Json
  description: string
  /** JSON Schema of the value. */
  schema: JsonObject
}

/** A row of `rules.json`, generated from the METADATA of a rule. */
export interface Rule extends RuleText {
  id: string
  domain: string
  /** Rego package below `data.rules`: `["pod_security", "privileged"]`. Empty for conftest rules. */
  package: string[]
  severity: Severity
  profile: 'baseline' | 'strict' | 'opt-in'
  /**
   * `image` rules judge one image and all that run it. `file` rules are METADATA alone: what a scanner says about files that are no Kubernetes
   * objects becomes findings of them.
   */
  scope: 'resource' | 'relation' | 'image' | 'file'
  /** Of rules about objects: `*` any object, `pods` every object with a pod template, else `Kind` or `group/Kind`. */
  kinds: string[]
  /** Relation rules: selectors of the objects that are only looked up. */
  reads: string[]
  /** The rule has a set `unknown` beside `findings`. */
  answersUnknown: boolean
  tags: string[]
  ko: RuleText
  /** Framework key (`nist_800_53`) to control ids. */
  frameworks: Record<string, string[]>
  equivalents: Record<string, string[]>
  params: Record<string, RuleParameter>
  fix?: { op: 'set' | 'remove'; value?: Json; field?: string }
  /** Where more is written, a path in this project's repository: `docs/rules/pod-security/privileged.md`. */
  docs?: string
}

export type * from './report/model.ts'
