import { posix } from 'node:path'
import type { PlainSource } from '../../discover/sources.ts'
import { isProblem } from '../../files.ts'
import { textAt, valueAt } from '../../json.ts'
import { UserError } from '../../model.ts'
import type { ArgoContext } from './context.ts'
import { TemplateError, type TemplateJob } from './engine.ts'
import { Gap } from './gap.ts'
import type { ArgoSource } from './source.ts'

/** A file with this mark is none of the manifests. */
const skipMark = '+argocd:skip-file-rendering'

/**
 * The manifests of a directory source (docs/user-guide/directory.md): files of the folder, below it with `recurse`, that match `include` and
 * not `exclude`.
 * @throws Gap for Jsonnet, which is not evaluated, and for invalid patterns
 */
export async function directorySource(
  source: ArgoSource,
  folder: string,
  context: ArgoContext,
  ask: <T>(job: TemplateJob) => Promise<T>,
): Promise<PlainSource> {
  const recurse = valueAt(source.fields, ['directory', 'recurse']) === true
  let files = filesBelow(folder, context).filter((file) => /\.(ya?ml|json|jsonnet)$/.test(file))
  if (!recurse) files = files.filter((file) => posix.dirname(file) === folder)
  for (const key of ['exclude', 'include'] as const) {
    const pattern = textAt(source.fields, ['directory', key]) ?? ''
    if (pattern === '' || files.length === 0) continue
    const paths = files.map((file) => posix.relative(folder, file))
    const found = await ask<number[]>({ match: { kind: 'directory', pattern, paths } }).catch((error: unknown) => {
      throw error instanceof TemplateError ? new Gap('render-failed', `${error.message}.`, source.at(['directory', key])) : error
    })
    const matched = new Set(found)
    files = files.filter((_, i) => matched.has(i) === (key === 'include'))
  }
  const jsonnet = files.find((file) => file.endsWith('.jsonnet'))
  if (jsonnet !== undefined)
    throw new Gap(
      'render-failed',
      `${jsonnet} is Jsonnet, which is not evaluated: commit the manifests that it gives, or exclude the Application.`,
      source.at(['path']),
    )
  return { source: 'plain', files: files.filter((file) => !isMarked(file, context)) }
}

/** Files below a folder that the context knows; of a folder of which it knows none (behind a link, excluded), all files. */
export function filesBelow(folder: string, { files, sources }: ArgoContext): string[] {
  const walked = folder === '.' ? files : startingWith(`${folder}/`, files)
  return walked.length > 0 || !sources.exists(folder) ? walked : sources.list(folder)
}

/** True for a folder, also one that holds nothing; false for what does not exist. */
export function isFolder(path: string, { sources }: ArgoContext): boolean {
  const bytes = sources.exists(path) ? sources.bytes(path) : undefined
  if (bytes === undefined || !isProblem(bytes) || bytes.reason !== 'unreadable') return false
  try {
    sources.list(path)
    return true
  } catch (error) {
    return error instanceof UserError
  }
}

/** The texts of a sorted list that start with a prefix. */
export function startingWith(prefix: string, sorted: string[]): string[] {
  const first = firstFrom(prefix, sorted)
  let end = first
  while (sorted[end]?.startsWith(prefix)) end++
  return sorted.slice(first, end)
}

function firstFrom(text: string, sorted: string[]): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < text) low = middle + 1
    else high = middle
  }
  return low
}

function isMarked(file: string, { sources }: ArgoContext): boolean {
  const text = sources.text(file)
  return !isProblem(text) && text.includes(skipMark)
}
