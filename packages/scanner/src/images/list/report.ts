import { type NotEvaluated, UserError } from '../../model.ts'
import { version } from '../../version.ts'
import type { ListedImage } from './model.ts'

/** Output of `policy-gate images --format json`; schemas/images.schema.json describes it. */
export interface ImagesListing {
  schemaVersion: '1'
  tool: { name: 'policy-gate'; version: string }
  generatedAt?: string
  summary: { images: number; uses: number; units: number; objects: number; unknown: number }
  images: ListedImage[]
  notEvaluated: NotEvaluated[]
}

/** @param options.now absent: no time is in the output */
export function imagesListing(
  images: ListedImage[],
  { notEvaluated, now }: { notEvaluated: NotEvaluated[]; now?: Date | undefined },
): ImagesListing {
  const uses = images.flatMap((image) => image.uses)
  const objects = new Set(uses.map(({ unit, object }) => JSON.stringify([unit, object])))
  return {
    schemaVersion: '1',
    tool: { name: 'policy-gate', version },
    ...(now === undefined ? {} : { generatedAt: now.toISOString() }),
    summary: {
      images: images.length,
      uses: uses.length,
      units: new Set(uses.map(({ unit }) => unit)).size,
      objects: objects.size,
      unknown: images.filter(({ problem }) => problem !== undefined).length,
    },
    images,
    notEvaluated,
  }
}

/** The images of each unit, both sorted; for the view by unit. */
export function imagesByUnit(images: ListedImage[]): Map<string, ListedImage[]> {
  const pairs = images.flatMap((image) => [...Map.groupBy(image.uses, ({ unit }) => unit)].map(([unit, uses]) => ({ unit, image, uses })))
  const groups = [...Map.groupBy(pairs, ({ unit }) => unit)].sort(([a], [b]) => (a < b ? -1 : 1))
  return new Map(groups.map(([unit, of]) => [unit, of.map(({ image, uses }) => ({ ...image, uses }))]))
}

/** @throws UserError (2) where nobody is known who would answer for the digests */
export function lockedBy(environment: NodeJS.ProcessEnv, gitUser: () => string | undefined): string {
  const name = environment.GITHUB_ACTOR || gitUser() || environment.USER || environment.LOGNAME || environment.USERNAME
  if (!name) throw new UserError('Nobody is named who locks the images: set `git config user.name` in this repository, or GITHUB_ACTOR.')
  return name
}
