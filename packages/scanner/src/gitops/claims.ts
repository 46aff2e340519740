import { type KustomizationRefs, kustomizationRefs, readKustomization } from '../discover/kustomization.ts'
import type { KustomizationSource, PlannedUnit, UnitSource } from '../discover/sources.ts'
import { readBy } from '../discover/usage.ts'
import type { SourceFiles } from '../files.ts'

/** What is judged through a unit, by path relative to the root. */
export interface Claims {
  files: Set<string>
  /** Folders of kustomizations. */
  kustomizations: Set<string>
  /** Folders of charts. */
  charts: Set<string>
}

/** What a unit deploys, so that it need not be judged by itself. Data that a unit only reads is not claimed. */
export function claimsOf(unit: PlannedUnit, context: { sources: SourceFiles; kustomizations: Map<string, KustomizationRefs> }): Claims {
  const claims: Claims = { files: new Set(), kustomizations: new Set(), charts: new Set() }
  for (const source of unit.sources) {
    if (source.source === 'plain') for (const file of source.files) claims.files.add(file)
    if (source.source === 'chart') for (const folder of [source.chart.folder, ...source.chart.parts]) claims.charts.add(folder)
    if (source.source === 'kustomization') claimKustomization(source, claims, context)
  }
  return claims
}

function claimKustomization(
  { folder, edit }: KustomizationSource,
  claims: Claims,
  { sources, kustomizations }: Parameters<typeof claimsOf>[1],
): void {
  const visit = (path: string, refs: KustomizationRefs | undefined): void => {
    if (refs === undefined || claims.kustomizations.has(path)) return
    claims.kustomizations.add(path)
    for (const file of readBy(path, refs)) claims.files.add(file)
    for (const chart of refs.charts) claims.charts.add(chart)
    for (const input of refs.inputs) visit(input, kustomizations.get(input) ?? readKustomization(input, sources))
  }
  visit(
    folder,
    edit === undefined ? (kustomizations.get(folder) ?? readKustomization(folder, sources)) : kustomizationRefs(edit.kustomization, folder),
  )
}

/** Who claims what, for many questions. */
export interface ClaimIndex {
  /** Ids of the units that deploy a source of a unit of files, or of its file `file`. */
  claimers(source: UnitSource, file: string): string[]
  /** The units of files without what is claimed. */
  unclaimed(units: PlannedUnit[]): PlannedUnit[]
}

export function claimIndex(units: PlannedUnit[], context: Parameters<typeof claimsOf>[1]): ClaimIndex {
  const index = { files: new Map<string, string[]>(), kustomizations: new Map<string, string[]>(), charts: new Map<string, string[]>() }
  for (const unit of units) {
    const claims = claimsOf(unit, context)
    for (const kind of ['files', 'kustomizations', 'charts'] as const)
      for (const path of claims[kind]) index[kind].set(path, [...(index[kind].get(path) ?? []), unit.id])
  }
  const claimers = (source: UnitSource, file: string): string[] => {
    if (source.source === 'chart') return index.charts.get(source.chart.folder) ?? []
    if (source.source === 'kustomization') return index.kustomizations.get(source.folder) ?? []
    return index.files.get(file) ?? []
  }
  return {
    claimers,
    unclaimed: (fileUnits) =>
      fileUnits.flatMap((unit) => {
        const sources = unit.sources.flatMap((source): UnitSource[] => {
          if (source.source !== 'plain') return claimers(source, '').length > 0 ? [] : [source]
          const files = source.files.filter((file) => claimers(source, file).length === 0)
          return files.length === 0 ? [] : [{ ...source, files }]
        })
        return sources.length === 0 ? [] : [{ ...unit, sources }]
      }),
  }
}
