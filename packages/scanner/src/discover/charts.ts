import { posix } from 'node:path'
import type { SourceFiles } from '../files.ts'
import { isJsonObject, listOf, textAt } from '../json.ts'
import type { Json, JsonObject } from '../model.ts'
import { environmentOf } from './environment.ts'

/** A chart of the repository; paths are relative to the root. */
export interface Chart {
  folder: string
  /** `type: library`: it renders nothing by itself. */
  library: boolean
  /** Folders of `file://` dependencies, by dependency name: helm expects their content below `charts/<name>`. */
  dependencies: Record<string, string>
  /** Folders of those dependencies that are always part of it: a condition, a tag or a vendored copy may leave the others out. */
  parts: string[]
}

/** Reads Chart.yaml. An unreadable one is still a chart: rendering it tells what is wrong. */
export function readChart(folder: string, chartYaml: Json | undefined, sources: Pick<SourceFiles, 'exists'>): Chart {
  const dependencies: Record<string, string> = {}
  const parts: string[] = []
  for (const dependency of isJsonObject(chartYaml) ? listOf(chartYaml.dependencies) : []) {
    const repository = textAt(dependency, ['repository'])
    const name = textAt(dependency, ['name'])
    if (name === undefined || repository?.startsWith('file://') !== true) continue
    dependencies[name] = posix.normalize(posix.join(folder, repository.slice(7))).replace(/\/$/, '')
    const { condition, tags } = dependency as JsonObject
    const vendored = sources.exists(posix.join(folder, 'charts', name))
    if (condition === undefined && tags === undefined && !vendored) parts.push(dependencies[name])
  }
  return { folder, library: textAt(chartYaml, ['type']) === 'library', dependencies, parts }
}

/** Files of a chart folder that helm reads as parts of the chart (the rest of the folder may hold manifests of its own). */
export function isChartFile(file: string, folder: string): boolean {
  const below = folder === '.' ? file : file.slice(folder.length + 1)
  return /^(templates|charts|crds)\//.test(below) || /^(Chart|requirements)\.(yaml|lock)$/.test(below) || isValuesFile(below)
}

/**
 * The outermost chart that a path is part of: a template is judged as its chart renders it, so naming the one names the other.
 * @param path relative to the root, with `/` at its end for a folder
 */
export function owningChart(path: string, exists: (file: string) => boolean): string | undefined {
  const parts = path.split('/').slice(0, -1)
  const folders = ['.', ...parts.map((_, i) => parts.slice(0, i + 1).join('/'))]
  return folders.find((folder) => `${folder}/` !== path && isChartFile(path, folder) && exists(posix.join(folder, 'Chart.yaml')))
}

/**
 * The values sets a chart is deployed with, as far as files tell: one for each values file in the chart folder that names an environment
 * (`values-prod.yaml`, `values.staging.yaml`, `values/dev.yaml`), on top of `values.yaml`; and the chart's defaults alone, unless production
 * has a set of its own.
 */
export function valuesSets(folder: string, files: string[]): string[][] {
  const prefix = folder === '.' ? '' : `${folder}/`
  const named = files
    .filter((file) => file.startsWith(prefix))
    .map((file) => file.slice(prefix.length))
    .filter((file) => isValuesFile(file) && file !== 'values.yaml' && environmentOf(file) !== '')
  const sets = named.sort().map((file) => [`${prefix}${file}`])
  return named.some((file) => environmentOf(file) === 'production') ? sets : [[], ...sets]
}

function isValuesFile(below: string): boolean {
  return /^(values(\/[^/]+|[^/]*)|[^/]*values)\.ya?ml$/.test(below)
}
