import { openFiles } from '../../../src/files.ts'
import { expandFlux, type FluxContext, type FluxUnit } from '../../../src/gitops/flux/index.ts'
import { isJsonObject, textAt } from '../../../src/json.ts'
import type { JsonObject, Manifest } from '../../../src/model.ts'
import { readDocuments } from '../../../src/parse/index.ts'
import { repository } from '../../scan/repository.ts'

/** The URL that names the repository of the tests. */
export const here = 'https://github.com/example/fleet'

export const gitRepository = (more = '', name = 'flux-system', url = here) =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: {name: ${name}, namespace: flux-system}\nspec:\n  url: ${url}\n${indent(more)}`

export const kustomization = (spec: string, name = 'apps') =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec:\n  sourceRef: {kind: GitRepository, name: flux-system}\n${indent(spec)}`

export const helmRelease = (spec: string, name = 'podinfo') =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}, namespace: apps}\nspec:\n${indent(spec)}`

export const configMap = (name: string, data = '', namespace = 'default') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\ndata:\n${indent(data)}`

export interface ClusterOptions {
  /** URLs of other sources that lie in this repository. */
  mapped?: Record<string, ReturnType<FluxContext['localPath']>>
}

/** What Flux deploys to a cluster whose objects stand in the files below `clusters/`. */
export async function expand(files: Record<string, string>, options: ClusterOptions = {}): Promise<FluxUnit[]> {
  return expandFolder(repository(files), options)
}

/** The same with a folder that exists. */
export async function expandFolder(
  root: string,
  options: ClusterOptions & { clusters?: string; more?: Manifest[] } = {},
): Promise<FluxUnit[]> {
  const sources = openFiles(root)
  const found = sources.list(options.clusters ?? 'clusters').flatMap((file) => manifests(file, sources.text(file) as string))
  return expandFlux([...found, ...(options.more ?? [])], {
    sources,
    localPath: (url, chart) => (url === here ? '.' : options.mapped?.[chart === undefined ? url : `${url}/${chart}`]),
  })
}

/** The first unit, which is the only one of most tests. */
export async function expandOne(files: Record<string, string>, options: ClusterOptions = {}): Promise<FluxUnit> {
  const [unit] = await expand(files, options)
  return unit!
}

export function manifests(file: string, text: string): Manifest[] {
  return readDocuments(text).documents.flatMap(({ value, index }) => (isJsonObject(value) ? [manifest(file, value, index)] : []))
}

function manifest(file: string, object: JsonObject, document: number): Manifest {
  const namespace = textAt(object, ['metadata', 'namespace']) ?? ''
  const ref = {
    apiVersion: textAt(object, ['apiVersion'])!,
    kind: textAt(object, ['kind'])!,
    namespace,
    name: textAt(object, ['metadata', 'name'])!,
  }
  return { object, ref, unit: 'clusters', origin: { kind: 'file', file, document, itemPath: [] } }
}

export function indent(text: string, by = '  '): string {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `${by}${line}\n`)
    .join('')
}

/** What a test compares of `notEvaluated`: reason, file and line. */
export function reasons(unit: FluxUnit): string[] {
  return unit.notEvaluated.map(({ reason, file, line }) => `${reason} ${file}:${line}`)
}
