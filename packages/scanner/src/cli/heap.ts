import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import type { Progress } from '../scan.ts'

/** Bytes of the young generation, both halves, with which a scan of many units takes no longer than with all that V8 would give it. */
const enough = 16 * 2 ** 20
/** Units that are many. With fewer, what is read is soon let go, or is one unit and stays. */
const many = 512

/** Percent by which the old generation may outgrow what was alive in it; V8 would allow several hundred. */
const slack = 50

/**
 * Keeps the heap of this process small: V8 would let the young generation grow to 128 MiB, which saves a scan no time, and the old one to a
 * multiple of what is alive, which saves it a tenth. For programs, not for the library: it holds for the whole process.
 * @returns to be told of each unit that was read
 */
export function boundHeap(): (progress: Pick<Progress, 'step' | 'done'>) => void {
  let grows = false
  growBy(1)
  setFlagsFromString(`--heap-growing-percent=${slack}`)
  return ({ step, done }) => {
    if (step !== 'read' || done < many || (!grows && done > many)) return
    grows = youngGeneration() < enough
    growBy(grows ? 2 : 1)
  }
}

/** What the young generation is multiplied by when most of it is in use. */
function growBy(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`)
}

function youngGeneration(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? enough
}
