import type { ChartSource, PlannedUnit, UnitSource } from '../discover/sources.ts'
import { filesAt, type SourceFiles } from '../files.ts'
import type { Manifest } from '../model.ts'
import type { FieldOf, KustomizationEdit } from '../provenance/place.ts'
import { kustomizationInputs } from '../render/kustomization-inputs.ts'

/**
 * The files that decide what a unit deploys and where its findings are placed, relative to the root: what its sources read, and the files
 * of the objects that define it. Files that are looked for and missing are not in it. A file too many costs time, one too few hides a change.
 */
export function unitInputs(unit: PlannedUnit, sources: SourceFiles): Set<string> {
  const files = new Set<string>()
  for (const source of unit.sources) {
    for (const file of sourceFiles(source, sources)) files.add(file)
    for (const { manifest } of fieldsOf(source)) for (const file of definingFiles(manifest)) files.add(file)
  }
  if (unit.definedBy !== undefined) for (const file of definingFiles(unit.definedBy)) files.add(file)
  return files
}

function sourceFiles(source: UnitSource, sources: SourceFiles): Iterable<string> {
  if (source.source === 'plain') return source.files
  return source.source === 'chart' ? chartFiles(source, sources) : kustomizationInputs(source, sources)
}

/** The folder as a whole, as templates may read any file of it; those of local dependencies; values. */
function chartFiles({ chart, defaults, values, parameters = [] }: ChartSource, sources: SourceFiles): string[] {
  return [
    ...(defaults === undefined ? [] : [defaults]),
    ...[chart.folder, ...Object.values(chart.dependencies)].flatMap((folder) => filesAt(folder, sources)),
    ...values.flatMap((input) => (input.kind === 'file' ? [input.file] : [])),
    ...parameters.flatMap(({ form, value }) => (form === 'file' ? [value] : [])),
  ]
}

function fieldsOf(source: UnitSource): FieldOf[] {
  if (source.source === 'plain') return []
  if (source.source === 'kustomization') {
    const variables = Object.values(source.substitution?.variables ?? {}).map(({ field }) => field)
    return [...editFields(source.edit), ...variables].filter((field) => field !== undefined)
  }
  const inline = source.values.flatMap((input) => (input.kind === 'file' ? [] : [input.field]))
  const parameters = (source.parameters ?? []).map(({ field }) => field)
  return [...inline, ...parameters, ...(source.postRender ?? []).flatMap(editFields)].filter((field) => field !== undefined)
}

function editFields(edit: KustomizationEdit | undefined): FieldOf[] {
  return (edit?.origins ?? []).map(({ field }) => field)
}

/** The file of an object, and of what it was generated from. */
function definingFiles({ origin }: Manifest): string[] {
  if (origin.kind !== 'generated') return [origin.file]
  return [origin.file, ...definingFiles(origin.by)]
}
