import type { ImageSettings } from '../../config/config.ts'
import type { SourceFiles } from '../../files.ts'
import { formatPath } from '../../json.ts'
import type { Manifest, Unit } from '../../model.ts'
import type { SourcePlace } from '../../provenance/place.ts'
import type { ImageUse } from '../model.ts'
import { platformText } from '../registry/platform.ts'
import { type UsedReference, usedReferences, wantedPlatforms } from '../running.ts'
import { usePlaces } from '../uses/place.ts'
import { imageUses } from '../uses/uses.ts'
import type { AskedImage, ListedImage, ListedPlace, ListedUse } from './model.ts'

export interface ListOptions {
  manifests: Manifest[]
  units: Map<string, Unit>
  settings: ImageSettings
  sources: SourceFiles
}

export interface ImageList {
  /** Sorted by image; each once. */
  images: ListedImage[]
  /** What a registry can be asked for, sorted: an image once for each platform that it runs on. */
  asked: AskedImage[]
}

/** Everything that would run, by image, with the lines that say so. Nothing is asked over the network. */
export async function listImages({ manifests, units, settings, sources }: ListOptions): Promise<ImageList> {
  const uses = imageUses(manifests, units, settings)
  const places = await usePlaces(uses, manifests, sources)
  const written = new Map(uses.map((use, index) => [use, listedUse(use, places[index]!)]))
  const images = new Map<string, ListedImage>()
  const asked: AskedImage[] = []
  for (const reference of usedReferences(uses, wantedPlatforms(settings))) {
    const image = nameOf(reference)
    const listed = images.get(image) ?? emptyImage(image, reference)
    images.set(image, listed)
    const known = new Set(listed.uses)
    listed.uses.push(...reference.uses.map((use) => written.get(use)!).filter((use) => !known.has(use)))
    listed.platforms = [...new Set([...listed.platforms, ...reference.uses.flatMap(({ platforms }) => platforms.map(platformText))])].sort()
    const { facts } = reference
    if (facts.problem === undefined && facts.platform !== undefined)
      asked.push({ listed, reference: facts.reference, platform: facts.platform })
  }
  const order = new Map([...written.values()].map((use, index) => [use, index]))
  for (const { uses: own } of images.values()) own.sort((a, b) => order.get(a)! - order.get(b)!)
  return { images: [...images.values()].sort((a, b) => (a.image < b.image ? -1 : 1)), asked }
}

/** The key without the platform. */
function nameOf({ key }: UsedReference): string {
  return key.slice(0, key.lastIndexOf(' '))
}

function emptyImage(image: string, { facts }: UsedReference): ListedImage {
  const { registry, repository, tag, digest, problem } = facts
  if (problem !== undefined) return { image, platforms: [], problem, uses: [] }
  return { image, registry, repository, ...(tag && { tag }), ...(digest && { digest }), platforms: [], uses: [] }
}

function listedUse({ unit, environment, ref, path, type, name, image }: ImageUse, [first, ...others]: SourcePlace[]): ListedUse {
  return {
    unit,
    environment,
    object: ref,
    path: formatPath(path),
    type,
    name,
    reference: image.reference,
    ...placeOf(first!),
    related: others.map(placeOf),
  }
}

function placeOf({ file, startLine, startColumn, precision }: SourcePlace): ListedPlace {
  return precision === 'file' ? { file } : { file, line: startLine, column: startColumn }
}
