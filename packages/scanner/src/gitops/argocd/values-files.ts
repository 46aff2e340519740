import { posix } from 'node:path'
import { listOf } from '../../json.ts'
import type { JsonObject, Path } from '../../model.ts'
import type { ValuesInput } from '../../provenance/place.ts'
import { filesBelow, isFolder } from './directory.ts'
import { TemplateError } from './engine.ts'
import { Gap } from './gap.ts'
import type { HelmOptions } from './helm.ts'
import { localPath, withoutUser } from './repository.ts'

/**
 * The values files of a source in order: each entry names a file, or several by a pattern (docs/user-guide/helm.md, "Glob Patterns in Value Files"). A
 * file that a pattern matches and that is named too stands where it is named.
 * @throws Gap for files elsewhere, and missing ones unless `ignoreMissingValueFiles`
 */
export async function valuesFiles(helm: JsonObject, options: HelmOptions): Promise<ValuesInput[]> {
  const { source, context } = options
  const entries = listOf(helm.valueFiles).flatMap((name, i) => {
    if (typeof name !== 'string' || name === '') return []
    const field: Path = ['helm', 'valueFiles', i]
    const file = repositoryFile(name, field, options)
    if (isFolder(file, context)) throw new Gap('render-failed', `The values file ${file} is a folder.`, source.at(field))
    return [{ file, field, pattern: /[*?[]/.test(file) && !context.sources.exists(file) }]
  })
  const named = new Set(entries.filter(({ pattern }) => !pattern).map(({ file }) => file))
  const files: string[] = []
  for (const { file, field, pattern } of entries) {
    const found = pattern ? await matches(file, field, options) : [file].filter((path) => context.sources.exists(path))
    if (found.length === 0 && helm.ignoreMissingValueFiles !== true) {
      const message = pattern ? `The values files ${file} do not exist: nothing matches.` : `The values file ${file} does not exist.`
      throw new Gap('render-failed', message, source.at(field))
    }
    files.push(...found.filter((path) => !pattern || (!named.has(path) && !files.includes(path))))
  }
  return files.map((file) => ({ kind: 'file', file }))
}

/** Files of a folder before those of its folders, each by name. */
async function matches(pattern: string, field: Path, { ask, context, source }: HelmOptions): Promise<string[]> {
  const paths = filesBelow(posix.dirname(pattern.slice(0, pattern.search(/[*?[{]/) + 1)), context)
  const found = await ask<number[]>({ match: { kind: 'values', pattern, paths } }).catch((error: unknown) => {
    throw error instanceof TemplateError ? new Gap('render-failed', `${error.message}.`, source.at(field)) : error
  })
  const key = (path: string) => path.split('/').map((part, i, parts) => `${i < parts.length - 1 ? 1 : 0}${part}`)
  const sortable = found.map((i) => ({ path: paths[i]!, key: key(paths[i]!).join('\n') }))
  return sortable.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ path }) => path)
}

/**
 * A file that options of the source name, as a path below the root: `$name/path` lies in the repository of the source with that `ref`, a path with
 * a leading `/` begins at the top of the chart's own repository, others at the chart.
 * @throws Gap when it lies elsewhere
 */
export function repositoryFile(name: string, field: Path, { source, folder, repository, refs, expand }: HelmOptions): string {
  const gap = (reason: 'remote-source' | 'render-failed' | 'outside-root', message: string) => new Gap(reason, message, source.at(field))
  const ref = /^\$([^/]+)(\/.*)$/.exec(name)
  if (ref !== null && refs.has(ref[1]!)) {
    const other = refs.get(ref[1]!)
    if (other === undefined)
      throw gap('remote-source', `The values file ${name} lies in another repository: declare it in repositories: of the configuration.`)
    const file = localPath(other, expand(ref[2]!))
    if (file === undefined) throw gap('outside-root', `The values file ${name} lies outside of its repository.`)
    return file
  }
  const path = expand(name)
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path))
    throw gap('remote-source', `The values file ${withoutUser(path)} is remote and was not fetched: keep a copy of it here.`)
  if (ref !== null && !/^\$\{?(ARGOCD_|KUBE_)/.test(name)) throw gap('render-failed', `No source has the ref that ${name} names.`)
  const file = path.startsWith('/') ? localPath(repository, path) : posix.normalize(posix.join(folder, path))
  const top = repository.folder
  if (file === undefined || (top === '.' ? file.startsWith('../') : !file.startsWith(`${top}/`)))
    throw gap('outside-root', `The file ${path} lies outside of its repository.`)
  return file
}
