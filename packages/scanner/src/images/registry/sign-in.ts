import { type Challenge, parseChallenges } from './challenge.ts'
import type { Credentials, FoundCredential } from './credentials.ts'
import { RequestFailure } from './failure.ts'
import type { RegistryLimits } from './limits.ts'
import type { RegistryPlace } from './settings.ts'
import { basic, requestToken } from './tokens.ts'
import { type Answer, discard, type Transport } from './transport.ts'

export interface SignInOptions {
  place: RegistryPlace
  credentials: Credentials
  transport: Transport
  limits: RegistryLimits
  /** Told, as a sentence, when credentials were refused and it went on without. */
  note(sentence: string): void
}

/** Signs in where a registry asks for it, and remembers that for the repository. */
export interface SignIn {
  /**
   * Sends a request with what the repository is known to want.
   * @param send sends it with an `Authorization`, or without
   * @throws RequestFailure (unauthorized) when neither the user's credential nor an anonymous token is let in
   */
  through(repository: string, signal: AbortSignal, send: (authorization?: string) => Promise<Answer>): Promise<Answer>
}

interface Refusals {
  credential?: string
}

/**
 * Credentials go out only after the registry has asked for them, so that a public image never depends on them; one that is refused, as an
 * expired one is, does not keep a public image from being read: the same is asked once more as anybody.
 */
export function openSignIn({ place, credentials, transport, limits, note }: SignInOptions): SignIn {
  const known = new Map<string, string>()
  const isDenied = ({ status }: Answer) => status === 401 || status === 403

  async function authorization(challenges: Challenge[], repository: string, signal: AbortSignal, found?: FoundCredential) {
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer')
    const credential = found?.credential
    if (credential?.type === 'bearer') return `Bearer ${credential.token}`
    if (bearer !== undefined) {
      const token = await requestToken({ challenge: bearer, repository, credential, transport, limits, signal })
      return token === undefined ? undefined : `Bearer ${token}`
    }
    const takesBasic = challenges.some(({ scheme }) => scheme === 'basic')
    return takesBasic && credential?.type === 'password' ? basic(credential) : undefined
  }

  /** Some registries refuse without a word on how to sign in, but say it here. */
  async function ask(signal: AbortSignal): Promise<Challenge[]> {
    const answer = await transport.send(new URL(`${place.scheme}://${place.host}/v2/`), { signal })
    await discard(answer)
    return parseChallenges(answer.headers['www-authenticate'])
  }

  return {
    async through(repository, signal, send) {
      const last = known.get(repository)
      const first = await send(last)
      if (!isDenied(first)) return first
      await discard(first)
      const told = parseChallenges(first.headers['www-authenticate'])
      const challenges = told.length > 0 ? told : await ask(signal)
      const refusals: Refusals = {}
      const attempt = async (found?: FoundCredential): Promise<Answer | undefined> => {
        const header = await authorization(challenges, repository, signal, found)
        // without a header it was already in vain, unless there was one
        if (header === undefined && (found !== undefined || last === undefined)) return undefined
        const answer = await send(header)
        if (isDenied(answer)) return void (await discard(answer))
        if (header === undefined) known.delete(repository)
        else known.set(repository, header)
        return answer
      }
      const found = await credentials.find(place, repository)
      const credential = found !== undefined && 'credential' in found ? found : undefined
      if (credential !== undefined) {
        const answer = await attempt(credential)
        if (answer !== undefined) return answer
        refusals.credential = credential.source
      }
      const answer = await attempt()
      if (answer === undefined)
        throw unauthorized(first.status, { source: refusals.credential, problem: found && 'problem' in found ? found.problem : undefined })
      if (refusals.credential !== undefined)
        note(`${place.name} refuses the credential of ${refusals.credential} for ${repository}; it was asked without one, as anybody may.`)
      return answer
    },
  }
}

function unauthorized(status: number, { source, problem }: { source: string | undefined; problem: string | undefined }): RequestFailure {
  if (source !== undefined)
    return new RequestFailure({
      code: 'unauthorized',
      what: `refuses the credential of ${source}, and does not let in anybody without (${status})`,
      remedy: 'it may have expired, or not be allowed to pull from there: sign in again with `docker login`',
    })
  return new RequestFailure({
    code: 'unauthorized',
    what: `does not have it, or wants a credential (${status})${problem === undefined ? '' : `; ${problem}`}`,
    remedy: 'check the name, and sign in with `docker login` where the image is private',
  })
}
