import { posix } from 'node:path'
import { isProblem, type SourceFiles } from '../files.ts'
import { isJsonObject, listOf } from '../json.ts'
import type { Json, JsonObject } from '../model.ts'
import { readDocuments } from '../parse/index.ts'

/** File names that kustomize takes for a kustomization, in its order (kustomize api/konfig). */
export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** What a kustomization names in its own repository; paths are relative to the repository root. */
export interface KustomizationRefs {
  /** Files or folders with objects or further kustomizations: `resources`, `bases`, `components`, `crds`. */
  inputs: string[]
  /** Files that change objects: patches, replacements, transformers. */
  helpers: string[]
  /** Files whose content is only data: generators' sources, values files. */
  data: string[]
  /** Local folders of charts named by `helmCharts`. */
  charts: string[]
  /** `kind: Component`: it changes what others build and builds nothing by itself. */
  component: boolean
}

/** What was read already: planning, rendering and comparing ask for the same folders. */
const read = new WeakMap<SourceFiles, Map<string, KustomizationRefs | undefined>>()

/** The kustomization of a folder, or undefined when there is none. One that cannot be read has no references: building it says why. */
export function readKustomization(folder: string, sources: SourceFiles): KustomizationRefs | undefined {
  const known = read.get(sources) ?? new Map<string, KustomizationRefs | undefined>()
  read.set(sources, known)
  if (!known.has(folder)) {
    const { other } = sources
    const isSame = other !== undefined && possibleFiles(folder).every(other.isSame)
    known.set(folder, isSame ? readKustomization(folder, other.sources) : readRefs(folder, sources))
  }
  return known.get(folder)
}

function possibleFiles(folder: string): string[] {
  return kustomizationNames.map((name) => posix.join(folder, name))
}

function readRefs(folder: string, sources: SourceFiles): KustomizationRefs | undefined {
  const file = possibleFiles(folder).find((path) => sources.exists(path))
  if (file === undefined) return undefined
  const text = sources.text(file)
  const document = isProblem(text) ? undefined : readDocuments(text).documents[0]?.value
  // Flux has a kind of the same name in files that may be called so too; kustomize's own has its own group or no group at all
  const group = isJsonObject(document) && typeof document.apiVersion === 'string' ? document.apiVersion : ''
  if (group !== '' && !group.startsWith('kustomize.config.k8s.io/')) return undefined
  return kustomizationRefs(isJsonObject(document) ? document : {}, folder)
}

/** Reads the references of a kustomization in `folder`. Remote ones (URLs) are left out: kustomize itself refuses them by name. */
export function kustomizationRefs(kustomization: JsonObject, folder: string): KustomizationRefs {
  const local = (paths: (string | undefined)[]): string[] =>
    paths
      .filter((path) => path !== undefined && path !== '' && !path.includes('\n') && !path.includes('://'))
      .map((path) => resolvePath(folder, path!))
  const strings = (key: string) => listOf(kustomization[key]).filter((item) => typeof item === 'string')
  const members = (key: string, member: string) =>
    listOf(kustomization[key]).map((item) => (isJsonObject(item) && typeof item[member] === 'string' ? item[member] : undefined))
  const generators = ['configMapGenerator', 'secretGenerator'].flatMap((key) =>
    listOf(kustomization[key]).filter(isJsonObject).flatMap(generatorFiles),
  )
  const helmCharts = listOf(kustomization.helmCharts).filter(isJsonObject)
  const openapi =
    isJsonObject(kustomization.openapi) && typeof kustomization.openapi.path === 'string' ? kustomization.openapi.path : undefined
  return {
    component: kustomization.kind === 'Component',
    inputs: local([...strings('resources'), ...strings('bases'), ...strings('components'), ...strings('crds')]),
    helpers: local([
      ...strings('patchesStrategicMerge'),
      ...members('patches', 'path'),
      ...members('patchesJson6902', 'path'),
      ...members('replacements', 'path'),
      ...strings('configurations'),
      ...strings('transformers'),
      ...strings('generators'),
      ...strings('validators'),
      openapi,
    ]),
    data: local([
      ...generators,
      ...helmCharts.flatMap((chart) => [text(chart.valuesFile), ...listOf(chart.additionalValuesFiles).map(text)]),
    ]),
    charts: local(
      helmCharts.filter((chart) => chart.repo === undefined || chart.repo === '').map((chart) => chartFolder(kustomization, chart)),
    ),
  }
}

function chartFolder(kustomization: JsonObject, chart: JsonObject): string | undefined {
  const globals = isJsonObject(kustomization.helmGlobals) ? kustomization.helmGlobals : {}
  const name = text(chart.name)
  return name === undefined ? undefined : posix.join(text(globals.chartHome) ?? 'charts', name)
}

function generatorFiles(generator: JsonObject): (string | undefined)[] {
  const files = listOf(generator.files).map((item) => text(item)?.split('=').at(-1))
  return [...files, ...listOf(generator.envs).map(text), text(generator.env)]
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A path of a kustomization, relative to the root; `..` at the front stays visible and is refused when it leaves the root. */
function resolvePath(folder: string, path: string): string {
  return posix.normalize(posix.join(folder, path)).replace(/\/$/, '') || '.'
}
