/** A number of things that may happen at once. */
export interface Slots {
  /** Waits for a free place, in the order of the calls. */
  use<T>(action: () => Promise<T>): Promise<T>
}

/** @param count how many at once */
export function openSlots(count: number): Slots {
  const waiting: (() => void)[] = []
  let free = count
  return {
    async use(action) {
      if (free > 0) free--
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await action()
      } finally {
        const next = waiting.shift()
        if (next === undefined) free++
        else next()
      }
    },
  }
}
