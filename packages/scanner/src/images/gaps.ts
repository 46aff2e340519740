import type { SourceFiles } from '../files.ts'
import type { Manifest, NotEvaluated } from '../model.ts'
import { locationOf, placesOf } from '../provenance/fields.ts'
import type { ImageProblem, ImageUse, UsedImage } from './model.ts'
import { useField } from './uses/place.ts'

/** Nobody can know before the deployment, or somebody has decided so: counted. Everything else blocks. */
const counted: Partial<Record<ImageProblem, NotEvaluated['reason']>> = { unresolved: 'unresolved-image', excluded: 'excluded' }

/** An entry for each place that names an image of which nothing is known. */
export async function imageGaps(images: UsedImage[], manifests: Manifest[], sources: SourceFiles): Promise<NotEvaluated[]> {
  const missed = images.flatMap(({ image: { problem }, uses }) => (problem === undefined ? [] : uses.map((use) => ({ problem, use }))))
  const places = await placesOf(
    missed.map(({ use }) => useField(manifests[use.manifest]!, use.path)),
    sources,
  )
  const gaps = missed.map(({ problem, use }, index): NotEvaluated => {
    const { file, startLine, startColumn, precision } = locationOf(places[index]![0]!)
    return {
      file,
      unit: use.unit,
      reason: counted[problem.code] ?? 'image-not-scanned',
      message: `${userOf(use)}: ${problem.message}`,
      ...(precision === 'file' ? {} : { line: startLine, column: startColumn }),
    }
  })
  return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()]
}

function userOf({ ref, name }: ImageUse): string {
  return `${ref.kind} ${ref.namespace === '' ? '' : `${ref.namespace}/`}${ref.name}${name === '' ? '' : ` (${name})`}`
}
