/** The authentication of the registry of the tests: Basic, or Bearer with tokens of its own realm (distribution's token specification). */
import type { IncomingMessage } from 'node:http'

export interface Access {
  status: number
  headers: Record<string, string>
  body: Buffer
}

export interface RegistryAuth {
  type: 'basic' | 'token'
  /** Name to password. */
  users: Record<string, string>
  /** Refresh tokens that POST (OAuth 2) takes: token to name. */
  identityTokens?: Record<string, string>
  /** Repositories that anybody may pull by an anonymous token; default: none. */
  public?: string[]
  /** The realm to announce in place of the registry's own. */
  realm?: string
  /** The whole `WWW-Authenticate` to announce. */
  challenge?: string
  /** Seconds that the registry says a token lives; default: not said. */
  expiresIn?: number
}

export interface Tokens {
  /** Answers requests to the realm; undefined for all others. */
  answer(request: IncomingMessage, url: URL): Promise<Access | undefined>
  /** Why a request is not answered. */
  refusal(request: IncomingMessage, wanted: { repository: string }): Access | undefined
}

/** Gives the realm of a registry: `/token`. */
export function startTokens(host: string, auth?: RegistryAuth): Tokens {
  const issued = new Map<string, string[]>()
  const challenge = (repository: string): string => {
    if (auth?.challenge !== undefined) return auth.challenge
    if (auth?.type === 'basic') return 'Basic realm="registry"'
    const scope = repository === '' ? '' : `,scope="repository:${repository}:pull"`
    return `Bearer realm="${auth?.realm ?? `http://${host}/token`}",service="registry.test"${scope}`
  }
  const isUser = (header: string | undefined): boolean => {
    const [, encoded] = /^Basic (.+)$/i.exec(header ?? '') ?? []
    if (encoded === undefined) return false
    const text = Buffer.from(encoded, 'base64').toString()
    const colon = text.indexOf(':')
    return auth?.users[text.slice(0, colon)] === text.slice(colon + 1)
  }
  return {
    async answer(request, url) {
      if (auth?.type !== 'token' || url.pathname !== '/token') return undefined
      const form = request.method === 'POST' ? new URLSearchParams(await bodyOf(request)) : url.searchParams
      const user = form.get('grant_type') === 'refresh_token' ? auth.identityTokens?.[form.get('refresh_token') ?? ''] : undefined
      const known = user !== undefined || isUser(request.headers.authorization)
      if (!known && (request.headers.authorization !== undefined || request.method === 'POST'))
        return refuse(401, 'UNAUTHORIZED', { 'WWW-Authenticate': 'Basic realm="registry"' })
      const scopes = form.getAll('scope').flatMap((scope) => scope.split(' '))
      const granted = scopes.filter((scope) => known || auth.public?.includes(scope.split(':')[1] ?? ''))
      const token = `token-${issued.size + 1}`
      issued.set(token, granted)
      const life = auth.expiresIn === undefined ? {} : { expires_in: auth.expiresIn }
      const body = Buffer.from(JSON.stringify({ [request.method === 'POST' ? 'access_token' : 'token']: token, ...life }))
      return { status: 200, headers: { 'Content-Type': 'application/json' }, body }
    },
    refusal(request, { repository }) {
      if (auth === undefined) return undefined
      const { authorization } = request.headers
      const authenticate = { 'WWW-Authenticate': challenge(repository) }
      if (auth.type === 'basic') return isUser(authorization) ? undefined : refuse(401, 'UNAUTHORIZED', authenticate)
      const scopes = issued.get(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '')
      if (scopes === undefined) return refuse(401, 'UNAUTHORIZED', authenticate)
      const isGranted = repository === '' || scopes.some((scope) => new RegExp(`^repository:${repository}:.*\\bpull\\b`).test(scope))
      return isGranted ? undefined : refuse(401, 'DENIED', authenticate)
    },
  }
}

function refuse(status: number, code: string, headers: Record<string, string>): Access {
  return {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify({ errors: [{ code, message: 'authentication required' }] })),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request) text += String(piece)
  return text
}
