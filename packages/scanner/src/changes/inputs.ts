import { posix } from 'node:path'
import { type KustomizationRefs, kustomizationNames, kustomizationRefs, readKustomization } from '../discover/kustomization.ts'
import type { ChartSource, KustomizationSource, PlannedUnit, UnitSource } from '../discover/sources.ts'
import type { SourceFiles } from '../files.ts'
import type { Manifest } from '../model.ts'
import type { FieldOf, KustomizationEdit } from '../provenance/place.ts'

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
  return source.source === 'chart' ? chartFiles(source, sources) : kustomizationFiles(source, sources)
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

/** The kustomization file, what it names, and the same of the kustomizations it uses. */
function kustomizationFiles({ folder, edit }: KustomizationSource, sources: SourceFiles): Set<string> {
  const files = new Set<string>()
  const seen = new Set<string>()
  const visit = (path: string, refs: KustomizationRefs): void => {
    seen.add(path)
    for (const name of kustomizationNames) if (sources.exists(posix.join(path, name))) files.add(posix.join(path, name))
    for (const input of [...refs.inputs, ...refs.helpers, ...refs.data, ...refs.charts]) {
      const further = seen.has(input) ? undefined : readKustomization(input, sources)
      if (further !== undefined) visit(input, further)
      else if (!seen.has(input)) for (const file of filesAt(input, sources)) files.add(file)
    }
  }
  const own = edit === undefined ? readKustomization(folder, sources) : kustomizationRefs(edit.kustomization, folder)
  if (own !== undefined) visit(folder, own)
  return files
}

/** A file itself, the files below a folder, or nothing. @param path relative to the root */
export function filesAt(path: string, sources: SourceFiles): string[] {
  if (!sources.exists(path)) return []
  try {
    return sources.list(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path]
    throw error
  }
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
