import { isJsonObject, listOf } from '../../json.ts'
import type { Json } from '../../model.ts'
import type { Attachments, ResolvedImage } from '../model.ts'
import { fetchManifest, type ImagePlace, understand } from './content.ts'
import { accept, type Descriptor, descriptorOf, ManifestError } from './manifest.ts'
import { discard, readBody } from './transport.ts'

const ociIndex = 'application/vnd.oci.image.index.v1+json'

/**
 * Counts what belongs to an image in its registry: signatures and SBOMs of the index and of the manifest. Looks at referrers (distribution
 * 1.1) or, where the registry does not know them, at the tag in their place, at the tags that cosign writes, and at what BuildKit puts into
 * the index. Nothing is verified: who can push to the registry can make these numbers.
 * @throws ImageError
 */
export async function countAttachments(place: ImagePlace, image: ResolvedImage): Promise<Attachments> {
  const subjects = [...new Set([image.digest, image.manifest])]
  const found = await Promise.all([
    ...subjects.flatMap((subject) => [
      referrers(place, subject),
      layersOf(place, `${tagOf(subject)}.sig`, { type: 'signature' }),
      layersOf(place, `${tagOf(subject)}.att`),
      layersOf(place, `${tagOf(subject)}.sbom`, { type: 'sbom' }),
    ]),
    inIndex(place, image),
  ])
  const kinds = found.flat()
  const count = (kind: Kind) => kinds.filter((other) => other === kind).length
  return { signatures: count('signature'), sboms: count('sbom') }
}

type Kind = 'signature' | 'sbom' | 'other'

function tagOf(digest: string): string {
  return digest.replace(':', '-')
}

async function referrers(place: ImagePlace, subject: string): Promise<Kind[]> {
  const { limits } = place
  const listed = await optional(place, `referrers/${subject}`, ociIndex, limits.manifest)
  const bytes = listed ?? (await optional(place, `manifests/${tagOf(subject)}`, ociIndex, limits.manifest))
  return bytes === undefined ? [] : entriesOf(place, bytes, 'manifests').map(kindOf)
}

/** The layers of a manifest that may be missing: cosign keeps each signature and each attestation in one. */
async function layersOf(place: ImagePlace, tag: string, options: { type?: Kind } = {}): Promise<Kind[]> {
  const bytes = await optional(place, `manifests/${tag}`, accept, place.limits.manifest)
  return bytes === undefined ? [] : entriesOf(place, bytes, 'layers').map((layer) => options.type ?? kindOf(layer))
}

/** What BuildKit's attestations for this manifest say of themselves. */
async function inIndex(place: ImagePlace, { digest, manifest }: ResolvedImage): Promise<Kind[]> {
  if (digest === manifest) return []
  const { content } = await fetchManifest(place, digest)
  if (content.type !== 'index') return []
  const attestations = content.entries.filter(
    ({ annotations }) =>
      annotations['vnd.docker.reference.type'] === 'attestation-manifest' && annotations['vnd.docker.reference.digest'] === manifest,
  )
  const layers = await Promise.all(attestations.slice(0, 8).map((entry) => layersOf(place, entry.digest)))
  return layers.flat()
}

async function optional(place: ImagePlace, path: string, types: string, limit: number): Promise<Buffer | undefined> {
  const { client, repository, image, signal } = place
  return client.request({
    image,
    repository,
    path,
    signal,
    headers: () => ({ Accept: types }),
    // registries that do not know referrers call the request bad, or not allowed
    expected: path.startsWith('referrers/') ? [400, 404, 405] : [404],
    read: async (answer) => {
      if (answer.status === 200) return readBody(answer, limit)
      await discard(answer)
      return undefined
    },
  })
}

/** The parts of a manifest or an index of any kind. */
function entriesOf(place: ImagePlace, bytes: Buffer, key: 'manifests' | 'layers'): Descriptor[] {
  return understand(place, () => {
    const value = parse(bytes)
    const entries = listOf(isJsonObject(value) ? value[key] : undefined)
    if (entries.length > place.limits.entries) throw new ManifestError(`lists more than ${place.limits.entries} attachments`)
    return entries.map(descriptorOf)
  })
}

function parse(bytes: Buffer): Json {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw new ManifestError('lists attachments in something that is no JSON')
  }
}

const sbomTypes = /spdx|cyclonedx|vnd\.syft|artifact\.sbom/i
const signatureTypes = /cosign\.artifact\.sig|cncf\.notary\.signature|cosign\.simplesigning|cosign\/sign\//i

/** By type, or the kind of statement that an attestation makes. */
function kindOf({ mediaType, artifactType = '', annotations }: Descriptor): Kind {
  const statement =
    annotations['in-toto.io/predicate-type'] ?? annotations['dev.sigstore.bundle.predicateType'] ?? annotations.predicateType ?? ''
  const words = [statement, artifactType, mediaType]
  if (words.some((word) => sbomTypes.test(word))) return 'sbom'
  const isSigned = annotations['dev.sigstore.bundle.content'] === 'message-signature'
  return isSigned || words.some((word) => signatureTypes.test(word)) ? 'signature' : 'other'
}
