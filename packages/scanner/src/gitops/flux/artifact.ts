import { posix } from 'node:path'
import type { Unresolved } from './model.ts'
import { remoteSource } from './problems.ts'
import { isWithin } from './references.ts'

/** A folder or file of an artifact, copied from this repository or from elsewhere. */
export interface Mount {
  /** Path in the artifact, `.` for its root. */
  at: string
  /** Path in this repository; absent: its content is not known here, which `why` explains. */
  from?: string
  why?: Unresolved
  /** Whether a file of this repository, or with `/` at its end a folder, is in the artifact. */
  holds(file: string): boolean
}

/** What source-controller makes of a source: a tree of files. */
export interface Artifact {
  /** How the source is called in messages: `GitRepository flux-system/podinfo`. */
  name: string
  mounts: Mount[]
  revisions: string[]
  /** That it is this repository was taken for granted: no object says so. */
  assumed?: boolean
}

/** A path of an artifact in this repository. */
export interface LocalPath {
  path: string
  /** As in Mount. */
  holds(file: string): boolean
  /**
   * What stands in the artifact where another path of this repository (a folder with `/` at its end) is meant: that path, something else,
   * or nothing. A kustomization's `../base` must lead to the same file in both.
   */
  reach(path: string): 'same' | 'other' | 'nothing'
}

export function remoteArtifact(name: string, url: string, revisions: string[]): Artifact {
  return { name, revisions, mounts: [{ at: '.', why: remoteSource(name, url), holds: () => false }] }
}

/**
 * Where a path of an artifact lies in this repository. Of an artifact that is put together from several places a path counts only when its
 * parts stand to each other as they do in this repository.
 * @param path as a Flux object writes it; `..` at the front stays at the root, as in Flux
 */
export function resolveInArtifact(artifact: Artifact, path: string): LocalPath | Unresolved {
  const wanted = inArtifact(path)
  const part = partsAt(artifact, wanted)
  const unknown = part.find(({ from }) => from === undefined)
  if (unknown !== undefined) return unknown.why!
  const places = new Set(part.map((mount) => place(mount, wanted)))
  const [only] = places
  if (part.length === 0)
    return { reason: 'render-failed', message: `${artifact.name} holds no ${path}: Flux fails on it. Correct the path or the source.` }
  if (only === undefined || places.size > 1)
    return {
      reason: 'unresolved-reference',
      message: `${artifact.name} puts ${path || 'its root'} together from several places of this repository, so it was not judged as a whole.`,
    }
  return {
    path: only,
    holds: (file) => part.some((mount) => mount.holds(file)),
    reach: (other) => {
      const target = posix.join(wanted, posix.relative(only, other))
      const there = target.startsWith('..') ? [] : partsAt(artifact, target)
      const plain = other.replace(/\/$/, '')
      if (there.length > 0 && !there.every((mount) => place(mount, target) === plain)) return 'other'
      return there.some((mount) => mount.holds(other)) ? 'same' : 'nothing'
    },
  }
}

/** The mounts that a path of an artifact comes from: the innermost one that it lies in, and those below it. */
function partsAt({ mounts }: Artifact, path: string): Mount[] {
  const depth = (at: string) => (at === '.' ? 0 : at.split('/').length)
  const above = mounts.filter(({ at }) => isWithin(path, at))
  const innermost = Math.max(...above.map(({ at }) => depth(at)))
  return mounts.filter((mount) => (above.includes(mount) ? depth(mount.at) === innermost : isWithin(mount.at, path)))
}

/** A path of an artifact in its plain form: `./a/../b/` is `b`. */
export function inArtifact(path: string): string {
  return posix.normalize(`/${path}`).slice(1).replace(/\/$/, '') || '.'
}

/** The path in this repository that stands for `wanted` by what one mount says, or undefined when it says nothing of the kind. */
function place({ at, from }: Mount, wanted: string): string | undefined {
  if (from === undefined) return undefined
  if (isWithin(wanted, at)) return posix.join(from, posix.relative(at, wanted))
  const below = posix.relative(wanted, at)
  if (from === below) return '.'
  return from.endsWith(`/${below}`) ? from.slice(0, -below.length - 1) : undefined
}
