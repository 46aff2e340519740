import { posix } from 'node:path'
import { isJsonObject, listOf, textAt } from '../../../json.ts'
import type { JsonObject, Path } from '../../../model.ts'
import { TemplateError } from '../engine.ts'
import { Gap } from '../gap.ts'
import type { Generator, GeneratorScope } from './generator.ts'
import { pathParameters } from './git-path.ts'
import { type GitTree, openTree } from './git-tree.ts'
import { addValues } from './values.ts'

/**
 * Git generator (docs/operator-manual/applicationset/Generators-Git.md): a set for each folder that `directories` match, or for each object
 * in the files that `files` match.
 */
export const gitGenerator: Generator = async (fields, path, scope) => {
  const { applicationSet, repositories, context, ask } = scope
  const repository = repositories.find(textAt(fields, ['repoURL']) ?? '')
  if (repository === undefined)
    throw new Gap(
      'remote-source',
      'The generator reads another repository: declare it in repositories: of the configuration where a copy of it is here.',
      { manifest: applicationSet, path: [...path, 'repoURL'] },
    )
  const tree = openTree(repository, context, ask)
  const byDirectory = listOf(fields.directories).length > 0
  const sets = byDirectory ? await directorySets(fields, path, tree, scope) : await fileSets(fields, path, tree, scope)
  await addValues(fields.values, sets, scope)
  return sets.map((values) => ({ values }))
}

/** What the patterns of a list match and none with `exclude` does, sorted. */
async function listed(fields: JsonObject, path: Path, tree: GitTree, { applicationSet }: GeneratorScope): Promise<string[]> {
  const key = path.at(-1) as 'directories' | 'files'
  const items = listOf(fields[key]).filter(isJsonObject)
  const found = await Promise.all(
    items.map(async (item) => {
      const paths = await tree.matching(key === 'files' ? 'files' : 'path', textAt(item, ['path']) ?? '').catch((error: unknown) => {
        throw error instanceof TemplateError ? new Gap('render-failed', `${error.message}.`, { manifest: applicationSet, path }) : error
      })
      return { paths, excluded: item.exclude === true }
    }),
  )
  const excluded = new Set(found.flatMap((item) => (item.excluded ? item.paths : [])))
  const included = new Set(found.flatMap((item) => (item.excluded ? [] : item.paths)))
  return [...included].filter((one) => !excluded.has(one)).sort()
}

async function directorySets(fields: JsonObject, path: Path, tree: GitTree, scope: GeneratorScope): Promise<JsonObject[]> {
  const { goTemplate } = scope
  const folders = await listed(fields, [...path, 'directories'], tree, scope)
  return folders.map((folder) => pathParameters(folder, { prefix: prefixOf(fields), goTemplate }))
}

async function fileSets(fields: JsonObject, path: Path, tree: GitTree, scope: GeneratorScope): Promise<JsonObject[]> {
  const { goTemplate, applicationSet } = scope
  const at = [...path, 'files']
  const found = (await listed(fields, at, tree, scope)).flatMap((file) => {
    const objects = tree.objects(file)
    if (objects !== undefined) return objects.map((object) => ({ file, object }))
    const message = `${file} is no object and no list of objects, so the generator fails.`
    throw new Gap('render-failed', message, { manifest: applicationSet, path: at })
  })
  const flat = goTemplate ? [] : await scope.ask<JsonObject[]>({ flatten: { sets: found.map(({ object }) => object) } })
  return found.map(({ file, object }, i) => ({
    ...(goTemplate ? object : flat[i]),
    ...pathParameters(posix.dirname(file), { file: posix.basename(file), prefix: prefixOf(fields), goTemplate }),
  }))
}

function prefixOf(fields: JsonObject): string {
  return textAt(fields, ['pathParamPrefix']) ?? ''
}
