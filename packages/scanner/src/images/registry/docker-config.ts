import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { isJsonObject, textAt } from '../../json.ts'
import { type Json, type JsonObject, UserError } from '../../model.ts'
import { isInside } from '../../paths.ts'
import type { Environment } from './settings.ts'

/** What somebody is let in with: a name and a password, or a token that is exchanged for others, or one that is sent as it is. */
export type Credential =
  | { type: 'password'; user: string; password: string }
  | { type: 'identity'; token: string }
  | { type: 'bearer'; token: string }

/** The configuration of Docker's command line, as far as it is about registries. */
export interface DockerConfig {
  /** For messages. */
  file: string
  /** By registry as written there: `registry.example`, `https://index.docker.io/v1/`. */
  auths: Record<string, Credential>
  /** Helper for one registry, by its name. */
  helpers: Record<string, string>
  /** Helper for all others. */
  store?: string
}

/**
 * Reads `config.json` of `$DOCKER_CONFIG`, else of `~/.docker`.
 * @param options.root folder that is scanned: nothing in it may say which helper is started, or who is asked with which password
 * @returns undefined where there is no such file
 * @throws UserError (2) when it lies in the root, cannot be read or is no JSON; its content is never repeated
 */
export function readDockerConfig(environment: Environment, options: { root?: string | undefined }): DockerConfig | undefined {
  const { DOCKER_CONFIG: named, HOME, USERPROFILE } = environment
  const home = HOME || USERPROFILE || homedir()
  const file = join(named ? resolve(named) : join(home, '.docker'), 'config.json')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new UserError(`${file}: the Docker configuration cannot be read (${code}): check its permissions.`, { cause: error })
  }
  if ((named !== undefined && named !== '' && !isAbsolute(named)) || (options.root !== undefined && isInside(file, options.root)))
    throw new UserError(
      `${file}: a Docker configuration in the scanned folder, or named relative to it, is not used, since anybody who can change a file could choose where passwords go: set DOCKER_CONFIG to a folder elsewhere.`,
    )
  let value: Json
  try {
    value = JSON.parse(text)
  } catch {
    throw new UserError(`${file}: the Docker configuration is no valid JSON: correct it, or sign in again with \`docker login\`.`)
  }
  return configOf(isJsonObject(value) ? value : {}, file)
}

function configOf(value: JsonObject, file: string): DockerConfig {
  const auths: Record<string, Credential> = {}
  for (const [key, entry] of Object.entries(isJsonObject(value.auths) ? value.auths : {})) {
    const credential = isJsonObject(entry) ? credentialOf(entry) : undefined
    if (credential !== undefined) auths[key] = credential
  }
  const helpers = Object.entries(isJsonObject(value.credHelpers) ? value.credHelpers : {}).flatMap(([key, name]) =>
    typeof name === 'string' && name !== '' ? [[key, name] as const] : [],
  )
  const store = textAt(value, ['credsStore'])
  return { file, auths, helpers: Object.fromEntries(helpers), ...(store ? { store } : {}) }
}

function credentialOf(entry: JsonObject): Credential | undefined {
  const text = (key: string) => textAt(entry, [key]) || undefined
  const [identity, bearer, auth] = [text('identitytoken'), text('registrytoken'), text('auth')]
  if (identity !== undefined) return { type: 'identity', token: identity }
  if (bearer !== undefined) return { type: 'bearer', token: bearer }
  const decoded = auth === undefined ? '' : Buffer.from(auth, 'base64').toString()
  const colon = decoded.indexOf(':')
  // as Docker: what `auth` holds comes before the two other fields; some writers end it with NUL
  const user = colon > 0 ? decoded.slice(0, colon) : text('username')
  const password = colon > 0 ? decoded.slice(colon + 1).replace(/\0+$/, '') : text('password')
  return user === undefined || password === undefined ? undefined : { type: 'password', user, password }
}

/** Docker Hub has kept the name of its first interface. */
const hubKey = 'https://index.docker.io/v1/'

/** Under which name helpers know a registry. */
export function helperKey(host: string): string {
  return isHub(host) ? hubKey : host
}

function isHub(host: string): boolean {
  return host === 'docker.io' || host === 'index.docker.io' || host === 'registry-1.docker.io'
}

/**
 * The credential of `auths` for a repository. A key names a registry, with or without scheme and the path of the interface, or (as Podman
 * writes it) one followed by the first parts of a repository; the longest that fits counts.
 */
export function storedCredential(
  { auths }: DockerConfig,
  { host, repository }: { host: string; repository: string },
): Credential | undefined {
  const wanted = `${isHub(host) ? 'docker.io' : host}/${repository}`
  const fitting = Object.entries(auths).flatMap(([key, credential]) => {
    const prefix = normaliseKey(key)
    return wanted.startsWith(`${prefix}/`) ? [{ prefix, credential }] : []
  })
  return fitting.sort((a, b) => b.prefix.length - a.prefix.length)[0]?.credential
}

function normaliseKey(key: string): string {
  const [host = '', ...path] = key
    .replace(/^https?:\/\//, '')
    .replace(/\/v[12]\/?$|\/+$/, '')
    .split('/')
  return [isHub(host.toLowerCase()) ? 'docker.io' : host.toLowerCase(), ...path].join('/')
}
