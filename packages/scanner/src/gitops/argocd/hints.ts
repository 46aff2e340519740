import { posix } from 'node:path'
import { isJsonObject, listOf, textAt, valueAt } from '../../json.ts'
import type { Json, Manifest } from '../../model.ts'
import { sourcePaths } from './application.ts'
import type { ArgoContext } from './context.ts'
import type { RepositoryHint } from './repository.ts'

/** The repositories that Applications and ApplicationSets name, with the paths they name in them. */
export function repositoryHints(found: Manifest[], context: ArgoContext): RepositoryHint[] {
  return found.flatMap((manifest) => {
    if (manifest.ref.kind === 'Application')
      return sourcePaths(manifest).flatMap((path) => hintsOf(valueAt(manifest.object, path), context))
    if (manifest.ref.kind !== 'ApplicationSet') return []
    const template = valueAt(manifest.object, ['spec', 'template'])
    const application = { ...manifest, object: isJsonObject(template) ? template : {} }
    const sources = sourcePaths(application).flatMap((path) => hintsOf(valueAt(application.object, path), context))
    return [...sources, ...gitGenerators(valueAt(manifest.object, ['spec', 'generators'])).flatMap((git) => hintsOf(git, context))]
  })
}

/** A source with a path, or a git generator with several. */
function hintsOf(value: Json | undefined, { sources }: ArgoContext): RepositoryHint[] {
  const url = textAt(value, ['repoURL']) ?? ''
  if (!isJsonObject(value) || url === '' || url.includes('{{') || typeof value.chart === 'string') return []
  const paths = [value, ...listOf(value.directories), ...listOf(value.files)].map((item) => textAt(item, ['path']) ?? '')
  const here = paths.some((path) => {
    const fixed = fixedPart(path)
    return fixed !== '' && !fixed.startsWith('..') && sources.exists(fixed)
  })
  return [{ url, here }]
}

/** The folders of a path before the first template or wildcard; empty when it is all of one. */
function fixedPart(path: string): string {
  const open = path.search(/\{\{|[*?[]/)
  const part = open < 0 ? path : path.slice(0, path.lastIndexOf('/', open) + 1)
  const folder = posix.normalize(part.replace(/^\/+/, '')).replace(/\/+$/, '')
  return folder === '.' ? '' : folder
}

function gitGenerators(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value.flatMap(gitGenerators)
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) => (key === 'git' ? [item] : key === 'template' ? [] : gitGenerators(item)))
}
