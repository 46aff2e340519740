import { posix } from 'node:path'
import type { Chart } from './charts.ts'
import type { KustomizationRefs } from './kustomization.ts'

/** Which kustomizations and charts are judged by themselves, and what is judged through them. */
export interface Usage {
  /** Folders of kustomizations that are built. */
  kustomizations: Set<string>
  /** Folders of charts that are rendered. */
  charts: Set<string>
  /** Files and folders that something judged reads. */
  used: Set<string>
  /** Folders of components that nothing judged uses. */
  unusedComponents: string[]
}

/**
 * A kustomization or chart that another one uses is judged through its users, a library chart or a component never by itself. Where all of
 * a group are used by each other (a cycle), the first one is judged nevertheless: otherwise naming each other would hide them all.
 */
export function findUsage(kustomizations: Map<string, KustomizationRefs>, charts: Map<string, Chart>): Usage {
  const usage: Usage = { kustomizations: new Set(), charts: new Set(), used: new Set(), unusedComponents: [] }
  const chartsUsed = (folder: string) => charts.get(folder)?.parts ?? []
  const reached = new Set<string>()
  const reachChart = (folder: string): void => {
    if (reached.has(`chart ${folder}`)) return
    reached.add(`chart ${folder}`)
    for (const used of chartsUsed(folder)) reachChart(used)
  }
  const reachKustomization = (folder: string): void => {
    const refs = kustomizations.get(folder)
    if (refs === undefined || reached.has(`kustomization ${folder}`)) return
    reached.add(`kustomization ${folder}`)
    for (const path of readBy(folder, refs)) usage.used.add(path)
    for (const input of refs.inputs) reachKustomization(input)
    for (const chart of refs.charts) reachChart(chart)
  }

  const targets = {
    kustomizations: new Set([...kustomizations].flatMap(([folder, refs]) => refs.inputs.filter((input) => input !== folder))),
    charts: new Set([
      ...[...kustomizations.values()].flatMap((refs) => refs.charts),
      ...[...charts.keys()].flatMap((folder) => chartsUsed(folder).filter((other) => other !== folder)),
    ]),
  }
  for (const wanted of [(used: boolean) => !used, () => true]) {
    for (const folder of [...kustomizations.keys()].sort()) {
      if (kustomizations.get(folder)!.component || reached.has(`kustomization ${folder}`)) continue
      if (!wanted(targets.kustomizations.has(folder))) continue
      usage.kustomizations.add(folder)
      reachKustomization(folder)
    }
    for (const folder of [...charts.keys()].sort()) {
      if (charts.get(folder)!.library || reached.has(`chart ${folder}`) || !wanted(targets.charts.has(folder))) continue
      usage.charts.add(folder)
      reachChart(folder)
    }
  }
  for (const [folder, refs] of kustomizations) {
    if (!refs.component || reached.has(`kustomization ${folder}`)) continue
    usage.unusedComponents.push(folder)
    // nothing builds it: it must not take anything else out of judgement
    for (const path of readBy(folder, refs)) if (folder === '.' || path.startsWith(`${folder}/`)) usage.used.add(path)
  }
  return usage
}

/**
 * What a kustomization reads. Data of generators and values files count only when they lie beside it: naming a manifest as data must not take
 * it out of judgement elsewhere.
 */
export function readBy(folder: string, refs: KustomizationRefs): string[] {
  const own = refs.data.filter((path) => posix.dirname(path) === folder)
  return [...refs.inputs, ...refs.helpers, ...refs.charts, ...own]
}
