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

/** Where a chart of `helm.trace` lies. */
export interface HelmChartOrigin {
  /** `<chart>[/charts/<subchart>...]`, aliases in the place of names: the templates' names begin with it. */
  chart: string
  /** In the request: empty for the root chart; of a chart inside an archive the folder that the archive would unpack to. */
  folder: string
  /** The archive in the request that holds the chart. */
  archive?: string
  /** `import-values` of its dependencies; paths with dots, an empty `parent` is the top of the values. */
  imports?: { dependency: string; child: string; parent: string }[]
}

/** Where the bytes of documents come from: tables that refer to each other by index, -1 for none. Offsets count UTF-16 units. */
export interface HelmMap {
  /** Files of charts: `<chart>[/charts/<subchart>...]/templates/<file>`, and others that templates read. */
  templates: string[]
  /**
   * Index of the parent, and a key or index of an item; `true` as the last step means the key itself. The roots are `Values` (of the root
   * chart; those of subcharts stand below their name), `Release`, and for what a Chart.yaml says the chart.
   */
  paths: [number, string | number | true][]
  /** Lists of paths. */
  sets: number[][]
  /** Template, offset of the action, the next call inside. */
  calls: [number, number, number][]
  /** What conditions would have written: keys with their 0-based column in the template, and whether they print what they look at. */
  bodies: { keys: [string, number][]; prints: boolean }[]
  /**
   * Of each document: segments (start, length, template, offset, flags, and sets of the values that it carries, that were asked before, and
   * that conditions around it saw, call; flags: 1 byte for byte, 2 a literal inside an action), and gaps where nothing was written (offset,
   * template, offset of the action, set of the values that it saw, body).
   */
  documents: { segments: number[]; gaps: number[] }[]
}

/** `helm.trace`: takes what `helm.render` takes. The map belongs to these documents only. */
export interface HelmTraceAnswer extends HelmRenderAnswer {
  map: HelmMap
  charts: HelmChartOrigin[]
}

/** `kustomize.build` */
export interface KustomizeBuildRequest {
  /** By path relative to the repository's root. */
  files: Record<string, EngineFile>
  directories: string[]
  /** Output of charts that an earlier answer asked for, by id. */
  charts?: Record<string, { documents: { template: string; text: string }[]; error?: string }>
  /** Kustomizations that are built in place of those in a directory, by directory. */
  edits?: Record<string, JsonObject>
  /** Flux's `postBuild`, by directory: variables by name, and whether one without value and default is an error. */
  substitutions?: Record<string, { variables: Record<string, string>; strict: boolean }>
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
  /** Where their fields come from; `readKustomizeMap` reads it. Missing with `error` and `charts`. */
  trace?: string
}

export interface KustomizeBuildAnswer {
  builds: KustomizeBuild[]
}
