/** A registry (OCI distribution-spec, the part for pulling) on the loopback interface, which can be told to misbehave. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type Blob, blobOf, descriptorOf, type MadeImage, type MadeIndex } from './image-maker.ts'
import { type Access, type RegistryAuth, startTokens } from './registry-auth.ts'

/** What happens in place of the right answer. */
export interface Fault {
  /** Answer with this status; default: that of the right answer. */
  status?: number
  headers?: Record<string, string>
  /** These bytes, with a right Content-Length, in place of the right ones. */
  body?: string | Uint8Array
  /** Milliseconds before the first byte. */
  delay?: number
  /** Close the connection after so many bytes of the body, which was announced in full. */
  cutAfter?: number
  /** A body that never ends. */
  endless?: boolean
  /** Close the connection without an answer. */
  drop?: boolean
  /** How often; default: always. */
  times?: number
  method?: 'GET' | 'HEAD' | 'POST'
}

export interface SeenRequest {
  method: string
  /** With the query. */
  path: string
  headers: Record<string, string | string[] | undefined>
  /** 0 until the answer is written. */
  status: number
}

export interface RegistryOptions {
  auth?: RegistryAuth
  /** Key and certificate, PEM: by TLS; default: plain HTTP. */
  tls?: { key: string; cert: string }
  /** Default: true. */
  referrers?: boolean
  /** Whether `Range` is understood; default: true. */
  ranges?: boolean
}

export interface Registry {
  /** `127.0.0.1:<port>`: the name of the registry in references. */
  host: string
  /** Every request so far, tokens included; may be emptied. */
  requests: SeenRequest[]
  /** Stores an image or an index with its images; gives the digest of the manifest or index. */
  push(repository: string, content: MadeImage | MadeIndex, ...tags: string[]): string
  /** Stores any manifest; `blobs` are what it names. */
  pushManifest(repository: string, manifest: Blob, options?: { tags?: string[]; blobs?: Blob[] }): string
  /** Stores an artifact that belongs to a manifest, as the referrers API lists it. */
  attach(repository: string, subject: string, artifactType: string): string
  /** From now on requests whose path (with query) has this text in it, or fits, go wrong. The last one told comes first. */
  fault(path: string | RegExp, fault: Fault): void
  /** Ends all faults. */
  mend(): void
  /** Number of requests whose path has this text in it, or fits. */
  count(path: string | RegExp, method?: string): number
  close(): Promise<void>
}

interface Repository {
  manifests: Map<string, Blob>
  tags: Map<string, string>
  blobs: Map<string, Blob>
  referrers: Map<string, object[]>
}

const artifactManifest = 'application/vnd.oci.image.manifest.v1+json'

/** Starts a registry without content on a free port of 127.0.0.1. */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const repositories = new Map<string, Repository>()
  const faults: { path: string | RegExp; fault: Fault; left: number }[] = []
  const requests: SeenRequest[] = []
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '/'
    const seen: SeenRequest = { method: request.method ?? '', path, headers: request.headers, status: 0 }
    requests.push(seen)
    response.on('close', () => {
      seen.status = response.statusCode
    })
    const active = faults.find(
      ({ path: wanted, fault, left }) => left > 0 && fits(path, wanted) && (fault.method ?? request.method) === request.method,
    )
    if (active !== undefined) active.left--
    void respond(request, response, active?.fault ?? {})
  }
  const server = options.tls === undefined ? createServer(listener) : createSecureServer(options.tls, listener)
  const host = await listen(server)
  const tokens = startTokens(host, options.auth)

  async function respond(request: IncomingMessage, response: ServerResponse, fault: Fault): Promise<void> {
    if (fault.drop) return void request.socket.destroy()
    if (fault.delay !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.delay).unref())
    const right = await answer(request)
    const body = fault.body === undefined ? right.body : Buffer.from(fault.body)
    const status = fault.status ?? right.status
    // 3xx, 4xx and 5xx that were asked for do not come with what was right
    const isOther = fault.status !== undefined && fault.body === undefined && (fault.status < 200 || fault.status > 299)
    const sent = isOther ? Buffer.alloc(0) : body
    const headers = { ...(isOther ? {} : right.headers), 'Content-Length': String(sent.length), ...fault.headers }
    if (fault.endless) return endless(response, status, headers)
    response.writeHead(status, headers)
    if (request.method === 'HEAD') return void response.end()
    if (fault.cutAfter === undefined) return void response.end(sent)
    // what a client has not read by then is lost to it
    response.write(sent.subarray(0, fault.cutAfter), () => setTimeout(() => response.destroy(), 60).unref())
  }

  async function answer(request: IncomingMessage): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
    const url = new URL(request.url ?? '/', `http://${host}`)
    const token = await tokens.answer(request, url)
    if (token !== undefined) return token
    const place = /^\/v2\/(?:(.+?)\/(manifests|blobs|referrers|tags)\/(.+))?$/.exec(url.pathname)
    if (place === null) return json(404, { errors: [{ code: 'NAME_UNKNOWN' }] })
    const [, name = '', part = '', reference = ''] = place
    const refused = tokens.refusal(request, { repository: name })
    if (refused !== undefined) return refused
    const repository = repositories.get(name)
    if (part === '') return json(200, {})
    if (repository === undefined) return json(404, { errors: [{ code: 'NAME_UNKNOWN', message: 'repository name not known to registry' }] })
    if (part === 'tags') return json(200, { name, tags: [...repository.tags.keys()].sort() })
    if (part === 'referrers')
      return options.referrers === false
        ? json(404, { errors: [{ code: 'NOT_FOUND' }] })
        : json(
            200,
            {
              schemaVersion: 2,
              mediaType: 'application/vnd.oci.image.index.v1+json',
              manifests: repository.referrers.get(reference) ?? [],
            },
            'application/vnd.oci.image.index.v1+json',
          )
    const found = part === 'blobs' ? repository.blobs.get(reference) : repository.manifests.get(repository.tags.get(reference) ?? reference)
    if (found === undefined) return json(404, { errors: [{ code: part === 'blobs' ? 'BLOB_UNKNOWN' : 'MANIFEST_UNKNOWN' }] })
    return content(found, part, options.ranges === false ? undefined : request.headers.range)
  }

  function repositoryOf(name: string): Repository {
    const known = repositories.get(name)
    if (known !== undefined) return known
    const created: Repository = { manifests: new Map(), tags: new Map(), blobs: new Map(), referrers: new Map() }
    repositories.set(name, created)
    return created
  }

  function pushManifest(name: string, manifest: Blob, { tags = [], blobs = [] }: { tags?: string[]; blobs?: Blob[] } = {}): string {
    const repository = repositoryOf(name)
    repository.manifests.set(manifest.digest, manifest)
    for (const tag of tags) repository.tags.set(tag, manifest.digest)
    for (const blob of blobs) repository.blobs.set(blob.digest, blob)
    return manifest.digest
  }

  return {
    host,
    requests,
    pushManifest,
    push(name, made, ...tags) {
      if (!('index' in made)) return pushManifest(name, made.manifest, { tags, blobs: [made.config, ...made.layers] })
      for (const { manifest, config, layers } of made.images) pushManifest(name, manifest, { blobs: [config, ...layers] })
      return pushManifest(name, made.index, { tags })
    },
    attach(name, subject, artifactType) {
      const empty = blobOf('{}', 'application/vnd.oci.empty.v1+json')
      const manifest = blobOf(
        {
          schemaVersion: 2,
          mediaType: artifactManifest,
          artifactType,
          config: descriptorOf(empty),
          layers: [descriptorOf(empty)],
          subject: { mediaType: artifactManifest, digest: subject, size: 1 },
        },
        artifactManifest,
      )
      pushManifest(name, manifest, { blobs: [empty] })
      const { referrers } = repositoryOf(name)
      referrers.set(subject, [...(referrers.get(subject) ?? []), { ...descriptorOf(manifest), artifactType }])
      return manifest.digest
    },
    fault(path, fault) {
      faults.unshift({ path, fault, left: fault.times ?? Number.POSITIVE_INFINITY })
    },
    mend() {
      faults.length = 0
    },
    count: (path, method) => requests.filter((seen) => fits(seen.path, path) && (method ?? seen.method) === seen.method).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function fits(path: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? path.includes(wanted) : wanted.test(path)
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

function json(status: number, value: object, type = 'application/json'): Access {
  const body = Buffer.from(JSON.stringify(value))
  return { status, headers: { 'Content-Type': type }, body }
}

function content({ mediaType, digest, bytes }: Blob, part: string, range?: string): Access {
  const headers = { 'Content-Type': part === 'blobs' ? 'application/octet-stream' : mediaType, 'Docker-Content-Digest': digest }
  const from = /^bytes=(\d+)-$/.exec(range ?? '')?.[1]
  if (part !== 'blobs' || from === undefined) return { status: 200, headers, body: bytes }
  if (Number(from) >= bytes.length) return { status: 416, headers: { 'Content-Range': `bytes */${bytes.length}` }, body: Buffer.alloc(0) }
  const contentRange = `bytes ${from}-${bytes.length - 1}/${bytes.length}`
  return { status: 206, headers: { ...headers, 'Content-Range': contentRange }, body: bytes.subarray(Number(from)) }
}

function endless(response: ServerResponse, status: number, headers: Record<string, string>): void {
  const { 'Content-Length': _, ...rest } = headers
  response.writeHead(status, rest)
  const piece = Buffer.alloc(65_536, ' ')
  const more = () => {
    while (!response.destroyed && response.write(piece));
  }
  response.on('drain', more)
  more()
}
