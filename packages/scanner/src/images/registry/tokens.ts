import { objectOf, textAt } from '../../json.ts'
import type { Challenge } from './challenge.ts'
import type { Credential } from './docker-config.ts'
import { failureOfStatus, wrongAnswer } from './failure.ts'
import type { RegistryLimits } from './limits.ts'
import { discard, readBody, type Transport } from './transport.ts'

export interface TokenRequest {
  challenge: Challenge
  repository: string
  /** Absent: a token for anybody. */
  credential?: Credential | undefined
  transport: Transport
  limits: RegistryLimits
  signal: AbortSignal
}

/**
 * Gets a token to pull from a repository (distribution, token authentication): by GET with name and password, by POST (OAuth 2) with an
 * identity token. What is asked for is never what the registry proposes, but pulling from this repository.
 * @returns undefined when the service refuses the credential
 * @throws RequestFailure, or errors of the network
 */
export async function requestToken({ challenge, repository, credential, ...rest }: TokenRequest): Promise<string | undefined> {
  const { transport, limits, signal } = rest
  const realm = challenge.parameters.get('realm') ?? ''
  if (!URL.canParse(realm)) throw wrongAnswer('asks for a token without saying where from')
  const url = new URL(realm)
  const service = challenge.parameters.get('service')
  const words = { ...(service === undefined ? {} : { service }), scope: `repository:${repository}:pull` }
  if (credential?.type !== 'identity') for (const [key, value] of Object.entries(words)) url.searchParams.set(key, value)
  const answer = await transport.send(
    url,
    credential?.type === 'identity'
      ? {
          method: 'POST',
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({
            ...words,
            grant_type: 'refresh_token',
            client_id: 'policy-gate',
            refresh_token: credential.token,
          }).toString(),
          signal,
        }
      : { headers: credential?.type === 'password' ? { Authorization: basic(credential) } : {}, signal },
  )
  if (answer.status !== 200) {
    await discard(answer)
    // 400: OAuth 2 says so of a refresh token that has expired
    if ([400, 401, 403].includes(answer.status)) return undefined
    throw failureOfStatus(answer.status, answer.headers)
  }
  const value = objectOf((await readBody(answer, limits.token)).toString())
  const token = textAt(value, ['token']) || textAt(value, ['access_token'])
  if (!token || !/^[\x21-\x7e]+$/.test(token)) throw wrongAnswer('has a token service that gives none')
  return token
}

/** `Authorization` of a name and a password (RFC 7617). */
export function basic({ user, password }: Extract<Credential, { type: 'password' }>): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}
