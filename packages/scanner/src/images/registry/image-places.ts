import type { RegistrySettings } from '../../config/config.ts'
import { layoutName, type NamedImage } from '../layouts.ts'
import { openClient } from './client.ts'
import type { FetchedManifest, ImagePlace } from './content.ts'
import { type Credentials, openCredentials } from './credentials.ts'
import { readDockerConfig } from './docker-config.ts'
import { ImageError } from './error.ts'
import { openLayoutClient } from './layout-client.ts'
import type { RegistryLimits } from './limits.ts'
import { proxyOf } from './proxy.ts'
import { type Environment, placeOf } from './settings.ts'
import { openSignIn } from './sign-in.ts'
import { openTransport, type Transport } from './transport.ts'

export interface ImagePlacesOptions {
  registries: RegistrySettings[]
  environment: Environment
  offline?: boolean
  root?: string
  limits: RegistryLimits
  layouts?: ReadonlyMap<string, string>
  signal?: AbortSignal
}

/** Who is asked about an image: its registry, or a layout that lies here. Each is opened when the first image needs it. */
export interface ImagePlaces {
  /** @param image as messages name it. @throws ImageError where nobody can be asked */
  of(named: NamedImage, image: string): ImagePlace
  /** True for an image that lies here as a layout. */
  isHere(named: NamedImage): boolean
  /** Sentences about what had to be done in another way, sorted. */
  notes(): string[]
  /** Ends connections. */
  close(): void
}

type Opened = Pick<ImagePlace, 'client' | 'manifests'>

/** The options are those of openRegistries. */
export function openImagePlaces(options: ImagePlacesOptions): ImagePlaces {
  const { registries, environment, root, limits, layouts, signal } = options
  const opened = new Map<string, Opened>()
  const transports: Transport[] = []
  const notes = new Set<string>()
  let credentials: Credentials | undefined

  function registryOf(name: string): Opened {
    const place = placeOf(name, registries)
    return openedAs(place.name, () => {
      credentials ??= openCredentials({ config: readDockerConfig(environment, { root }), environment, root, limits })
      const transport = openTransport(place, { registries, limits, proxy: proxyOf(environment) })
      const signIn = openSignIn({ place, credentials, transport, limits, note: (sentence) => notes.add(sentence) })
      transports.push(transport)
      return openClient({ place, transport, signIn, limits })
    })
  }

  function openedAs(key: string, openIt: () => ImagePlace['client']): Opened {
    const found = opened.get(key) ?? { client: openIt(), manifests: new Map<string, FetchedManifest>() }
    opened.set(key, found)
    return found
  }

  return {
    of(named, image) {
      const { registry, repository } = named
      const folder = layouts?.get(layoutName(named))
      if (folder !== undefined) {
        const layout = openedAs(folder, () => openLayoutClient({ folder, place: placeOf(registry, registries) }))
        return { ...layout, repository, image, limits, signal }
      }
      refuseUnreachable(named, image, options.offline === true)
      return { ...registryOf(registry), repository, image, limits, signal }
    },
    isHere: (named) => layouts?.has(layoutName(named)) === true,
    notes: () => [...notes].sort(),
    close() {
      for (const transport of transports) transport.close()
    },
  }
}

function refuseUnreachable({ registry, repository }: NamedImage, image: string, offline: boolean): void {
  if (offline)
    throw new ImageError(
      'offline',
      `${image}: no registry is asked (--offline), and nothing is kept of it: scan it once with a connection.`,
    )
  // what references and lock files hold was checked when they were read; a path must not become another one here
  if (!/^[a-z0-9._/-]+$/.test(repository) || /(^|\/)\.{0,2}(\/|$)/.test(repository) || !URL.canParse(`https://${registry}`))
    throw new ImageError('invalid-reference', `${image}: it is no reference of an image: write registry/repository:tag.`)
}
