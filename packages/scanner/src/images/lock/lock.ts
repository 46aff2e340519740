import { settingsFolder } from '../../config/settings.ts'
import type { Platform } from '../model.ts'
import { normalisePlatform, platformText } from '../registry/platform.ts'

export const lockFile = `${settingsFolder}/images.lock.yaml`

/** A row of `.policy-gate/images.lock.yaml`; schemas/images-lock.schema.json describes every key. */
export interface LockEntry {
  /** `docker.io/library/nginx:1.27`. */
  image: string
  digest: string
  /** Digest of the manifest by platform: `linux/amd64`. */
  platforms: Record<string, string>
  /** `YYYY-MM-DD` in UTC. */
  resolvedAt: string
  by: string
}

/** An image by its tag, normalised. */
export interface TaggedImage {
  registry: string
  repository: string
  /** Default: `latest`. */
  tag?: string | undefined
}

/** How the lock file names an image. */
export function lockedName({ registry, repository, tag = 'latest' }: TaggedImage): string {
  return `${registry}/${repository}:${tag}`
}

/** The platform as a key of an entry. */
export function platformKey(platform: Platform): string {
  return platformText(normalisePlatform(platform))
}

/** The entries of a lock file by image. */
export interface Lock {
  entries: LockEntry[]
  /** The digest that the tag meant, of the index where there is one; undefined without an entry. */
  digestOf(image: TaggedImage): string | undefined
  /** The digest of the manifest for a platform, where that was looked at. */
  manifestOf(image: TaggedImage, platform: Platform): string | undefined
  /** What has become of a tag; undefined when it means the same still, or there is no entry. */
  moved(image: TaggedImage & { digest: string }): { from: string; to: string } | undefined
}

/** Looks into the entries of a lock file that is valid. */
export function openLock(entries: LockEntry[]): Lock {
  const byName = new Map(entries.map((entry) => [entry.image, entry]))
  return {
    entries,
    digestOf: (image) => byName.get(lockedName(image))?.digest,
    manifestOf: (image, platform) => byName.get(lockedName(image))?.platforms[platformKey(platform)],
    moved(image) {
      const from = byName.get(lockedName(image))?.digest
      return from === undefined || from === image.digest ? undefined : { from, to: image.digest }
    },
  }
}
