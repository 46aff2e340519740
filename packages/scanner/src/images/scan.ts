import type { Config } from '../config/config.ts'
import type { SettingsPlace } from '../config/settings.ts'
import type { EngineCache } from '../engines/cache.ts'
import type { ImageContext } from '../evaluate/images.ts'
import type { SourceFiles } from '../files.ts'
import type { ImagesReport, Manifest, NotEvaluated, Unit } from '../model.ts'
import { matchesPattern } from '../pattern.ts'
import { translation } from '../translation/translation.ts'
import { exploitDates, joinExploits, loadExploits } from './exploits/exploits.ts'
import { imageGaps } from './gaps.ts'
import { layoutFolders, layoutName, layoutNotes } from './layouts.ts'
import { readLockedTags } from './locked-tags.ts'
import type { ImageFacts, UsedImage } from './model.ts'
import type { ImageOptions, ScannerOptions } from './options.ts'
import { imagesReport } from './report.ts'
import { isRunning, runningImages, type UsedReference, usedReferences, wantedPlatforms } from './running.ts'
import { imageUses } from './uses/uses.ts'

export interface ScanImagesOptions {
  manifests: Manifest[]
  units: Map<string, Unit>
  config: Config
  /** Of what is scanned: absolute root, and its files for the lines of what could not be scanned. */
  root: string
  sources: SourceFiles
  /** Where the lock file and the catalogues of exploits lie. */
  place: SettingsPlace
  images: ImageOptions
  scanner: ScannerOptions
  /** Look for signatures and SBOMs, too. */
  attachments: boolean
  /** `YYYY-MM-DD` in UTC. */
  today: string
  /** Where results are kept; undefined: nowhere. */
  cache: EngineCache | undefined
  cacheDir?: string
  onProgress?: (done: number, total: number) => void
}

export interface ScannedImages {
  /** What holds for all of them, for the rules. */
  rules: Omit<ImageContext, 'today'>
  /** Every image that something runs, by reference and platform. */
  images: UsedImage[]
  report: ImagesReport
  notEvaluated: NotEvaluated[]
}

/**
 * Finds every image that would run and scans those that are wanted. Whatever cannot be scanned is an entry of `notEvaluated` for each place
 * that names it, and no image is ever without either a result, a reason, or `unchanged`.
 * @throws UserError (2) for settings that cannot be used, (3) where nothing can be scanned at all
 */
export async function scanImages(options: ScanImagesOptions): Promise<ScannedImages> {
  const { manifests, units, config, images: asked, place } = options
  const settings = config.images
  const mode = asked.scan ?? settings.scan
  const platforms = wantedPlatforms(settings)
  const references = usedReferences(imageUses(manifests, units, settings), platforms)
  const known = mode === 'changed' ? await asked.known?.(runningImages(references)) : undefined
  const layouts = layoutFolders(options.scanner.layouts)
  const rebuilt = layoutFolders(asked.rebuilt)
  const isBuilt = (image: ImageFacts): boolean => layouts.has(layoutName(image)) || rebuilt.has(layoutName(image))
  const exploits = loadExploits(config.exploits, place)
  const states = references.map((reference) => ({
    reference,
    wanted: isWanted(reference, { known, exclude: settings.exclude ?? [], isBuilt }),
  }))
  const wanted = states.flatMap(({ reference, wanted }) => (wanted === true ? [reference] : []))
  const lock = await readLockedTags(place, { mode: settings.lock, language: config.language, today: options.today })
  const { lookInto } = await import('./look-into.ts')
  const looked = await lookInto(wanted, { ...options, lock: lock.tags })
  const facts = new Map(wanted.map(({ key }, index) => [key, looked.images[index]!]))
  const found = states.map(({ reference, wanted }): UsedImage => {
    if (wanted !== true) return { image: { ...reference.facts, ...wanted }, uses: reference.uses }
    return { image: facts.get(reference.key)!, uses: reference.uses }
  })
  const used = new Set(wanted.map(({ facts: image }) => layoutName(image)))
  // by the configuration alone, so that parts of a repository say what the whole does
  const told = platforms.length > 1 ? found.map((one) => ({ ...one, isPlatformTold: true as const })) : found
  const images = withExploits(told, (all) => joinExploits(all, exploits))
  const dates = exploitDates(exploits)
  return {
    images,
    rules: { exploits: dates, lock: lock.mode, isLocked: lock.isLocked },
    report: imagesReport(images, {
      mode: known === undefined ? 'all' : 'changed',
      scanner: looked.scanner,
      notes: [...looked.notes, ...layoutNotes(layouts, (name) => used.has(name))],
      exploits: dates,
      translate: await translation(config.language),
    }),
    notEvaluated: await imageGaps(images, manifests, options.sources),
  }
}

/** True for an image to scan, else what is to be said of it. */
function isWanted(
  reference: UsedReference,
  { known, exclude, isBuilt }: { known: ReadonlySet<string> | undefined; exclude: string[]; isBuilt: (image: ImageFacts) => boolean },
): true | Pick<ImageFacts, 'unchanged' | 'problem'> {
  const { facts } = reference
  if (facts.problem !== undefined) return { problem: facts.problem }
  const name = `${facts.registry}/${facts.repository}`
  const pattern = exclude.find((glob) => matchesPattern(name, glob))
  if (pattern !== undefined)
    return {
      problem: { code: 'excluded', message: `${facts.reference} is not scanned: \`images.exclude\` of the configuration says ${pattern}.` },
    }
  return known !== undefined && isRunning(reference, known) && !isBuilt(facts) ? { unchanged: true } : true
}

/** The same images with what catalogues say of their vulnerabilities. */
function withExploits(
  images: UsedImage[],
  join: (all: NonNullable<ImageFacts['scan']>[]) => NonNullable<ImageFacts['scan']>[],
): UsedImage[] {
  const scanned = images.flatMap(({ image }) => image.scan ?? [])
  const joined = join(scanned)
  let next = 0
  return images.map((one) => (one.image.scan === undefined ? one : { ...one, image: { ...one.image, scan: joined[next++]! } }))
}
