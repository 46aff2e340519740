import { filesAt } from '../files.ts'
import { type Unit, UserError } from '../model.ts'
import { type AffectedReason, affectedUnits, fileComparison, type PlannedState } from './affected.ts'
import type { Base } from './base.ts'

/** What a change has an effect on. */
export interface Effect {
  /** The units that the change can have an effect on, by id, with the reason; `all` after a change of configuration, policies or an image. */
  affected: Map<string, AffectedReason> | 'all'
  /** Units that are gone. */
  removed: Unit[]
}

/** Both states of a change, each known when it was planned. */
export interface States {
  before: PromiseWithResolvers<PlannedState>
  after: PromiseWithResolvers<PlannedState>
  /** Once both are known. All units are affected where the earlier state has a fault of its own. */
  effect: Promise<Effect>
  /** That fault, once the effect is known. */
  problem(): UserError | undefined
}

/**
 * @param options.settings where the configuration and policies of either state lie, relative to the root; empty where others hold for both
 * @param options.all all units are affected, whatever the files say
 */
export function openStates(options: Pick<Base, 'same'> & { settings: string[]; all: boolean }): States {
  const before = Promise.withResolvers<PlannedState>()
  const after = Promise.withResolvers<PlannedState>()
  let problem: UserError | undefined
  const effect = Promise.all([before.promise, after.promise]).then(
    (states) => effectOf(states, options),
    (error: unknown): Effect => {
      if (!(error instanceof UserError)) throw error
      problem = error
      return { affected: 'all', removed: [] }
    },
  )
  // whoever needs it waits for it later
  effect.catch(() => {})
  return { before, after, effect, problem: () => problem }
}

function effectOf(
  [before, after]: [PlannedState, PlannedState],
  { same, settings, all }: Pick<Base, 'same'> & { settings: string[]; all: boolean },
): Effect {
  const isChanged = fileComparison(before.sources, after.sources, same)
  const { affected, removed } = affectedUnits(before, after, isChanged)
  const changed = all || [before, after].some(({ sources }) => settings.flatMap((path) => filesAt(path, sources)).some(isChanged))
  return { affected: changed ? 'all' : affected, removed }
}
