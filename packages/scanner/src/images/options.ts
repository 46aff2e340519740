import type { ScanScope } from '../config/config.ts'

/** An image that a unit runs, as far as it is known without asking anybody: normalised reference, platform and environment. */
export interface RunningImage {
  unit: string
  key: string
}

/** What is said about images beside the configuration. */
export interface ImageOptions {
  /** Holds in place of `images.scan` of the configuration. */
  scan?: ScanScope
  /**
   * Asked where `changed` ones are scanned, with everything that runs: keys of those that another state runs too. Undefined: not known, so all
   * are scanned.
   */
  known?: (running: RunningImage[]) => Promise<ReadonlySet<string> | undefined>
  /** As `layouts`, of the other state: what this one runs under these references is another image, that of the registry. */
  rebuilt?: Record<string, string>
}

/** What is said about infrastructure beside the configuration. */
export interface InfrastructureOptions {
  /** Holds in place of `infrastructure.scan` of the configuration. */
  scan?: ScanScope
  /** True for a file that another state does not have in the same form; relative to the root. Absent: all files are scanned. */
  isChanged?: (file: string) => boolean
  /** Files that only the other state has: what lies beside them has changed. */
  removed?: Iterable<string>
}

/** Where Trivy and what it needs comes from. Never from the repository. */
export interface ScannerOptions {
  /** A program in place of the pinned version that was installed; absolute. */
  program?: string
  /** Base URL of a Trivy server, which has the vulnerability database. */
  server?: string
  /** Folder with `db/`, absolute, or the reference of a repository to download it from; default: Trivy's own. */
  database?: string
  /** Images that were built here and are in no registry yet: reference to the absolute path of an OCI layout (folder or archive), or of an SBOM (.json). */
  layouts?: Record<string, string>
  /** Ask no network: images are known by the lock file and by what was scanned before. */
  offline?: boolean
  /** Token of GitHub, for ghcr.io alone, in place of GITHUB_TOKEN of the process. */
  githubToken?: string
}
