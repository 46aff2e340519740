import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImageContents, ScanCache } from './cache.ts'
import type { ResolvedImage, ScanFacts } from './model.ts'
import { ImageError } from './registry/error.ts'
import type { Registries } from './registry/registries.ts'
import type { Trivy } from './trivy/model.ts'

export interface ImageScanner {
  /**
   * What is in an image: as it was found before, from the list of its packages where only the database is newer, else from its layers.
   * Two calls for one manifest do the work once.
   * @throws ImageError with the cause
   */
  scan(image: ResolvedImage): Promise<ScanFacts>
  /** What is known of the packages that a bill of materials lists. @throws ImageError */
  scanSbom(sbom: string): Promise<ScanFacts>
}

export interface ImageScannerOptions {
  registries: Registries
  trivy: Trivy
  cache: ScanCache
  find: ('vulnerabilities' | 'secrets' | 'licenses')[]
  /** Absolute; images are laid out below it. */
  folder: string
  /** Seconds for getting one image. */
  timeout: number
  /** Ends everything: nobody waits for it any longer. */
  signal: AbortSignal
}

/** Gives what is known of an image, and looks into it only where nothing is; images with one digest are looked into once. */
export function createImageScanner({ registries, trivy, cache, find, folder, timeout, signal: end }: ImageScannerOptions): ImageScanner {
  const running = new Map<string, Promise<ScanFacts>>()

  const pull = async (image: ResolvedImage, layout: string): Promise<void> => {
    const signal = AbortSignal.any([AbortSignal.timeout(timeout * 1000), end])
    try {
      await registries.pull(image, layout, { signal })
    } catch (error) {
      if (!signal.aborted || error instanceof ImageError) throw error
      const { registry, repository, manifest } = image
      const sentence = `its layers did not come within ${timeout} s: run again, or raise images.timeout in the configuration.`
      throw new ImageError('timeout', `${registry}/${repository}@${manifest}: ${sentence}`, { cause: error })
    }
  }

  const scanLayers = async (image: ResolvedImage): Promise<ImageContents & ScanFacts> => {
    const layout = await mkdtemp(join(folder, 'image-'))
    try {
      await pull(image, layout)
      const { facts, sbom } = await trivy.scanImage(layout, { find, signal: end })
      return { ...facts, sbom }
    } finally {
      await rm(layout, { recursive: true, force: true })
    }
  }

  const scan = async (image: ResolvedImage): Promise<ScanFacts> => {
    const known = cache.facts(image.manifest)
    if (known !== undefined) return known
    const contents = cache.contents(image.manifest)
    if (contents !== undefined) {
      const { sbom, ...kept } = contents
      const { os, vulnerabilities } = await trivy.scanSbom(sbom, { signal: end })
      const facts = { ...kept, ...(os === undefined ? {} : { os }), vulnerabilities }
      cache.setFacts(image.manifest, facts)
      return facts
    }
    const { sbom, vulnerabilities, ...kept } = await scanLayers(image)
    const facts = { ...kept, vulnerabilities }
    cache.setContents(image.manifest, { ...kept, sbom })
    cache.setFacts(image.manifest, facts)
    return facts
  }

  return {
    scanSbom: (sbom) => trivy.scanSbom(sbom, { signal: end }),
    scan(image) {
      const started = running.get(image.manifest) ?? scan(image)
      running.set(image.manifest, started)
      return started
    },
  }
}

/** Marks the vulnerabilities of the layers that an image has from its base. */
export function markBase(facts: ScanFacts, baseLayers: string[] | undefined): ScanFacts {
  if (baseLayers === undefined) return facts
  const isBase = new Set(baseLayers)
  const vulnerabilities = facts.vulnerabilities.map((one) => (one.layer === undefined ? one : { ...one, base: isBase.has(one.layer) }))
  return { ...facts, vulnerabilities }
}
