import { realpathSync } from 'node:fs'
import { entryAt } from '../../../scanner/src/config/commit/settings.ts'
import { UserError } from '../../../scanner/src/model.ts'
import { isInside, toRelative } from '../../../scanner/src/paths.ts'
import type { Inputs } from '../model.ts'
import type { Checkout } from './checkout.ts'
import type { TrustStrings } from './strings.ts'

/**
 * What a change has brought must not stand for an image: a layout in the workspace has to be written by the job.
 * @throws UserError (2) for each layout that the checked out commit has, and for those of a workspace of which nobody can tell
 */
export async function refuseBroughtLayouts(
  { layouts = {} }: Inputs['scanner'],
  { checkout, workspace, words }: { checkout: Checkout | undefined; workspace: string; words: TrustStrings },
): Promise<void> {
  const problems: string[] = []
  for (const path of Object.values(layouts)) {
    const places = [path, realpathSync(path)]
    if (checkout === undefined) {
      if (places.some((place) => isInside(place, workspace))) problems.push(words.layoutUnknown(toRelative(path, workspace)))
      continue
    }
    const { repository, objects, head } = checkout
    const { tree } = await objects.commit(head)
    const inside = places.filter((place) => isInside(place, repository.top)).map((place) => toRelative(place, repository.top))
    const entries = await Promise.all(inside.map((place) => entryAt(objects, tree, place === '.' ? '' : place)))
    if (entries.some((entry) => entry !== undefined)) problems.push(words.layoutOfCommit(inside[0]!))
  }
  if (problems.length > 0) throw new UserError(problems.join('\n'))
}
