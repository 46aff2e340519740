import { tmpdir } from 'node:os'
import type { ImageSettings } from '../../config/config.ts'
import type { NamedImage } from '../layouts.ts'
import type { Attachments, Platform, ResolvedImage } from '../model.ts'
import type { ImageReference } from '../reference.ts'
import { countAttachments } from './attachments.ts'
import { openBlobs } from './blobs.ts'
import { fetchDigest } from './content.ts'
import { ImageError } from './error.ts'
import { openImagePlaces } from './image-places.ts'
import { pullImage } from './layout.ts'
import { defaultLimits, type RegistryLimits } from './limits.ts'
import { isDigest } from './manifest.ts'
import { platformText } from './platform.ts'
import { resolveImage } from './resolve.ts'
import { checkRegistries, type Environment } from './settings.ts'

export interface RegistriesOptions {
  settings: Pick<ImageSettings, 'registries' | 'maximumSize'>
  /** Of the process: DOCKER_CONFIG, HOME, GITHUB_TOKEN, HTTPS_PROXY, what credential helpers read. */
  environment: Environment
  /** Nothing is asked; every call throws an ImageError (offline). */
  offline?: boolean
  /** Absolute folder that is scanned: no configuration and no program in it is used. */
  root?: string
  /** Absolute folder in which layers are kept for the images of the run; default: the system's. */
  temporary?: string
  limits?: Partial<RegistryLimits>
  /** Images that lie here as OCI layouts and are not asked for elsewhere: absolute folders by what layoutName gives. */
  layouts?: ReadonlyMap<string, string>
  /** Ends whatever is under way, and what would be asked later. */
  signal?: AbortSignal
}

/** What registries say about images. Each image is asked for once. */
export interface Registries {
  /** @throws ImageError */
  resolve(image: ImageReference, platform: Platform): Promise<ResolvedImage>
  /** True for an image that lies here as a layout. */
  isHere(image: NamedImage): boolean
  /** The digest that a tag leads to now, without pulling. @throws ImageError, also when there is no such tag */
  digest(image: ImageReference): Promise<string>
  /**
   * Writes an image as an OCI layout folder; layers that another image of the run has too are got once.
   * @param folder absolute; not there yet, or empty. It appears when it is complete.
   * @throws ImageError; the reason of the signal, when that ended it
   */
  pull(image: ResolvedImage, folder: string, options?: { signal?: AbortSignal }): Promise<void>
  /** Undefined for an image that lies here. @throws ImageError */
  attachments(image: ResolvedImage): Promise<Attachments | undefined>
  /** Sentences about what had to be done in another way, sorted: a credential that was refused. */
  notes(): string[]
  /** Ends connections and removes the layers that were kept. */
  close(): void
}

/** Compressed MiB of one image, where the configuration says nothing. */
const defaultSize = 4096

/**
 * Opens the registries for one run; nothing is asked and no file is read before the first image.
 * @throws UserError (2) for registries of the configuration that are no hosts
 */
export function openRegistries(options: RegistriesOptions): Registries {
  const { settings, temporary = tmpdir() } = options
  const registries = settings.registries ?? []
  checkRegistries(registries)
  const limits = { ...defaultLimits, ...options.limits }
  const places = openImagePlaces({ ...options, registries, limits })
  const blobs = openBlobs({ parent: temporary, limits })
  const resolved = new Map<string, Promise<ResolvedImage>>()
  const counted = new Map<string, Promise<Attachments>>()
  return {
    isHere: places.isHere,
    async resolve(image, platform) {
      const { registry, repository, tag, digest } = checked(image)
      const place = places.of({ registry, repository, tag, digest }, image.reference)
      const key = JSON.stringify([registry, repository, digest ?? tag, digest === undefined || tag, platformText(platform)])
      const found = resolved.get(key) ?? resolveImage({ place, registry, tag, digest, platform })
      resolved.set(key, found)
      return found
    },
    async digest(image) {
      const { registry, repository, tag = 'latest', digest } = checked(image)
      if (digest !== undefined) return digest
      const found = await fetchDigest(places.of({ registry, repository, tag }, image.reference), tag)
      if (found === undefined)
        throw new ImageError('not-found', `${image.reference}: the registry ${registry} does not have the tag ${tag} (404): check it.`)
      return found
    },
    async pull(image, folder, { signal } = {}) {
      const place = { ...places.of(image, nameOf(image)), signal }
      const maximumSize = (settings.maximumSize ?? defaultSize) * 2 ** 20
      signal?.throwIfAborted()
      await pullImage({ place, image, folder, blobs, maximumSize, parallel: limits.parallel })
    },
    async attachments(image) {
      if (places.isHere(image)) return undefined
      const place = places.of(image, nameOf(image))
      const key = JSON.stringify([image.registry, image.repository, image.digest, image.manifest])
      const found = counted.get(key) ?? countAttachments(place, image)
      counted.set(key, found)
      return found
    },
    notes: places.notes,
    close() {
      places.close()
      blobs.close()
    },
  }
}

/** @throws ImageError for a reference that leads nowhere */
function checked(image: ImageReference): Exclude<ImageReference, { unresolved: true }> {
  if ('unresolved' in image) {
    if (image.invalid === undefined)
      throw new ImageError('unresolved', `${image.reference}: the reference holds a placeholder, so nobody can say which image is meant.`)
    throw new ImageError('invalid-reference', `${image.reference}: it is no reference of an image, since ${image.invalid}.`)
  }
  if (image.digest !== undefined && !isDigest(image.digest))
    throw new ImageError(
      'invalid-reference',
      `${image.reference}: only SHA-256 digests can be proved: name the image by sha256:<64 hex digits>.`,
    )
  return image
}

function nameOf({ registry, repository, tag, manifest }: ResolvedImage): string {
  return `${registry}/${repository}${tag === undefined ? `@${manifest}` : `:${tag}`}`
}
