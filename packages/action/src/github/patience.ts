/** How long a run may wait for GitHub, in seconds: a gate that hangs is no better than one that fails. */
export const longestWait = 60
export const longestTotalWait = 180

/** Counts the seconds that a run waited for GitHub, over all requests. */
export interface Patience {
  /** True, and the seconds are counted, when waiting that long is within both limits. */
  spend(seconds: number): boolean
  /** Counts seconds that are gone already. */
  lose(seconds: number): void
}

/** A run's patience: at most `longestWait` at once and `longestTotalWait` in all. */
export function newPatience(): Patience {
  let spent = 0
  return {
    spend(seconds) {
      if (seconds > longestWait || spent + seconds > longestTotalWait) return false
      spent += seconds
      return true
    },
    lose(seconds) {
      spent += seconds
    },
  }
}
