import type { KustomizationSource } from '../../src/discover/sources.ts'
import type { EngineClient } from '../../src/engines/client.ts'
import { buildKustomizations } from '../../src/engines/kustomizations.ts'
import { textAt } from '../../src/json.ts'
import type { Json, Path } from '../../src/model.ts'
import { readDocuments } from '../../src/parse/index.ts'
import { kustomizeTraces } from '../../src/provenance/kustomize.ts'
import type { SourcePlace } from '../../src/provenance/place.ts'
import { sourceFiles } from './kustomize-questions.ts'

export interface Built {
  /** Places of a field of an object that is named `Kind/name`: `role file:line:column "token"`. */
  places(object: string, ...path: Path): Promise<string[]>
  object(name: string): Json
}

export type Engines = { kustomize: EngineClient; helm: EngineClient }

/** Builds the kustomization in `overlay`, or in the folder and with the additions that a source names. */
export async function built(
  { kustomize, helm }: Engines,
  files: Record<string, string>,
  source: Partial<KustomizationSource> = {},
): Promise<Built> {
  const whole: KustomizationSource = { source: 'kustomization', folder: 'overlay', ...source }
  const { folder, edit, substitution } = whole
  const values = Object.entries(substitution?.variables ?? {}).map(([name, { value }]) => [name, value])
  const [only] = await buildKustomizations({
    kustomize,
    helm,
    files,
    directories: [folder],
    ...(edit === undefined ? {} : { edits: { [folder]: edit.kustomization } }),
    ...(substitution === undefined
      ? {}
      : { substitutions: { [folder]: { variables: Object.fromEntries(values), strict: substitution.strict } } }),
  })
  if (only?.error !== undefined) throw new Error(only.error.message)
  const objects = only!.objects.map(({ yaml }) => readDocuments(yaml).documents[0]!.value)
  const traceOf = kustomizeTraces({ source: whole, map: async () => only!.trace!, sources: sourceFiles(files), indexes: new Map() })
  const index = (name: string) =>
    objects.findIndex((object) => `${textAt(object, ['kind'])}/${textAt(object, ['metadata', 'name'])}` === name)
  return {
    object: (name) => objects[index(name)]!,
    async places(name, ...path) {
      const [places] = await traceOf(index(name), []).places([path])
      return places!.map((place) => describe(place, files))
    },
  }
}

function describe(place: SourcePlace, files: Record<string, string>): string {
  const { file, role, name, startLine: line, startColumn, endLine, endColumn, precision } = place
  const text = files[file]!.split('\n')[line - 1]!
  const token = text.slice(startColumn - 1, endLine === line ? endColumn - 1 : undefined)
  const kind = precision === 'field' ? '' : `${precision} `
  return `${kind}${role}${name === undefined ? '' : ` ${name}`} ${file}:${line}:${startColumn} ${token}`
}
