import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { compareWith } from '../../src/changes/comparison.ts'
import { edit } from '../changes/edits.ts'
import { random } from '../changes/random.ts'
import { shop, url } from '../changes/shop.ts'
import { changed, checkIn } from './checking.ts'

const seeds = Array.from({ length: Number(process.env.POLICY_GATE_HISTORIES ?? 2) }, (_, index) => index + 1)
const reasons = (affected: Map<string, string> | 'all') => (affected === 'all' ? ['all'] : [...affected.keys()].sort())
const units = (affected: string[]) => affected.map((line) => line.replace(/ \S+$/, ''))

describe('random changes', () => {
  it.each(seeds)('affect what a comparison of both states says, staged or not, whole or file by file: %i', async (seed) => {
    const made = changed(shop)
    made.git('remote', 'add', 'origin', url)
    const numbers = random(seed)
    const told = Array.from({ length: 1 + numbers.below(3) }, () => edit(made.folder, numbers)).join('; ')
    const { affected } = await compareWith('HEAD', { cwd: made.folder })
    const working = await checkIn(made.folder)
    // a link may lead to anything, and makes everything judged
    const expected = working.affected[0] === 'all' && affected !== 'all' ? ['all'] : reasons(affected)
    expect(units(working.affected.map((line) => (line === 'all' ? 'all x' : line))), told).toEqual(expected)

    const names = execFileSync('git', ['ls-files', '-z', '--others', '--modified'], { cwd: made.folder, encoding: 'utf8' })
      .split('\0')
      .filter(Boolean)
    made.git('add', '-A')
    const staged = await checkIn(made.folder, { staged: true })
    expect({ ...staged, missed: staged.missed.sort() }, told).toEqual(working)

    const single = await Promise.all(names.map((name) => checkIn(made.folder, { names: [name] })))
    const found = new Set(single.flatMap((answer) => answer.affected))
    const missing = found.has('all') ? [] : units(working.affected).filter((unit) => ![...found].some((line) => units([line])[0] === unit))
    expect(missing, told).toEqual([])
  })
})
