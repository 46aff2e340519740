import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { settingsFolder } from '../../config/settings.ts'
import { UserError } from '../../model.ts'
import type { Platform, ResolvedImage } from '../model.ts'
import { type LockEntry, lockedName, lockFile, platformKey, type TaggedImage } from './lock.ts'

export interface LockUpdate {
  /** What the file has now. */
  previous: LockEntry[]
  /** What tags lead to now, with the platform that each was resolved for. */
  resolved: { image: Pick<ResolvedImage, 'registry' | 'repository' | 'tag' | 'digest' | 'manifest'>; platform: Platform }[]
  /** Images that are still run and could not be resolved: they keep their entries. */
  used: TaggedImage[]
  /** `YYYY-MM-DD` in UTC. */
  today: string
  /** Who looks: the user of git, or the account that started the workflow. */
  by: string
}

/**
 * The entries after a look at the registries, sorted by image. An entry whose digest is the same keeps its day and name, so that only what
 * has changed shows in a review; entries of images that nothing runs any more go.
 * @throws UserError (2) when nobody is named
 */
export function updateLock({ previous, resolved, used, today, by }: LockUpdate): LockEntry[] {
  const name = by
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
  if (name === '') throw new UserError('Nobody is named who locks the images: set `git config user.name`, or GITHUB_ACTOR.')
  const before = new Map(previous.map((entry) => [entry.image, entry]))
  const entries = new Map<string, LockEntry>()
  for (const { image, platform } of resolved) {
    const key = lockedName(image)
    const old = before.get(key)
    const entry =
      entries.get(key) ??
      (old?.digest === image.digest
        ? { ...old, platforms: { ...old.platforms } }
        : { image: key, digest: image.digest, platforms: {}, resolvedAt: today, by: name })
    // moved while it was looked at: the first answer holds
    if (entry.digest === image.digest) entry.platforms[platformKey(platform)] = image.manifest
    entries.set(key, entry)
  }
  for (const image of used) {
    const kept = before.get(lockedName(image))
    if (kept !== undefined && !entries.has(kept.image)) entries.set(kept.image, kept)
  }
  return [...entries.values()].sort((a, b) => compare(a.image, b.image))
}

/** The text of a lock file: the same entries, the same bytes. */
export function lockText(entries: LockEntry[]): string {
  const images = entries
    .toSorted((a, b) => compare(a.image, b.image))
    .map(({ image, digest, platforms, resolvedAt, by }) => ({
      image,
      digest,
      platforms: Object.fromEntries(Object.entries(platforms).sort(([a], [b]) => compare(a, b))),
      resolvedAt,
      by,
    }))
  const head = '# Written by `policy-gate images --lock`: which images the tags meant. Review it like code.\n'
  // quoted, since YAML 1.1, which Kubernetes reads, takes `yes` and days for something else
  return head + stringify({ schemaVersion: '1', images }, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' })
}

/** By code units, whatever the language of the machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Writes the lock file of a repository; it is there with all of its text or as it was before.
 * @param root absolute
 * @throws UserError (2) when it cannot be written, or a link stands in its place
 */
export function writeLock(root: string, entries: LockEntry[]): void {
  const folder = join(root, settingsFolder)
  const file = join(root, lockFile)
  const isLink = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
  if (isLink(folder) || isLink(file)) throw new UserError(`${lockFile}: a link stands in its place, which may lead anywhere: remove it.`)
  const partial = `${file}.${process.pid}.tmp`
  try {
    mkdirSync(folder, { recursive: true })
    rmSync(partial, { force: true })
    writeFileSync(partial, lockText(entries), { flag: 'wx' })
    renameSync(partial, file)
  } catch (error) {
    rmSync(partial, { force: true })
    throw new UserError(`${lockFile}: it cannot be written (${(error as NodeJS.ErrnoException).code}): check its permissions.`, {
      cause: error,
    })
  }
}
