import { ImageError } from './registry/error.ts'

/** The time for all images together. */
export interface Deadline {
  /** Aborted when the time is over. */
  signal: AbortSignal
  /** Gives what the action gives; one that has not ended when the time is over is waited for no longer. @throws ImageError `timeout` */
  within<T>(reference: string, action: () => Promise<T>): Promise<T>
  /** How many actions came to nothing. */
  missed(): number
  close(): void
}

/** Starts the time. @param seconds for everything until it is closed */
export function openDeadline(seconds: number): Deadline {
  const controller = new AbortController()
  const over = Promise.withResolvers<never>()
  over.promise.catch(() => {})
  const timer = setTimeout(() => {
    over.reject(controller)
    controller.abort()
  }, seconds * 1000)
  // what it would end keeps the process alive, it alone does not
  timer.unref()
  let missed = 0
  return {
    signal: controller.signal,
    async within(reference, action) {
      try {
        return await Promise.race([over.promise, controller.signal.aborted ? over.promise : action()])
      } catch (cause) {
        if (cause !== controller) throw cause
        missed++
        const sentence = `the ${seconds} s for all images together were over: run again, or raise images.totalTimeout in the configuration.`
        throw new ImageError('timeout', `${reference}: ${sentence}`)
      }
    },
    missed: () => missed,
    close: () => clearTimeout(timer),
  }
}
