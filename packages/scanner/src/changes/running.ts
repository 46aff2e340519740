import type { RunningImage } from '../images/options.ts'

/** What each of two states runs, for the other one to scan only what it does not run as well. */
export interface RunningExchange {
  /** What the earlier state asks: images that the later one runs too. */
  before(own: RunningImage[]): Promise<ReadonlySet<string>>
  /** What the later state asks: images that the earlier one ran too; undefined when that is not known. */
  after(own: RunningImage[]): Promise<ReadonlySet<string> | undefined>
  /** To be called when a state is done, or has failed: one that looks at no images would be waited for without end. */
  done(state: 'before' | 'after', error?: unknown): void
}

export interface RunningOptions {
  /** False when nothing has changed, so that the earlier state is not looked at. */
  isCompared(): boolean
  /** True for a unit that nothing can have changed: of the earlier state it was not looked at. Undefined when no state before is known. */
  unchanged(): Promise<((unit: string) => boolean) | undefined>
}

export function exchangeRunning({ isCompared, unchanged }: RunningOptions): RunningExchange {
  const states = { before: Promise.withResolvers<RunningImage[] | undefined>(), after: Promise.withResolvers<RunningImage[] | undefined>() }
  for (const { promise } of Object.values(states)) promise.catch(() => {})
  return {
    async before(own) {
      states.before.resolve(own)
      const later = await states.after.promise
      return keysOf(later ?? own)
    },
    async after(own) {
      states.after.resolve(own)
      if (!isCompared()) return keysOf(own)
      const [earlier, isUnchanged] = await Promise.all([states.before.promise, unchanged()])
      if (earlier === undefined || isUnchanged === undefined) return undefined
      return keysOf([...earlier, ...own.filter(({ unit }) => isUnchanged(unit))])
    },
    done(state, error) {
      if (error === undefined) states[state].resolve(undefined)
      else states[state].reject(error)
    },
  }
}

function keysOf(images: RunningImage[]): Set<string> {
  return new Set(images.map(({ key }) => key))
}
