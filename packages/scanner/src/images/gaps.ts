import type { SourceFiles } from '../files.ts'
import type { Manifest, NotEvaluated } from '../model.ts'
import { locationOf, placesOf } from '../provenance/fields.ts'
import type { ImageFacts, ImageProblem, ImageUse, UsedImage } from './model.ts'
import { useField } from './uses/place.ts'

/** A reason for an entry, with the sentence that is told of each use. */
interface Gap {
  reason: NotEvaluated['reason']
  message: string
}

/** Nobody can know before the deployment, or somebody has decided so: counted. Everything else blocks. */
const counted: Partial<Record<ImageProblem, NotEvaluated['reason']>> = { unresolved: 'unresolved-image', excluded: 'excluded' }

/** An entry for each place that names an image of which nothing, or not everything, is known. */
export async function imageGaps(images: UsedImage[], manifests: Manifest[], sources: SourceFiles): Promise<NotEvaluated[]> {
  const missed = images.flatMap(({ image, uses }) => gapsOf(image).flatMap((gap) => uses.map((use) => ({ gap, use }))))
  const places = await placesOf(
    missed.map(({ use }) => useField(manifests[use.manifest]!, use.path)),
    sources,
  )
  const gaps = missed.map(({ gap, use }, index): NotEvaluated => {
    const { file, startLine, startColumn, precision } = locationOf(places[index]![0]!)
    return {
      file,
      unit: use.unit,
      reason: gap.reason,
      message: `${userOf(use)}: ${gap.message}`,
      ...(precision === 'file' ? {} : { line: startLine, column: startColumn }),
    }
  })
  return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()]
}

function gapsOf({ problem, reference, scan }: ImageFacts): Gap[] {
  if (problem !== undefined) return [{ reason: counted[problem.code] ?? 'image-not-scanned', message: problem.message }]
  // a program that was copied in, or a list that was taken out: nothing was found because nothing could be
  const empty =
    scan?.packages === 0
      ? ['no package of a system or a language is in it that the scanner knows, so nothing is known about what it runs.']
      : []
  return [...(scan?.unread ?? []), ...empty].map((what) => ({ reason: 'image-partly-scanned', message: `${reference}: ${what}` }))
}

function userOf({ ref, name }: ImageUse): string {
  return `${ref.kind} ${ref.namespace === '' ? '' : `${ref.namespace}/`}${ref.name}${name === '' ? '' : ` (${name})`}`
}
