import { describe, expect, it } from 'vitest'
import { exchangeRunning, type RunningOptions } from '../../src/changes/running.ts'

const image = (unit: string, key: string) => ({ unit, key })

function exchange(options: Partial<RunningOptions> = {}) {
  return exchangeRunning({ isCompared: () => true, unchanged: async () => (unit) => unit === 'untouched', ...options })
}

describe('two states tell each other what they run', () => {
  it('each hears what the other one runs', async () => {
    const { before, after } = exchange()
    const [earlier, later] = await Promise.all([before([image('a', 'order:1')]), after([image('a', 'order:2'), image('b', 'user:1')])])
    expect([...earlier]).toEqual(['order:2', 'user:1'])
    expect([...later!]).toEqual(['order:1'])
  })

  it('units that nothing can have changed run what they ran', async () => {
    const { before, after } = exchange()
    const [later] = await Promise.all([after([image('a', 'order:2'), image('untouched', 'user:1')]), before([image('a', 'order:1')])])
    expect([...later!].sort()).toEqual(['order:1', 'user:1'])
  })

  it('where nothing has changed, everything is known', async () => {
    const { after } = exchange({ isCompared: () => false })
    expect([...(await after([image('a', 'order:1')]))!]).toEqual(['order:1'])
  })

  it('a state before that looks at no images is not known, and a state after that does not asks for nothing', async () => {
    const one = exchange()
    one.done('before')
    expect(await one.after([image('a', 'order:1')])).toBeUndefined()
    const other = exchange()
    other.done('after')
    expect([...(await other.before([image('a', 'order:1')]))]).toEqual(['order:1'])
  })

  it('where the effect of the change is not known, nothing is', async () => {
    const { before, after } = exchange({ unchanged: async () => undefined })
    const [later] = await Promise.all([after([image('a', 'order:1')]), before([image('a', 'order:1')])])
    expect(later).toBeUndefined()
  })

  it('a state that failed is not waited for', async () => {
    const { after, done } = exchange()
    done('before', new Error('no such commit'))
    await expect(after([image('a', 'order:1')])).rejects.toThrow('no such commit')
  })
})
