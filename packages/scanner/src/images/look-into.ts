import { type TemporaryFolder, temporaryFolder } from '../temporary.ts'
import { openScanCache } from './cache.ts'
import { type Deadline, openDeadline } from './deadline.ts'
import { createImageScanner, type ImageScanner, markBase } from './image-scanner.ts'
import { type LocalImages, layoutFolders, layoutName, openLocalImages } from './layouts.ts'
import type { ImageFacts, ResolvedImage, ScanFacts, ScannerInfo } from './model.ts'
import { openScanner } from './open-scanner.ts'
import type { ScannerOptions } from './options.ts'
import { ImageError } from './registry/error.ts'
import { openRegistries, type Registries } from './registry/registries.ts'
import { type LockedTags, openResolver, type Resolver } from './resolver.ts'
import type { UsedReference } from './running.ts'
import type { ScanImagesOptions } from './scan.ts'

export interface LookIntoOptions extends ScanImagesOptions {
  /** What the lock file says, where it is used. */
  lock: LockedTags | undefined
}

export interface LookedInto {
  /** In the order of the references: each has a result or a problem. */
  images: ImageFacts[]
  /** Absent where nothing came to be scanned. */
  scanner: ScannerInfo | undefined
  /** What had to be done in another way than was asked for: a credential that was refused. Sorted. */
  notes: string[]
}

/** What is known of a reference once its registry was asked. */
interface Resolution {
  facts: ImageFacts
  image?: ResolvedImage
  /** In place of the image. */
  sbom?: string
}

/** Images that are resolved at once; each registry has its own, lower limit. */
const resolvedAtOnce = 16
const scannedAtOnce = 2
/** Seconds. */
const pullTimeout = 300
const totalTimeout = 3600

/**
 * Asks registries which images are meant, and looks into those that nothing is known of.
 * @throws UserError (2) for settings that cannot be used
 */
export async function lookInto(references: UsedReference[], options: LookIntoOptions): Promise<LookedInto> {
  if (references.length === 0) return { images: [], scanner: undefined, notes: [] }
  const { root, config, scanner, cache } = options
  const temporary = temporaryFolder()
  const folder = temporary.path
  const offline = scanner.offline === true
  const { githubToken } = scanner
  const environment = githubToken === undefined ? process.env : { ...process.env, GITHUB_TOKEN: githubToken }
  const local = localImages(scanner, temporary)
  const deadline = openDeadline(config.images.totalTimeout ?? totalTimeout)
  const registries = openRegistries({
    settings: config.images,
    environment,
    root,
    temporary: folder,
    offline,
    layouts: local.layouts,
    signal: deadline.signal,
  })
  const notes = (): string[] => [...registries.notes(), ...lateNote(deadline, references.length)].sort()
  try {
    const resolver = openResolver({ registries, cache, offline, lock: options.lock })
    const resolutions = await inParallel(references, resolvedAtOnce, async ({ facts }): Promise<Resolution> => {
      const sbom = local.sboms.get(layoutName(facts))
      return sbom === undefined ? resolve(facts, { resolver, registries, deadline, options }) : { facts, sbom }
    })
    const found = resolutions.some(({ image, sbom }) => image !== undefined || sbom !== undefined)
    const opened = found ? await openImageScanner({ registries, folder, deadline, options }) : { problem: undefined }
    if ('problem' in opened) {
      const images = resolutions.map((one) => withProblem(one, opened.problem).facts)
      return { images, scanner: undefined, notes: notes() }
    }
    try {
      let done = 0
      options.onProgress?.(done, references.length)
      const images = await inParallel(resolutions, config.images.parallel ?? scannedAtOnce, async (one) => {
        const facts = await scanned(one, { resolver, deadline, scanner: opened.scanner })
        options.onProgress?.(++done, references.length)
        return facts
      })
      return { images, scanner: opened.info, notes: notes() }
    } finally {
      await opened.close()
    }
  } finally {
    deadline.close()
    registries.close()
    temporary.remove()
  }
}

/** @throws UserError; nothing is left behind then */
function localImages({ layouts }: ScannerOptions, temporary: TemporaryFolder): LocalImages {
  try {
    return openLocalImages(layoutFolders(layouts), temporary.path)
  } catch (error) {
    temporary.remove()
    throw error
  }
}

async function resolve(
  facts: ImageFacts,
  { resolver, registries, deadline, options }: { resolver: Resolver; registries: Registries; deadline: Deadline; options: LookIntoOptions },
): Promise<Resolution> {
  const action = async (): Promise<Resolution> => {
    const { image, moved } = await resolver.resolve(facts)
    const { digest, manifest, size, config } = image
    const counted = options.attachments && options.scanner.offline !== true ? await registries.attachments(image) : undefined
    const attachments = counted === undefined ? {} : { attachments: counted }
    return { image, facts: { ...facts, digest, manifest, size, config, ...(moved === undefined ? {} : { moved }), ...attachments } }
  }
  return await withoutImageError(facts, () => deadline.within(facts.reference, action))
}

async function scanned(
  { facts, image, sbom }: Resolution,
  { resolver, scanner, deadline }: { resolver: Resolver; scanner: ImageScanner; deadline: Deadline },
): Promise<ImageFacts> {
  if (sbom === undefined && image === undefined) return facts
  const look = async (): Promise<ScanFacts | undefined> => {
    if (sbom !== undefined) return await scanner.scanSbom(sbom)
    if (image === undefined) return undefined
    const [scan, baseLayers] = await Promise.all([scanner.scan(image), resolver.baseLayers(image)])
    return markBase(scan, baseLayers)
  }
  const result = await withoutImageError(facts, async () => {
    const scan = await deadline.within(facts.reference, look)
    return { facts: scan === undefined ? facts : { ...facts, scan } }
  })
  return result.facts
}

/** What is wrong with one image is said of that image; anything else ends the run. */
async function withoutImageError(facts: ImageFacts, action: () => Promise<Resolution>): Promise<Resolution> {
  try {
    return await action()
  } catch (error) {
    if (!(error instanceof ImageError)) throw error
    return withProblem({ facts }, error)
  }
}

function withProblem({ facts, image }: Resolution, error: ImageError | undefined): Resolution {
  if (error === undefined || facts.problem !== undefined) return { facts, ...(image === undefined ? {} : { image }) }
  return { facts: { ...facts, problem: { code: error.code, message: error.message } } }
}

/** Trivy with what it needs; where that cannot be had, why. */
async function openImageScanner({
  registries,
  folder,
  deadline,
  options,
}: {
  registries: Registries
  folder: string
  deadline: Deadline
  options: LookIntoOptions
}): Promise<{ scanner: ImageScanner; info: ScannerInfo; close(): Promise<void> } | { problem: ImageError }> {
  const { find = ['vulnerabilities'], timeout = pullTimeout } = options.config.images
  try {
    const trivy = await openScanner({ ...options, keeps: options.cache !== undefined }, ['images'])
    const cache = openScanCache(options.cache, { scanner: trivy.info, find })
    return {
      scanner: createImageScanner({ registries, trivy, cache, find, folder, timeout, signal: deadline.signal }),
      info: trivy.info,
      close: trivy.close,
    }
  } catch (error) {
    if (!(error instanceof ImageError)) throw error
    return { problem: error }
  }
}

function lateNote(deadline: Deadline, all: number): string[] {
  const missed = deadline.missed()
  return missed === 0 ? [] : [`${missed} of ${all} images were not scanned, for the time for all of them (images.totalTimeout) was over.`]
}

/** Runs an action for each item, a limited number at once; results in the order of the items. */
async function inParallel<T, R>(items: T[], limit: number, action: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length)
  const queue = items.entries()
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await action(item)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work))
  return results
}
