import type { Progress } from '../scan.ts'
import type { Io } from './options.ts'

/** Time before a progress line appears, in milliseconds: short runs stay quiet. */
const patience = 1000

/** A line on the terminal that says what is being done, gone when the work is done. Nothing at all without a terminal. */
export function progressLine(io: Io): { update(progress: Progress): void; clear(): void } {
  if (!io.progress) return { update: () => {}, clear: () => {} }
  const start = performance.now()
  let drawn = 0
  let last = 0
  return {
    update({ step, done, total }) {
      const now = performance.now()
      if (now - start < patience || now - last < 100) return
      last = now
      const text = `${step}${total > 0 ? ` ${done}/${total}` : ''} …`
      io.error(`\r${text.padEnd(drawn)}`)
      drawn = text.length
    },
    clear() {
      if (drawn > 0) io.error(`\r${' '.repeat(drawn)}\r`)
    },
  }
}
