import { posix } from 'node:path'
import { isProblem, type SourceFiles } from '../files.ts'
import type { Json, NotEvaluated } from '../model.ts'
import { readDocuments } from '../parse/index.ts'
import { type Chart, isChartFile, readChart, valuesSets } from './charts.ts'
import { environmentOf } from './environment.ts'
import { type KustomizationRefs, kustomizationNames, readKustomization } from './kustomization.ts'
import type { PlannedUnit, UnitSource } from './sources.ts'
import { findUsage } from './usage.ts'
import { isManifestName } from './walk.ts'

export type UnitMode = 'auto' | 'file' | 'dir'

export interface UnitPlan {
  units: PlannedUnit[]
  /** Every kustomization that was found, by folder; rendering needs them all. */
  kustomizations: Map<string, KustomizationRefs>
  charts: Map<string, Chart>
  /** What was found but is no unit and part of none. */
  notEvaluated: NotEvaluated[]
}

export interface EnvironmentPattern {
  name: string
  /** True for a unit's path, and for a values file that its chart is rendered with. */
  matches(path: string): boolean
}

/**
 * Groups files into deployment units. A kustomization that another one uses, a chart that a kustomization or another chart uses, and the
 * files they read are judged through their users; every other manifest belongs to its folder (or, with `file`, to itself).
 */
export function planUnits(
  files: string[],
  options: { mode: UnitMode; sources: SourceFiles; environments: EnvironmentPattern[] },
): UnitPlan {
  const { mode, sources } = options
  const charts = new Map<string, Chart>()
  for (const file of files.filter((path) => posix.basename(path) === 'Chart.yaml')) {
    const folder = posix.dirname(file)
    if (mode === 'file' && isPartOfChart(folder, charts)) continue
    charts.set(folder, readChart(folder, firstDocument(file, sources), sources))
  }
  const kustomizations = mode === 'file' ? new Map<string, KustomizationRefs>() : readKustomizations(files, sources)
  const usage = findUsage(kustomizations, charts)
  const ownedByChart = (file: string) => [...charts.values()].some((chart) => owns(chart, file))
  const plain = files.filter(
    (file) =>
      isManifestName(file) &&
      !usage.used.has(file) &&
      !ownedByChart(file) &&
      !(kustomizationNames.includes(posix.basename(file)) && kustomizations.has(posix.dirname(file))),
  )

  const units: PlannedUnit[] = []
  const add = (unit: Pick<PlannedUnit, 'id' | 'kind' | 'path'> & { source: UnitSource; values?: string[] }): void => {
    const { id, kind, path, source } = unit
    const configured = options.environments.find((environment) => [path, ...(unit.values ?? [])].some((file) => environment.matches(file)))
    const environment = configured?.name ?? environmentOf(id)
    units.push({ id, kind, path, environment, destination: configured?.name ?? '', sources: [source], namespace: '' })
  }
  for (const folder of usage.kustomizations)
    add({ id: folder, kind: 'kustomization', path: folder, source: { source: 'kustomization', folder } })
  for (const folder of usage.charts) {
    const chart = charts.get(folder)!
    if (isPartOfChart(folder, charts)) continue
    for (const values of valuesSets(folder, files)) {
      const id = values.length === 0 ? folder : `${folder}#${values.map((file) => posix.relative(folder, file)).join(',')}`
      const source: UnitSource = { source: 'chart', chart, values: values.map((file) => ({ kind: 'file', file })) }
      add({ id, kind: 'helm-chart', path: folder, source, values })
    }
  }
  for (const [path, members] of groups(plain, mode)) {
    const id = units.some((other) => other.id === path) ? `${path}#files` : path
    add({ id, kind: mode === 'file' ? 'file' : 'directory', path, source: { source: 'plain', files: members } })
  }
  units.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const notEvaluated = usage.unusedComponents.map((folder) => unused(folder, files))
  return { units, kustomizations, charts, notEvaluated }
}

function groups(files: string[], mode: UnitMode): Map<string, string[]> {
  return Map.groupBy(files, (file) => (mode === 'file' ? file : posix.dirname(file)))
}

function readKustomizations(files: string[], sources: SourceFiles): Map<string, KustomizationRefs> {
  const folders = new Set(files.filter((file) => kustomizationNames.includes(posix.basename(file))).map((file) => posix.dirname(file)))
  const found = [...folders].map((folder) => [folder, readKustomization(folder, sources)] as const)
  return new Map(found.filter((entry): entry is [string, KustomizationRefs] => entry[1] !== undefined))
}

function unused(folder: string, files: string[]): NotEvaluated {
  const file = files.find((path) => posix.dirname(path) === folder && kustomizationNames.includes(posix.basename(path))) ?? folder
  return { file, unit: '', reason: 'unresolved-reference', message: 'No kustomization uses this component, so nothing of it was judged.' }
}

function isPartOfChart(folder: string, charts: Map<string, Chart>): boolean {
  return [...charts.values()].some((other) => other.folder !== folder && owns(other, `${folder}/Chart.yaml`))
}

/** A library chart deploys nothing: only its partials are its own, so that calling a chart a library does not hide what lies in it. */
function owns({ folder, library }: Chart, file: string): boolean {
  if (!isBelow(file, folder) || !isChartFile(file, folder)) return false
  return !library || posix.basename(file).startsWith('_') || !/^(templates|charts|crds)\//.test(posix.relative(folder, file))
}

function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`)
}

function firstDocument(file: string, sources: SourceFiles): Json | undefined {
  const text = sources.text(file)
  if (isProblem(text)) return undefined
  return readDocuments(text).documents[0]?.value
}
