import { UserError } from '../../model.ts'
import { ImageError } from '../registry/error.ts'
import { child, fields, ReportError, text } from './fields.ts'
import { versionProblem } from './versions.ts'

/** Milliseconds. */
const deadline = 10_000

export interface ServerInfo {
  version: string
  database: { updatedAt: string; downloadedAt?: string }
}

/**
 * The address of a server, without what does not belong to it.
 * @throws UserError (2) for one that is none, or that a token must not be sent to
 */
export function serverAddress(server: string, token: string | undefined): string {
  const url = URL.parse(server)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '')
    throw new UserError(`${server} is no address of a Trivy server: it is written https://host[:port].`)
  if (token !== undefined && url.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname))
    throw new UserError(`The token of the Trivy server would be sent without TLS: write https:// in place of ${server}.`)
  return url.href.replace(/\/+$/, '')
}

/**
 * What a Trivy server says about itself.
 * @throws ImageError `scanner-failed` when it does not answer, `database` when it has none
 */
export async function askServer(server: string): Promise<ServerInfo> {
  try {
    const response = await fetch(`${server}/version`, { signal: AbortSignal.timeout(deadline), redirect: 'error' })
    if (!response.ok) throw new Error(`it answers ${response.status}`)
    return readServer(await response.json())
  } catch (cause) {
    if (cause instanceof ImageError) throw cause
    const why = ((cause as Error).cause as Error | undefined)?.message ?? (cause as Error).message
    throw new ImageError('scanner-failed', `The Trivy server ${server} cannot be asked (${why}): check its address, and that it runs.`, {
      cause,
    })
  }
}

/** Reads `{ Version, VulnerabilityDB }`, as a server gives it and as reports of its clients have it. @throws ReportError, ImageError */
export function readServer(value: unknown): ServerInfo {
  const server = fields(value as never, 'server')
  const version = text(server, 'Version')
  if (version === undefined) throw new ReportError('it does not say its version')
  const problem = versionProblem(version)
  if (problem !== undefined) throw new ImageError('scanner-failed', `The Trivy server ${problem}: update it.`)
  const database = child(server, 'VulnerabilityDB')
  const updatedAt = text(database, 'UpdatedAt')
  if (updatedAt === undefined) throw new ImageError('database', 'The Trivy server has no vulnerability database: let it download one.')
  const downloadedAt = text(database, 'DownloadedAt')
  return { version, database: { updatedAt, ...(downloadedAt === undefined ? {} : { downloadedAt }) } }
}
