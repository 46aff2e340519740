import { describe, expect, it } from 'vitest'
import type { PlannedUnit } from '../../src/discover/sources.ts'
import { UserError } from '../../src/model.ts'
import { environmentOf, parseShard, splitUnits, unitsBeside } from '../../src/shards/split.ts'
import { random } from '../changes/random.ts'

function unit(id: string, files: number, destination = ''): PlannedUnit {
  const names = Array.from({ length: files }, (_, i) => `${id}/${i}.yaml`)
  return { id, kind: 'directory', path: id, environment: '', destination, namespace: '', sources: [{ source: 'plain', files: names }] }
}

/** Ids of the units of each shard. */
function divide(units: PlannedUnit[], total: number): string[][] {
  return Array.from({ length: total }, (_, i) => {
    const part = splitUnits(units, { index: i + 1, total })
    return units.filter(({ id }) => part.holds(id)).map(({ id }) => id)
  })
}

function generated(seed: number): PlannedUnit[] {
  const numbers = random(seed)
  const count = 1 + numbers.below(400)
  return Array.from({ length: count }, (_, i) =>
    unit(`apps/${i}`, 1 + numbers.below(numbers.below(4) === 0 ? 40 : 6), numbers.below(5) === 0 ? `cluster-${numbers.below(8)}` : ''),
  )
}

describe('the number of a shard', () => {
  it('is read', () => expect(parseShard('2/5')).toEqual({ index: 2, total: 5 }))
  it.each(['', '0/3', '4/3', '1', '1/0', '1/101', '-1/2', '1/2/3', '01/x', ' 1/2', '1.5/2'])('%j is refused', (text) => {
    expect(() => parseShard(text)).toThrow(UserError)
  })
})

describe('the division', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('gives each unit to one shard and no environment to two (seed %i)', (seed) => {
    const units = generated(seed)
    const total = 1 + (seed % 7)
    const shards = divide(units, total)
    expect(shards.flat().sort()).toEqual(units.map(({ id }) => id).sort())
    const places = new Map<string, Set<number>>()
    for (const [shard, ids] of shards.entries())
      for (const one of units.filter(({ id }) => ids.includes(id)))
        places.set(environmentOf(one), (places.get(environmentOf(one)) ?? new Set()).add(shard))
    expect([...places.values()].every(({ size }) => size === 1)).toBe(true)
  })

  it('does not depend on the order of units', () => {
    const units = generated(3)
    const once = divide(units, 4).map((ids) => ids.sort())
    expect(divide([...units].reverse(), 4).map((ids) => ids.sort())).toEqual(once)
  })

  it('is even: none has more than a third above the average of many small units', () => {
    const units = Array.from({ length: 500 }, (_, i) => unit(`apps/${i}`, 1 + (i % 5)))
    const loads = divide(units, 5).map((ids) => ids.reduce((sum, id) => sum + units.find((one) => one.id === id)!.sources.length, 0))
    expect(Math.max(...loads) / (500 / 5)).toBeLessThan(1.34)
    expect(Math.min(...loads)).toBeGreaterThan(0)
  })

  it('gives as many large environments as there are shards one each', () => {
    const units = ['a', 'b', 'c', 'd'].map((id) => unit(id, 100))
    expect(divide(units, 4).map(({ length }) => length)).toEqual([1, 1, 1, 1])
  })

  it('moves few units when one comes or goes, and when one grows a little', () => {
    const units = Array.from({ length: 300 }, (_, i) => unit(`apps/${i}`, 3))
    const before = divide(units, 5)
    const moved = (after: string[][]) => before.reduce((sum, ids, i) => sum + ids.filter((id) => !after[i]!.includes(id)).length, 0)
    for (const at of [0, 17, 150, 299]) {
      expect(moved(divide(units.toSpliced(at, 1), 5))).toBeLessThan(30)
      expect(moved(divide([...units, unit(`new/${at}`, 3)], 5))).toBeLessThan(30)
      expect(moved(divide(units.with(at, unit(`apps/${at}`, 4)), 5))).toBe(0)
    }
  })

  it('leaves shards empty where there are fewer units, and the first has what belongs to no unit', () => {
    expect(divide([unit('a', 1)], 3).filter(({ length }) => length === 0)).toHaveLength(2)
    const [first, second] = [1, 2].map((index) => splitUnits([unit('a', 1)], { index, total: 2 }))
    expect([first!.holds(''), second!.holds(''), first!.holds('gone'), second!.holds('gone')]).toEqual([true, false, true, false])
  })

  it('says in its digest which units were divided into how many', () => {
    const plan = (units: PlannedUnit[], total: number) => splitUnits(units, { index: 1, total }).plan
    const units = [unit('a', 1), unit('b', 2)]
    expect(splitUnits(units, { index: 2, total: 2 }).plan).toBe(plan([...units].reverse(), 2))
    const others = [
      plan(units, 3),
      plan([unit('a', 1)], 2),
      plan([unit('a', 2), unit('b', 2)], 2),
      plan([unit('a', 1, 'x'), unit('b', 2)], 2),
    ]
    expect(new Set([plan(units, 2), ...others]).size).toBe(5)
  })
})

it('an earlier state is judged with whole environments around the units of a shard', () => {
  const now = [unit('a', 1, 'prod'), unit('b', 1, 'dev')]
  const part = [1, 2].map((index) => splitUnits(now, { index, total: 2 })).find(({ holds }) => holds('a'))!
  const before = [unit('a', 1, 'prod'), unit('b', 1, 'prod'), unit('c', 1, 'dev')]
  const beside = unitsBeside(part, before)
  expect(['a', 'b'].every((id) => beside.has(id))).toBe(true)
})
