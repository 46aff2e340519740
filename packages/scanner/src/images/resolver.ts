import { createHash } from 'node:crypto'
import type { EngineCache } from '../engines/cache.ts'
import type { ImageFacts, Platform, ResolvedImage } from './model.ts'
import { type ImageReference, parseImage } from './reference.ts'
import { ImageError } from './registry/error.ts'
import { platformText } from './registry/platform.ts'
import type { Registries } from './registry/registries.ts'
import { defaultPlatform } from './running.ts'

/** The digests that tags meant when somebody wrote them down. */
export interface LockedTags {
  /** `sha256:<hex>` of the index, or of the manifest where there is none; undefined without an entry. */
  digestOf(image: { registry: string; repository: string; tag?: string }): string | undefined
}

export interface ResolverOptions {
  registries: Registries
  /** What a digest means does not change, so it is asked for once. */
  cache: EngineCache | undefined
  /** The lock file holds in place of the registry. */
  offline: boolean
  lock: LockedTags | undefined
}

export interface Resolver {
  /** @throws ImageError */
  resolve(facts: ImageFacts): Promise<{ image: ResolvedImage; moved?: { from: string; to: string } }>
  /** Layers of the image that an image says it was built on; undefined where it says nothing or something wrong, or that one cannot be had. */
  baseLayers(image: ResolvedImage): Promise<string[] | undefined>
}

type Named = Exclude<ImageReference, { unresolved: true }>

const baseName = 'org.opencontainers.image.base.name'
const baseDigest = 'org.opencontainers.image.base.digest'

/** Leads references to manifests: a tag through its registry (or the lock file), a digest through what is known of it already. */
export function openResolver({ registries, cache, offline, lock }: ResolverOptions): Resolver {
  const byDigest = async (image: Named & { digest: string }, platform: Platform): Promise<ResolvedImage> => {
    const { registry, repository, digest } = image
    const key = createHash('sha256')
      .update(JSON.stringify(['resolved image 1', registry, repository, digest, platformText(platform)]))
      .digest('hex')
    const known = cache?.get(key)
    if (known !== undefined) return JSON.parse(known) as ResolvedImage
    const { tag: _tag, ...resolved } = await registries.resolve(image, platform)
    cache?.set(key, JSON.stringify(resolved))
    return resolved
  }

  const digestOf = async (image: Named): Promise<{ digest: string; moved?: { from: string; to: string } }> => {
    if (image.digest !== undefined) return { digest: image.digest }
    // nobody has locked what was built just now
    if (registries.isHere(image)) return { digest: await registries.digest(image) }
    const locked = lock?.digestOf(image)
    if (offline) {
      if (locked !== undefined) return { digest: locked }
      throw new ImageError(
        'offline',
        `${image.reference}: no registry is asked, and .policy-gate/images.lock.yaml has no digest for it: run \`policy-gate images --lock\` with a connection.`,
      )
    }
    const digest = await registries.digest(image)
    return locked === undefined || locked === digest ? { digest } : { digest, moved: { from: locked, to: digest } }
  }

  return {
    async resolve({ reference, platform = defaultPlatform }) {
      const image = parseImage(reference)
      if (image === undefined || 'unresolved' in image)
        throw new ImageError('invalid-reference', `${reference}: it is no reference of an image: write registry/repository:tag.`)
      const { digest, moved } = await digestOf(image)
      // what is written without tag and digest means this one
      const tag = image.tag ?? (image.digest === undefined ? 'latest' : undefined)
      const resolved = await byDigest({ ...image, ...(tag === undefined ? {} : { tag }), digest }, platform)
      return { image: { ...resolved, ...(tag === undefined ? {} : { tag }) }, ...(moved === undefined ? {} : { moved }) }
    },
    async baseLayers({ config, platform }) {
      const { [baseName]: name, [baseDigest]: digest } = config.labels ?? {}
      const base = name === undefined || digest === undefined ? undefined : parseImage(`${name.replace(/@.*$/, '')}@${digest}`)
      if (base === undefined || 'unresolved' in base || base.digest === undefined) return undefined
      try {
        const { layers } = (await byDigest({ ...base, digest: base.digest }, platform)).config
        // anybody can write a label; what an image is built on lies at its bottom, and is not all of it
        const isBelow = layers.length < config.layers.length && layers.every((layer, index) => layer === config.layers[index])
        return isBelow ? layers : undefined
      } catch (error) {
        if (error instanceof ImageError) return undefined
        throw error
      }
    },
  }
}
