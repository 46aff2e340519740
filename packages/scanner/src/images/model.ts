/** What the parts of image scanning hand to each other: where images are named, what they are, what was found in them. */
import type { ContainerType } from '../evaluate/pods.ts'
import type { Json, ObjectRef, Path, Severity } from '../model.ts'
import type { ImageReference } from './reference.ts'

/** As OCI writes it: `linux`, `amd64`, and where it matters a variant (`v7`, `v8`). */
export interface Platform {
  os: string
  architecture: string
  variant?: string
}

/** What an image is to the object that names it. */
export type UseType =
  | ContainerType
  /** Step of a Tekton Task or template of an Argo Workflow. */
  | 'step'
  /** Volume with an image as its source. */
  | 'volume'
  /** Named by an annotation: a sidecar that something injects. */
  | 'annotation'
  /** Variable or argument that tells an operator what to run. */
  | 'environment'
  /** Field of an operator's object, or a path of the configuration. */
  | 'field'

/** One place where an object names an image. */
export interface ImageUse {
  /** Index into the manifests of the scan. */
  manifest: number
  unit: string
  environment: string
  ref: ObjectRef
  /** Of the field with the reference; of the mapping where name and tag stand in several fields. */
  path: Path
  type: UseType
  /** Name of the container, step, volume, annotation, variable or flag; the last key of the path for a field. */
  name: string
  image: ImageReference
  /** Platforms that the pod can be scheduled to by nodeSelector and required node affinity, sorted; empty when nothing is said. */
  platforms: Platform[]
  /** Of containers: what the pod and the container say, container first; absent when neither does. */
  runAsNonRoot?: boolean
  runAsUser?: number
  /** Of containers: an operator completes the pod, so what is missing says nothing. */
  partial?: true
}

/** What a registry says that a reference means, for one platform. */
export interface ResolvedImage {
  /** Normalised: `docker.io`, `library/nginx`. */
  registry: string
  repository: string
  tag?: string
  /** `sha256:<hex>` that the reference leads to: of the index, where there is one. */
  digest: string
  /** `sha256:<hex>` of the manifest of the platform; that of `digest` without an index. */
  manifest: string
  platform: Platform
  /** Sum of the compressed layers, in bytes. */
  size: number
  config: ImageConfig
}

/** From the configuration of the image (OCI image-spec, config.md); what is not written is absent. */
export interface ImageConfig {
  os?: string
  architecture?: string
  variant?: string
  /** RFC 3339. */
  created?: string
  user?: string
  labels?: Record<string, string>
  /** Of each layer, from the lowest: `sha256:<hex>` of its uncompressed archive. */
  layers: string[]
}

/** What hangs on an image in its registry. Presence only: nobody has verified a signature. */
export interface Attachments {
  signatures: number
  sboms: number
}

/** A known vulnerability of a package in an image. */
export interface Vulnerability {
  /** `CVE-2024-1234`, `GHSA-…`. */
  id: string
  severity: Severity
  /** Who said how severe it is: `nvd`, `ghsa`, a vendor. */
  severitySource?: string
  /** CVSS base score, 0 to 10: version 4 or 3, of the source of the severity where it has one. */
  score?: number
  package: string
  /** `alpine`, `debian`, `npm`, `gobinary`: the type that the scanner gives. */
  type: string
  /** Package URL without version and qualifiers of the version: `pkg:npm/lodash`. */
  purl?: string
  installed: string
  /** First versions without it, as the scanner writes them; absent when there is none. */
  fixed?: string
  /** `affected`, `fixed`, `will_not_fix`, `end_of_life`…: what the vendor says. */
  status?: string
  /** Files of the image that hold the package, sorted; empty for packages of the operating system. */
  paths: string[]
  title?: string
  url?: string
  /** `YYYY-MM-DD`. */
  published?: string
  modified?: string
  /** `sha256:<hex>` of the uncompressed layer; `base` when it belongs to the base image. */
  layer?: string
  base?: boolean
  weaknesses: string[]
  /** Known to be exploited (CISA): day it was listed. Only where a catalogue was given. */
  exploited?: { added: string; ransomware: boolean }
  /** Probability (0 to 1) of exploitation in the next 30 days, and the share of vulnerabilities that have a lower one (FIRST). */
  epss?: { score: number; percentile: number }
}

/** A credential in a file of an image; what was matched is masked by the scanner. */
export interface ImageSecret {
  id: string
  severity: Severity
  title: string
  file: string
  line?: number
  layer?: string
}

export interface ImageLicense {
  name: string
  category: string
  severity: Severity
  package: string
  file?: string
}

/** Why there is no result for an image. */
export type ImageProblem =
  /** The reference holds a placeholder. */
  | 'unresolved'
  | 'invalid-reference'
  /** The registry: does not have it, wants other credentials, wants to be asked less often, does not answer, answers wrongly. */
  | 'not-found'
  | 'unauthorized'
  | 'rate-limited'
  | 'unreachable'
  | 'invalid'
  | 'too-large'
  | 'offline'
  /** The scanner: missing, ended with an error, took too long, has no or too old a database, read only a part. */
  | 'scanner-missing'
  | 'scanner-failed'
  | 'timeout'
  | 'database'
  | 'incomplete'
  /** The configuration leaves it out. */
  | 'excluded'

/** What a scan found in one image: everything that stays the same as long as the image, the scanner and its database do. */
export interface ScanFacts {
  os?: { family: string; name: string; endOfLife: boolean }
  packages: number
  vulnerabilities: Vulnerability[]
  secrets: ImageSecret[]
  licenses: ImageLicense[]
  /** What could not be read or judged beside that, as sentences, sorted: a file that is broken, a release of a system that is too new. */
  unread?: string[]
}

/** An image that something runs, and what is known about it. Exactly what a rule about images sees, beside the uses. */
export interface ImageFacts {
  /** As written, where all uses write the same; else the first by text. */
  reference: string
  registry: string
  repository: string
  tag?: string
  digest?: string
  manifest?: string
  platform?: Platform
  size?: number
  config?: ImageConfig
  attachments?: Attachments
  scan?: ScanFacts
  /** Why `scan` is absent; the sentence says what to do. `unchanged`: the base has the same image, so it was not scanned. */
  problem?: { code: ImageProblem; message: string }
  unchanged?: true
  /** The lock file says another digest for this tag. */
  moved?: { from: string; to: string }
}

/** One image with everything that runs it. */
export interface UsedImage {
  image: ImageFacts
  uses: ImageUse[]
  /** The configuration names several platforms, so that a finding has to say on which of them it holds. */
  isPlatformTold?: true
}

/** What scanned, for every report: results mean nothing without it. */
export interface ScannerInfo {
  name: 'trivy'
  version: string
  /** Of the program; absent when a server scanned. */
  sha256?: string
  server?: string
  database?: { updatedAt: string; downloadedAt?: string; sha256?: string }
  javaDatabase?: { updatedAt: string }
  checks?: { digest: string }
}

/** Anything that JSON of other programs may hold. */
export type Foreign = Json | undefined
