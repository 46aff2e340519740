import type { ImageConfig, Platform, ResolvedImage } from '../model.ts'
import { type FetchedManifest, fetchBlob, fetchManifest, type ImagePlace, invalid, understand } from './content.ts'
import { ImageError } from './error.ts'
import { type Descriptor, type Index, type Manifest, readConfig } from './manifest.ts'
import { chooseEntry, isCompatible, normalisePlatform, platformText } from './platform.ts'

export interface ResolveRequest {
  place: ImagePlace
  registry: string
  tag?: string | undefined
  digest?: string | undefined
  platform: Platform
}

/**
 * Follows a reference to the manifest of a platform and its configuration. A digest comes before a tag. In an index the entry is chosen as
 * containerd chooses it; a manifest without an index is taken whatever it was built for, and its configuration says what that is.
 * @throws ImageError
 */
export async function resolveImage({ place, registry, tag, digest, platform }: ResolveRequest): Promise<ResolvedImage> {
  const named = digest === undefined && tag === undefined ? 'latest' : tag
  const top = await fetchManifest(place, digest ?? named ?? 'latest')
  const { fetched, manifest, config, chosen } = await follow(place, top, platform)
  const own = platformOf(config)
  return {
    registry,
    repository: place.repository,
    ...(named === undefined ? {} : { tag: named }),
    digest: top.digest,
    manifest: fetched.digest,
    platform: chosen ?? own ?? platform,
    size: manifest.layers.reduce((sum, { size }) => sum + size, 0),
    config,
  }
}

interface Leaf {
  fetched: FetchedManifest
  manifest: Manifest
  config: ImageConfig
  /** What the index says of it. */
  chosen?: Platform
}

async function follow(place: ImagePlace, top: FetchedManifest, wanted: Platform): Promise<Leaf> {
  let fetched = top
  let chosen: Platform | undefined
  for (let depth = 0; fetched.content.type === 'index'; depth++) {
    if (depth >= place.limits.depth) throw invalid(place, `has more than ${place.limits.depth} indexes in each other`)
    const entry = choose(place, fetched.content, wanted)
    fetched = await fetchManifest(place, entry.digest, { size: entry.size })
    chosen = entry.platform
  }
  const manifest = fetched.content
  const bytes = await fetchBlob(place, manifest.config, { limit: place.limits.config })
  const config = understand(place, () => readConfig(bytes))
  if (config.layers.length !== manifest.layers.length)
    throw invalid(place, `has a manifest with ${manifest.layers.length} layers, but its configuration names ${config.layers.length}`)
  const own = platformOf(config)
  // an entry that says nothing of its platform was only a guess
  if (top.content.type === 'index' && chosen === undefined && own !== undefined && !isCompatible(own, wanted))
    throw missing(place, [own], wanted)
  return { fetched, manifest, config, ...(chosen === undefined ? {} : { chosen: normalisePlatform(chosen) }) }
}

function choose(place: ImagePlace, { entries }: Index, wanted: Platform): Descriptor {
  const images = entries.filter(isImage)
  const chosen = chooseEntry(images, wanted)
  if (chosen !== undefined) {
    // containerd takes the first one; CRI-O one that is compressed by zstd, or names a variant
    if (images.some((other) => other.digest !== chosen.digest && isSameLinux(other, chosen)))
      throw invalid(
        place,
        `has several images for ${platformText(normalisePlatform(chosen.platform!))} there, of which runtimes take different ones`,
      )
    return chosen
  }
  throw missing(
    place,
    images.flatMap(({ platform }) => (platform === undefined ? [] : [platform])),
    wanted,
  )
}

/** Of Windows there is an image for each version of the system. */
function isSameLinux({ platform: one }: Descriptor, { platform: other }: Descriptor): boolean {
  const text = (platform: Platform) => platformText(normalisePlatform(platform))
  return one !== undefined && other !== undefined && text(one) === text(other) && !text(one).startsWith('windows/')
}

/** BuildKit puts provenance and SBOMs beside the images, for a platform that does not exist. No runtime looks at what annotations say. */
function isImage({ platform }: Descriptor): boolean {
  return platform?.os !== 'unknown'
}

/** Platforms that are listed in a message. */
const shown = 12

function missing({ image, client }: ImagePlace, platforms: Platform[], wanted: Platform): ImageError {
  const names = [...new Set(platforms.map((platform) => platformText(normalisePlatform(platform)).slice(0, 40)))].sort()
  const list = names.length > shown ? `${names.slice(0, shown).join(', ')} and others` : names.join(', ')
  return new ImageError(
    'not-found',
    `${image}: the registry ${client.place.name} has no image for ${platformText(wanted)} there, only for ${list || 'no platform at all'}: choose an image for that platform, or name the platform of the nodes (nodeSelector, images.platforms).`,
  )
}

function platformOf({ os, architecture, variant }: ImageConfig): Platform | undefined {
  if (os === undefined || architecture === undefined) return undefined
  return normalisePlatform({ os, architecture, ...(variant === undefined ? {} : { variant }) })
}
