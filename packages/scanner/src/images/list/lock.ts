import { runGitSync } from '../../git/program.ts'
import { findRepository } from '../../git/repository.ts'
import type { Language } from '../../model.ts'
import { checkLock } from '../lock/check.ts'
import { type Lock, type LockEntry, lockFile, openLock } from '../lock/lock.ts'
import { updateLock, writeLock } from '../lock/write.ts'
import { type ImageReference, parseImage } from '../reference.ts'
import type { Registries } from '../registry/registries.ts'
import type { AskedImage } from './model.ts'
import { lockedBy } from './report.ts'
import type { Resolution } from './resolution.ts'
import { listStrings } from './strings.ts'

/** What a command answers: lines for people, and its exit code. */
export interface LockAnswer {
  lines: string[]
  code: 0 | 1 | 3
}

type Named = Exclude<ImageReference, { unresolved: true }>

export interface WriteOptions {
  /** Absolute; the file is written below it. */
  root: string
  previous: Lock | undefined
  /** All images of the repository are in the list: entries of others go. */
  complete: boolean
  /** `YYYY-MM-DD` in UTC. */
  today: string
  environment: NodeJS.ProcessEnv
  language: Language
}

/**
 * Writes what tags mean now. A reference with a digest needs no entry; what cannot be had keeps the entry that it has, and is code 3.
 * @throws UserError (2) when the file cannot be written, or nobody is named
 */
export function lockImages(
  resolutions: Resolution[],
  { root, previous, complete, today, environment, language }: WriteOptions,
): LockAnswer {
  const tagged = resolutions.flatMap((resolution) => {
    const image = namedIn(resolution)
    return image === undefined || image.digest !== undefined ? [] : [{ ...resolution, image }]
  })
  const before = previous?.entries ?? []
  const entries = updateLock({
    previous: before,
    resolved: tagged.flatMap(({ image: { registry, repository, tag }, platform, resolved }) =>
      resolved === undefined ? [] : [{ image: { ...resolved, registry, repository, ...(tag === undefined ? {} : { tag }) }, platform }],
    ),
    used: [...tagged.map(({ image }) => image), ...(complete ? [] : before.flatMap(({ image }) => namedIn({ reference: image }) ?? []))],
    today,
    by: lockedBy(environment, () => gitUser(root)),
  })
  writeLock(root, entries)
  const failed = tagged.filter(({ resolved }) => resolved === undefined)
  const counts = { file: lockFile, images: entries.length, ...changes(before, entries) }
  return { lines: [listStrings[language].locked(counts)], code: failed.length === 0 ? 0 : 3 }
}

function changes(before: LockEntry[], after: LockEntry[]): { added: number; changed: number } {
  const old = openLock(before)
  const digests = new Map(old.entries.map(({ image, digest }) => [image, digest]))
  return {
    added: after.filter(({ image }) => !digests.has(image)).length,
    changed: after.filter(({ image, digest }) => digests.has(image) && digests.get(image) !== digest).length,
  }
}

/** Asks whether every tag means what the lock file says; a tag that has moved or has no entry is code 1, one that nobody knows of 3. */
export async function checkImages(
  asked: AskedImage[],
  { lock, registries, language }: { lock: Lock | undefined; registries: Registries; language: Language },
): Promise<LockAnswer> {
  const words = listStrings[language]
  const images = asked.flatMap((one) => namedIn(one) ?? [])
  const states = await checkLock(images, { lock: lock ?? openLock([]), registries })
  const count = (state: string) => states.filter((each) => each.state === state).length
  const lines = states.flatMap((each) => {
    if (each.state === 'moved') return [words.tagMoved(each.image, each.from, each.to)]
    if (each.state === 'missing') return [words.missing(each.image)]
    return each.state === 'unknown' ? [each.message] : []
  })
  const counts = { images: states.length, moved: count('moved'), missing: count('missing'), unknown: count('unknown') }
  const code = counts.unknown > 0 ? 3 : counts.moved + counts.missing > 0 ? 1 : 0
  return { lines: [...lines, words.checked(counts)], code }
}

function namedIn({ reference }: Pick<AskedImage, 'reference'>): Named | undefined {
  const image = parseImage(reference)
  return image === undefined || 'unresolved' in image ? undefined : image
}

/** Of the repository's own configuration. */
function gitUser(root: string): string | undefined {
  const repository = findRepository(root)
  if (repository === undefined) return undefined
  const { status, stdout } = runGitSync(repository, ['config', '--get', 'user.name'])
  return status === 0 ? stdout.toString().trim() : undefined
}
