import type { ImageReport, ImagesReport } from '../model.ts'
import type { ImageFacts, UsedImage } from './model.ts'
import { platformText } from './registry/platform.ts'

/** What a report says about the images that run; in the order that they came in. */
export function imagesReport(
  images: UsedImage[],
  {
    mode,
    scanner,
    exploits,
    notes,
    translate,
  }: Pick<ImagesReport, 'mode' | 'exploits'> & {
    scanner: ImagesReport['scanner'] | undefined
    notes: string[]
    translate: (text: string) => string
  },
): ImagesReport {
  return {
    mode,
    ...(scanner === undefined ? {} : { scanner }),
    exploits,
    ...(notes.length === 0 ? {} : { notes }),
    images: images.map((image) => imageReport(image, translate)),
  }
}

function imageReport({ image, uses }: UsedImage, translate: (text: string) => string): ImageReport {
  const { reference, registry, repository, manifest, digest, platform, problem, attachments, scan } = image
  const known = manifest ?? digest
  return {
    reference,
    repository: repository === '' ? reference : `${registry}/${repository}`,
    ...(known === undefined ? {} : { digest: known }),
    ...(platform === undefined ? {} : { platform: platformText(platform) }),
    status: statusOf(image),
    ...(problem === undefined ? {} : { problem: translate(problem.message), problemCode: problem.code }),
    ...(attachments === undefined ? {} : { attachments }),
    ...(scan === undefined ? {} : { vulnerabilities: scan.vulnerabilities.length, packages: scan.packages }),
    uses: uses.map(({ unit, ref, path }) => ({ unit, ref, path })),
  }
}

/** Scanned is only what has a result. */
function statusOf({ scan, unchanged, problem }: ImageFacts): ImageReport['status'] {
  if (scan !== undefined && problem === undefined) return 'scanned'
  return unchanged === true ? 'unchanged' : 'not-scanned'
}
