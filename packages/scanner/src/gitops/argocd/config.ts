/** An entry of `repositories:` in the configuration: content of another repository or registry that lies in this one. */
export interface ConfiguredRepository {
  /** Git repository, Helm repository or OCI registry, in any spelling of its URL. */
  url: string
  /** Only this chart of a Helm repository or registry; `path` is then the folder of the chart itself. */
  chart?: string
  /** Folder with the content, relative to the root: a vendored chart, a git submodule, a second checkout. `.` is the root itself. */
  path: string
}

/** An entry of `clusters:` in the configuration: a cluster that Argo CD knows, for the cluster generator. */
export interface ConfiguredCluster {
  name: string
  /** URL of the API server. */
  server: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
  /** The project that the cluster is scoped to. */
  project?: string
}
