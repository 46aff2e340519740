import { posix } from 'node:path'
import { isProblem } from '../../../files.ts'
import { isJsonObject, listOf, textAt } from '../../../json.ts'
import type { JsonObject, Path } from '../../../model.ts'
import { readDocuments } from '../../../parse/index.ts'
import { filesBelow } from '../directory.ts'
import { Gap } from '../gap.ts'
import type { Generator, GeneratorScope } from './generator.ts'
import { pathParameters } from './git-path.ts'
import { addValues } from './values.ts'

/** Paths in the repository that a git generator names, as the files or folders of it that are here. */
interface Tree {
  /** Folder of the repository, relative to the root. */
  folder: string
  /** Relative to `folder`. */
  files: string[]
}

/**
 * Git generator (docs/operator-manual/applicationset/Generators-Git.md): a set for each folder that `directories` match, or for each object in the
 * files that `files` match.
 */
export const gitGenerator: Generator = async (fields, path, scope) => {
  const tree = openTree(fields, path, scope)
  const sets =
    listOf(fields.directories).length > 0 ? await directorySets(fields, path, tree, scope) : await fileSets(fields, path, tree, scope)
  await addValues(fields.values, sets, scope)
  return sets.map((values) => ({ values }))
}

function openTree(fields: JsonObject, path: Path, { applicationSet, repositories, context }: GeneratorScope): Tree {
  const url = textAt(fields, ['repoURL']) ?? ''
  const repository = repositories.find(url)
  const field = { manifest: applicationSet, path: [...path, 'repoURL'] }
  if (repository === undefined)
    throw new Gap(
      'remote-source',
      'The generator reads another repository: declare it in repositories: of the configuration where a copy of it is here.',
      field,
    )
  const { folder, prefix } = repository
  const files = filesBelow(folder, context).map((file) => posix.join(prefix, folder === '.' ? file : posix.relative(folder, file)))
  return { folder: prefix === '' ? folder : '.', files }
}

/** Matches of all patterns that are not taken away by one with `exclude`, sorted. */
async function matching(
  items: JsonObject[],
  kind: 'path' | 'files',
  paths: string[],
  field: Path,
  scope: GeneratorScope,
): Promise<string[]> {
  const found = await Promise.all(
    items.map(async (item) => {
      const pattern = textAt(item, ['path']) ?? ''
      return await scope.ask<number[]>({ match: { kind, pattern, paths } }).catch((error: Error) => {
        throw new Gap('render-failed', `${error.message}.`, { manifest: scope.applicationSet, path: field })
      })
    }),
  )
  const excluded = new Set(found.flatMap((indexes, i) => (items[i]!.exclude === true ? indexes : [])))
  const included = new Set(found.flatMap((indexes, i) => (items[i]!.exclude === true ? [] : indexes)))
  return paths.filter((_, i) => included.has(i) && !excluded.has(i))
}

async function directorySets(fields: JsonObject, path: Path, { files }: Tree, scope: GeneratorScope): Promise<JsonObject[]> {
  const folders = new Set(files.flatMap((file) => parents(file)))
  const visible = [...folders].filter((folder) => !folder.split('/').some((part) => part.startsWith('.'))).sort()
  const items = listOf(fields.directories).filter(isJsonObject)
  const found = await matching(items, 'path', visible, [...path, 'directories'], scope)
  return found.map((folder) => pathParameters(folder, { prefix: prefixOf(fields), goTemplate: scope.goTemplate }))
}

async function fileSets(fields: JsonObject, path: Path, tree: Tree, scope: GeneratorScope): Promise<JsonObject[]> {
  const at = [...path, 'files']
  const found = await matching(listOf(fields.files).filter(isJsonObject), 'files', tree.files, at, scope)
  const objects = found.flatMap((file) => readObjects(file, tree, at, scope).map((object) => ({ file, object })))
  const { goTemplate } = scope
  const flat = goTemplate ? [] : await scope.ask<JsonObject[]>({ flatten: { sets: objects.map(({ object }) => object) } })
  return objects.map(({ file, object }, i) => ({
    ...(goTemplate ? object : flat[i]),
    ...pathParameters(posix.dirname(file), { file: posix.basename(file), prefix: prefixOf(fields), goTemplate }),
  }))
}

/** A file holds an object, or a list of them. */
function readObjects(file: string, { folder }: Tree, path: Path, { context, applicationSet }: GeneratorScope): JsonObject[] {
  const local = posix.join(folder, context.prefix !== undefined && folder === '.' ? posix.relative(context.prefix, file) : file)
  const text = context.sources.text(local)
  const { documents, problems } = isProblem(text) ? { documents: [], problems: [text] } : readDocuments(text)
  const value = documents[0]?.value ?? []
  const objects = Array.isArray(value) ? value : [value]
  if (problems.length > 0 || !objects.every(isJsonObject))
    throw new Gap('render-failed', `${local} is no object and no list of objects, so the generator fails.`, {
      manifest: applicationSet,
      path,
    })
  return objects
}

function prefixOf(fields: JsonObject): string {
  return textAt(fields, ['pathParamPrefix']) ?? ''
}

function parents(file: string): string[] {
  const parts = file.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}
