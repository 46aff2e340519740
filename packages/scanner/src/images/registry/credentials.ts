import { askHelper, HelperError } from './credential-helper.ts'
import { type Credential, type DockerConfig, helperKey, storedCredential } from './docker-config.ts'
import type { RegistryLimits } from './limits.ts'
import type { Environment, RegistryPlace } from './settings.ts'

/** A credential and where it comes from, for messages: `the Docker configuration`. */
export interface FoundCredential {
  credential: Credential
  source: string
}

export interface CredentialOptions {
  config: DockerConfig | undefined
  environment: Environment
  root?: string | undefined
  limits: RegistryLimits
}

/** Finds what to sign in to a registry with. */
export interface Credentials {
  /** @returns undefined where nobody has one; `problem` where somebody should have. */
  find(place: RegistryPlace, repository: string): Promise<FoundCredential | { problem: string } | undefined>
}

/**
 * Looks, for the host that is really asked (of a mirror its own), as Docker does: the helper of the registry, the general helper, what the
 * configuration itself holds; then, for GitHub's registry and by TLS only, GITHUB_TOKEN. Helpers are asked once for each registry.
 */
export function openCredentials({ config, environment, root, limits }: CredentialOptions): Credentials {
  const answers = new Map<string, Promise<FoundCredential | { problem: string } | undefined>>()

  async function fromHelper(host: string): Promise<FoundCredential | { problem: string } | undefined> {
    const key = helperKey(host)
    const name = config?.helpers[key] ?? config?.helpers[host] ?? config?.store
    if (name === undefined) return undefined
    try {
      const credential = await askHelper(name, key, { environment, root, deadline: limits.helper })
      return credential === undefined ? undefined : { credential, source: `docker-credential-${name}` }
    } catch (error) {
      if (error instanceof HelperError) return { problem: error.message }
      throw error
    }
  }

  return {
    async find(place, repository) {
      const { host } = place
      const asked = answers.get(host) ?? fromHelper(host)
      answers.set(host, asked)
      const found = await asked
      if (found !== undefined && 'credential' in found) return found
      const stored = config === undefined ? undefined : storedCredential(config, { host, repository })
      if (stored !== undefined) return { credential: stored, source: 'the Docker configuration' }
      const { GITHUB_TOKEN, GITHUB_ACTOR } = environment
      if (place.host !== 'ghcr.io' || place.scheme !== 'https' || !GITHUB_TOKEN) return found
      return { credential: { type: 'password', user: GITHUB_ACTOR || 'token', password: GITHUB_TOKEN }, source: 'GITHUB_TOKEN' }
    },
  }
}
