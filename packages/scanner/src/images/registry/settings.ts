import type { RegistrySettings } from '../../config/config.ts'
import { UserError } from '../../model.ts'

/** Variables of the process, as far as they are looked at. */
export type Environment = Readonly<Record<string, string | undefined>>

/** How a registry is reached. */
export interface RegistryPlace {
  /** As references name it, in lower case: `docker.io`. */
  name: string
  /** Host and, unless it is that of the scheme, port that is asked. */
  host: string
  scheme: 'https' | 'http'
  /** The configuration names it, so that it may be in a private network. */
  isConfigured: boolean
}

/** Docker Hub's interface has another name than references. */
const interfaces: Record<string, string> = { 'docker.io': 'registry-1.docker.io' }

/** Where to ask for a registry, by the configuration. Names are compared without regard to case. */
export function placeOf(registry: string, settings: RegistrySettings[]): RegistryPlace {
  const name = registry.toLowerCase()
  const configured = settings.find((entry) => entry.name.toLowerCase() === name)
  return {
    name,
    host: (configured?.mirror ?? interfaces[name] ?? name).toLowerCase(),
    scheme: configured?.plainHttp === true ? 'http' : 'https',
    isConfigured: configured !== undefined,
  }
}

/** The configured registry that is asked under a host, if any: where another one may send requests on to, although the address is private. */
export function configuredHost(host: string, settings: RegistrySettings[]): RegistryPlace | undefined {
  return settings.map(({ name }) => placeOf(name, settings)).find((place) => urlHost(place) === host)
}

/** True without a mirror. */
export function isOwnHost({ name, host }: RegistryPlace): boolean {
  return host === (interfaces[name] ?? name)
}

/** The host as URLs have it: without the port of the scheme. */
export function urlHost({ scheme, host }: RegistryPlace): string {
  return new URL(`${scheme}://${host}`).host
}

/**
 * Refuses registries of the configuration that are no hosts.
 * @throws UserError (2)
 */
export function checkRegistries(settings: RegistrySettings[]): void {
  for (const { name, mirror = name } of settings)
    for (const host of [name, mirror])
      if (!/^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/.test(host) || !URL.canParse(`https://${host}`))
        throw new UserError(`images.registries: ${JSON.stringify(host)} is no host: write a name and, where needed, a port.`)
}
