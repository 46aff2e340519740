import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

/** MiB of the young generation of a process after it made many objects that live a while. */
function young(work: string): number {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8'
    import { boundHeap } from ${JSON.stringify(new URL('../../src/cli/heap.ts', import.meta.url).href)}
    const size = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20
    const alive = []
    let made = 0
    const work = (objects) => {
      for (let i = 0; i < objects; i++) alive[made++ % 200_000] = { made, text: [i] }
    }
    ${work}
    console.log(size())`
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }))
}

it('the young generation grows no further, and to a limit where many units are read', () => {
  const unbounded = young('work(4_000_000)')
  expect(unbounded).toBeGreaterThanOrEqual(32)
  expect(young('boundHeap(); work(4_000_000)')).toBeLessThan(8)
  const many = young("const tell = boundHeap(); for (let done = 1; done <= 800; done++) { work(5000); tell({ step: 'read', done }) }")
  expect(many).toBe(16)
})
