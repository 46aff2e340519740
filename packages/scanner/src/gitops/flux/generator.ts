import { posix } from 'node:path'
import { isProblem, type SourceFiles } from '../../files.ts'
import { isJsonObject, listOf, textAt, valueAt } from '../../json.ts'
import type { Json, Manifest } from '../../model.ts'
import { type Artifact, inArtifact, type Mount, resolveInArtifact } from './artifact.ts'
import { globMatcher } from './glob.ts'
import { isUnresolved, type Scope, type Unresolved } from './model.ts'
import { groupOf, groups, type SourceRef, sourceRef } from './objects.ts'
import { missingObject } from './problems.ts'
import { isWithin } from './references.ts'

type ResolveSource = (ref: SourceRef) => Artifact | Unresolved

/** The ExternalArtifact that an ArtifactGenerator of the same namespace makes by copying from sources (fluxcd/source-watcher). */
export function generatedArtifact(ref: SourceRef, scope: Scope, resolve: ResolveSource): Artifact | Unresolved {
  const name = `ExternalArtifact ${ref.namespace}/${ref.name}`
  for (const generator of scope.objects.all) {
    if (generator.ref.kind !== 'ArtifactGenerator' || groupOf(generator) !== groups.extensions) continue
    if (generator.ref.namespace !== ref.namespace) continue
    const artifact = listOf(valueAt(generator.object, ['spec', 'artifacts'])).find((item) => textAt(item, ['name']) === ref.name)
    if (artifact !== undefined) return readArtifact(name, artifact, { generator, resolve, files: scope.sources })
  }
  return missingObject(name, 'and no ArtifactGenerator there makes it, so what it holds was not judged.')
}

interface Reading {
  generator: Manifest
  resolve: ResolveSource
  files: SourceFiles
}

function readArtifact(name: string, artifact: Json, { generator, resolve, files }: Reading): Artifact | Unresolved {
  const sources = new Map<string, Artifact | Unresolved>()
  for (const source of listOf(valueAt(generator.object, ['spec', 'sources'])))
    sources.set(textAt(source, ['alias']) ?? '', resolve(sourceRef(source, generator.ref.namespace)))
  const mounts: Mount[] = []
  const revisions = new Set<string>()
  let assumed = false
  for (const copy of listOf(valueAt(artifact, ['copy'])).filter(isJsonObject)) {
    const [written = '', destination = ''] = [textAt(copy, ['from']), textAt(copy, ['to'])]
    const [, alias, pattern] = /^@([^/]+)\/(.*)$/s.exec(written) ?? []
    const to = /^@artifact\/(.*)$/s.exec(destination)?.[1]
    const source = alias === undefined ? undefined : sources.get(alias)
    if (pattern === undefined || to === undefined || source === undefined)
      return {
        reason: 'render-failed',
        message: `${name} copies "${written}" to "${destination}", which Flux cannot read.`,
      }
    if (!isUnresolved(source)) for (const revision of source.revisions) revisions.add(revision)
    assumed ||= !isUnresolved(source) && source.assumed === true
    mounts.push(copyOf({ pattern, to, source, strategy: textAt(copy, ['strategy']), exclude: listOf(copy.exclude), name, files }))
  }
  return { name, mounts, revisions: [...revisions], ...(assumed ? { assumed } : {}) }
}

interface Copy {
  name: string
  pattern: string
  to: string
  source: Artifact | Unresolved
  strategy: string | undefined
  exclude: Json[]
  files: SourceFiles
}

/** One copy as a mount, like `cp -r`: `dir/**` gives the content of a folder, `dir` the folder itself, a file without `/` after `to` renames. */
function copyOf({ name, pattern, to, source, strategy, exclude, files }: Copy): Mount {
  const at = inArtifact(to)
  const unknown = (why: Unresolved): Mount => ({ at, why, holds: () => false })
  if (strategy === 'Merge' || strategy === 'Extract')
    return unknown({
      reason: 'unresolved-reference',
      message: `${name} is made with the strategy ${strategy}, which is not followed here.`,
    })
  const content = pattern === '**' ? '' : pattern.endsWith('/**') ? pattern.slice(0, -3) : undefined
  const glob = isGlob(content ?? pattern)
  const root = inArtifact(glob ? '' : (content ?? pattern))
  const matches = globMatcher(pattern)
  const excludes = exclude.filter((item) => typeof item === 'string').map((item) => ({ item, matches: globMatcher(item) }))
  const confusing = matches === undefined ? pattern : excludes.find((one) => one.matches === undefined)?.item
  if (matches === undefined || confusing !== undefined)
    return unknown({
      reason: 'render-failed',
      message: `The pattern ${JSON.stringify(confusing!.slice(0, 80))} of ${name} has too many alternatives: write it shorter.`,
    })
  const found = isUnresolved(source) ? source : resolveInArtifact(source, root)
  if (isUnresolved(found)) return unknown(found)
  const { path: from, holds } = found
  const inSource = (file: string): string => posix.join(root, posix.relative(from, file))
  const kept = (file: string): boolean => isWithin(file, from) && holds(file) && !isExcluded(inSource(file), excludes, root)
  if (glob) return { at, from, holds: (file) => kept(file) && pathsIn(inSource(file)).some(matches) }
  if (content !== undefined) return { at, from, holds: kept }
  const isFile = !isProblem(files.bytes(from))
  const inFolder = !isFile || to === '' || to.endsWith('/')
  return { at: inFolder ? posix.join(at, posix.basename(root)) : at, from, holds: kept }
}

/** Patterns count from the root of the source and from the folder that is copied; without `/` they match names at any depth. */
function isExcluded(file: string, excludes: { item: string; matches?: ((path: string) => boolean) | undefined }[], root: string): boolean {
  return [file, posix.relative(root, file)].some((name) =>
    pathsIn(name).some((path) =>
      excludes.some(({ item, matches }) => matches?.(path) || (!item.includes('/') && matches?.(posix.basename(path)))),
    ),
  )
}

/** A path and the folders on the way to it: a folder that matches takes what is in it along. */
function pathsIn(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

function isGlob(pattern: string): boolean {
  return /[*?[\]]/.test(pattern)
}
