/** What the parts of the Trivy driver share, and what they give to others. */
import type { Severity } from '../../model.ts'
import type { ScanFacts, ScannerInfo } from '../model.ts'

/** What Trivy is to look at; `files` needs no vulnerability database. */
export type TrivyPurpose = 'images' | 'files'

export interface TrivyOptions {
  /** What is scanned, absolute: neither a program nor a database is taken from inside of it. */
  root: string
  purposes: TrivyPurpose[]
  /** `YYYY-MM-DD` in UTC: the age of the database is counted to this day. */
  today: string
  /** A Trivy program in place of the one that `policy-gate trivy install` keeps; absolute. */
  program?: string
  /** Folder with `trivy.db` and `metadata.json` (or with a folder `db` that holds them), absolute. Default: the one that was downloaded. */
  database?: string
  /** The same for archives of Java (`trivy-java.db`). Without it an image with such archives is `incomplete`. */
  javaDatabase?: string
  /** Download the database when there is none, or it is older than a day. From this repository, or where Trivy publishes it. */
  download?: boolean
  databaseRepository?: string
  /** A Trivy server that finds the vulnerabilities in place of a database of our own. */
  server?: { url: string; token?: string }
  /** Days. Default: 5. */
  maximumDatabaseAge?: number
  /** Seconds for one scan. Default: 300. */
  timeout?: number
  /** MiB for one scan. Default: 3072. */
  memory?: number
  /** Scans at once; more are queued. Default: 2. */
  parallel?: number
  /** As in a scan: where installed programs, databases and remembered digests lie. */
  cacheDir?: string
  cache?: boolean
}

export type Finding = 'vulnerabilities' | 'secrets' | 'licenses'

export interface ScanImageOptions {
  find: Finding[]
  /** Layers (`sha256:<hex>`, uncompressed, from the lowest) of the base image, where the caller knows them from its registry. */
  baseLayers?: string[]
  signal?: AbortSignal
}

/** Types of files, by the words of Trivy's `--misconfig-scanners`. */
export type FileType = 'terraform' | 'cloudformation' | 'dockerfile' | 'azure-arm' | 'ansible' | 'kubernetes'

/** A file to scan. It is copied; nothing else of the repository is in the reach of Trivy. */
export interface FileToScan {
  /** Relative, forward slashes. */
  path: string
  content: Uint8Array
}

export interface ScanFilesOptions {
  types: FileType[]
  /** Values of Terraform variables (`*.tfvars`), paths among the files, the last one wins. They hold for all root modules of the call. */
  variables?: string[]
  /** Look for credentials as well. */
  secrets?: boolean
  signal?: AbortSignal
}

/** What a check says about a file. */
export interface Misconfiguration {
  /** `DS-0002`, `KSV-0017`; the older `DS002` and `AVD-DS-0002` are written so too. */
  id: string
  /** `dockerfile`, `terraform`, `kubernetes`… */
  type: string
  title: string
  message: string
  resolution: string
  severity: Severity
  url?: string
  /** The file, as it was given. */
  target: string
  /** 1-based, in the file as it was given. Absent where the check speaks of the whole file. */
  startLine?: number
  endLine?: number
  /** `aws_s3_bucket.logs`, where the check names one. */
  resource?: string
  status: 'fail' | 'pass' | 'exception'
}

export interface FileSecret {
  id: string
  severity: Severity
  title: string
  category: string
  file: string
  startLine: number
  endLine: number
}

export interface FileFacts {
  misconfigurations: Misconfiguration[]
  secrets: FileSecret[]
  /** Files that checks looked at, sorted; of a Terraform module the folder as well. What is neither here nor in `failed` was taken for none of the types. */
  scanned: string[]
  /** Files that could not be read as what they are, sorted. */
  failed: { file: string; message: string }[]
  /** Blocks of Terraform that no check looked at, for Trivy sees no instance of them; sorted. */
  unexpanded: UnexpandedBlock[]
}

export interface UnexpandedBlock {
  /** Folder of the root module, as the files were given. */
  root: string
  /** With the modules that lead to it: `module.a["x"].aws_s3_bucket.logs`; empty where the log does not say it. */
  address: string
  /** `unknown`: its for_each has no value that Trivy knows; `none`: Trivy counts 0. */
  instances: 'unknown' | 'none'
}

/** A Trivy that is ready to scan. Calls may overlap; at most `parallel` of them run at once. */
export interface Trivy {
  info: ScannerInfo
  /**
   * Scans an image in an OCI layout folder that holds exactly one image.
   * `sbom` is a CycloneDX document of its packages, to be judged again by scanSbom when the database is newer.
   * @throws ImageError with the cause
   */
  scanImage(layout: string, options: ScanImageOptions): Promise<{ facts: ScanFacts; sbom: string }>
  /** Vulnerabilities of the packages of an earlier scan; secrets and licences are not in it and stay empty. @throws ImageError */
  scanSbom(sbom: string, options?: { signal?: AbortSignal }): Promise<ScanFacts>
  /** @throws ImageError with the cause; a file that cannot be parsed is in `failed` instead */
  scanFiles(files: Iterable<FileToScan>, options: ScanFilesOptions): Promise<FileFacts>
  /** Ends what still runs and removes the temporary folders. */
  close(): Promise<void>
}
