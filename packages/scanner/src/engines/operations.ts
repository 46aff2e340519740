/** Requests and answers of the engines' operations; the Go side has the same fields. */
import type { Json, JsonObject } from '../model.ts'
import type { EngineFile } from './content.ts'

/** An error in a Rego file. `row` and `col` are 1-based, `col` counts bytes; without `file` it concerns the whole. */
export interface RegoDiagnostic {
  code: string
  message: string
  file?: string
  row?: number
  col?: number
  detail?: string
}

/** `rego.compile` */
export interface RegoCompileRequest {
  /** File name to source. */
  modules: Record<string, string>
  /** Paths below data, `a/b/c`; needed with `wasm` or `plan`. */
  entrypoints?: string[]
  /** In the form of OPA's capabilities.json; all of OPA's when absent. */
  capabilities?: JsonObject
  /** Unused imports and variables are errors too. */
  strict?: boolean
  /** Keeps calls of print(); otherwise they are erased. */
  print?: boolean
  annotations?: boolean
  wasm?: boolean
  plan?: boolean
}

/** A METADATA block: OPA's fields beside where it is. */
export interface RegoAnnotation {
  /** Package, or rule in its package, below data. */
  path: string[]
  file: string
  /** 1-based line of the package clause or rule that it belongs to. */
  row: number
  scope: 'package' | 'subpackages' | 'document' | 'rule'
  title?: string
  description?: string
  entrypoint?: boolean
  custom?: JsonObject
  [field: string]: unknown
}

/** When `diagnostics` has entries, they are all there is: errors of all files, sorted by place. */
export interface RegoCompileAnswer {
  diagnostics: RegoDiagnostic[]
  annotations?: RegoAnnotation[]
  /** Built-in functions that the policy asks its host for. */
  builtins?: string[]
  /** Base64. */
  wasm?: string
  plan?: Json
}

/** `rego.format` of `{ modules }` */
export interface RegoFormatAnswer {
  files: Record<string, { text?: string; diagnostics?: RegoDiagnostic[] }>
}

/** `helm.render`: what `helm template` takes. Overrides apply in this order of fields. */
export interface HelmRenderRequest {
  /** By path relative to the chart; subcharts in `charts/`. */
  files: Record<string, EngineFile>
  /** Values files, later ones win; `file` is for messages. */
  values?: { file: string; text: EngineFile }[]
  setJson?: string[]
  set?: string[]
  setString?: string[]
  setFile?: { key: string; text: EngineFile }[]
  setLiteral?: string[]
  /** Default `release-name`; or a template for it. */
  releaseName?: string
  nameTemplate?: string
  /** Default `default`. */
  namespace?: string
  isUpgrade?: boolean
  kubeVersion?: string
  /** Beside those that Helm knows. */
  apiVersions?: string[]
  includeCrds?: boolean
  skipSchema?: boolean
}

export interface HelmDocument {
  /** `<chart>[/charts/<subchart>...]/templates/<file>`. */
  template: string
  /** One YAML document; a CRD file as it is. */
  text: string
  /** Events of a hook. */
  hook?: string[]
  /** A hook of event `test`. */
  test?: boolean
  /** A file of `crds/`. */
  crd?: boolean
}

/** Documents in the order of `helm template`: CRDs, objects in order of installation, hooks. */
export interface HelmRenderAnswer {
  chart: { name: string; version: string; appVersion: string }
  documents: HelmDocument[]
}

/** `kustomize.build` */
export interface KustomizeBuildRequest {
  /** By path relative to the repository's root. */
  files: Record<string, EngineFile>
  directories: string[]
  /** Output of charts that an earlier answer asked for, by id. */
  charts?: Record<string, { documents: { template: string; text: string }[]; error?: string }>
}

/** Where an object of a build comes from; paths relative to the repository's root. Empty when it cannot be told. */
export interface KustomizeOrigin {
  /** The resource file, or a chart's template. */
  file?: string
  /** The file that configures a generator, and its kind. */
  configuredIn?: string
  configuredBy?: string
}

/** A chart that must be rendered before a directory can be built. */
export interface NeededChart {
  id: string
  /** The chart's folder. */
  path: string
  releaseName?: string
  nameTemplate?: string
  namespace?: string
  kubeVersion?: string
  apiVersions?: string[]
  includeCrds?: boolean
  skipHooks?: boolean
  skipTests?: boolean
  values: { file: string; text: string }[]
}

export interface KustomizeBuild {
  directory: string
  error?: { message: string; file?: string }
  charts?: NeededChart[]
  /** In the order of the output; their texts joined by `---\n` are what `kustomize build` prints. */
  objects: { yaml: string; origin: KustomizeOrigin }[]
}

export interface KustomizeBuildAnswer {
  builds: KustomizeBuild[]
}
