import type { ScanScope } from '../config/config.ts'
import type { FileSecret, FileToScan, FileType, Misconfiguration, UnexpandedBlock } from '../images/trivy/model.ts'
import type { NotEvaluated } from '../model.ts'

/** What is judged as a whole and kept as a whole: a file, a root module of Terraform with what it calls, an object of Kubernetes. */
export interface ScanItem {
  /** `secret`: a file that is searched for credentials. */
  type: FileType | 'secret'
  /** File or folder, relative to the root: what messages name it by. */
  path: string
  /** What the scanner is given; its paths count below a folder of the item's own. */
  files: FileToScan[]
  /** Paths among `files`, or folders of them, that the scanner must say that it has looked at. */
  expected: string[]
  /** Paths among `files` with values of Terraform variables, the last one wins. */
  variables?: string[]
}

/** What Trivy says about an item; files are paths of `ScanItem.files`. */
export interface ItemResult {
  /** Of checks that failed. */
  misconfigurations: Misconfiguration[]
  secrets: FileSecret[]
  /** Files that were not read, and why. */
  failed: { file: string; message: string }[]
  /** Blocks of Terraform of which the scanner saw no instance. */
  unexpanded: Omit<UnexpandedBlock, 'root'>[]
}

/** Items of files, and what is not among them. */
export interface FoundItems {
  items: ScanItem[]
  notEvaluated: NotEvaluated[]
}

/** Which files are scanned: all, or those that a change has to do with. */
export type InfrastructureMode = Exclude<ScanScope, 'none'>
