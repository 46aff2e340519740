import type { Progress } from '../scan.ts'
import type { Io } from './options.ts'

/** Time before a progress line appears, in milliseconds: short runs stay quiet. */
const patience = 1000
const interval = 200

const counted: Partial<Record<Progress['step'], string>> = { images: 'images', files: 'files' }

const steps: Record<Progress['step'], string> = {
  discover: 'Looking for what is deployed',
  read: 'Reading and rendering',
  images: 'Scanning images',
  files: 'Scanning files',
  evaluate: 'Judging',
  report: 'Locating findings',
}

/** A line on the terminal that says what is being done, gone when the work is done. Nothing at all without a terminal. */
export function progressLine(io: Io): { update(progress: Progress): void; clear(): void } {
  if (!io.progress) return { update: () => {}, clear: () => {} }
  const start = performance.now()
  let text = ''
  let drawn = 0
  const draw = (): void => {
    if (performance.now() - start < patience) return
    io.error(`\r${text.padEnd(drawn)}`)
    drawn = text.length
  }
  // drawn by a timer too: while charts are rendered in another process nothing else happens here
  const timer = setInterval(draw, interval)
  timer.unref()
  return {
    update({ step, done, total }) {
      const before = text
      text = `${steps[step]}${total > 0 ? ` (${done} of ${total} ${counted[step] ?? 'units'})` : ''} …`
      if (text !== before && drawn > 0) draw()
    },
    clear() {
      clearInterval(timer)
      if (drawn > 0) io.error(`\r${' '.repeat(drawn)}\r`)
    },
  }
}
