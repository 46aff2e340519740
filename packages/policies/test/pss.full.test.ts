import { describe, expect, it } from 'vitest'
import { compare } from './pss-comparison.ts'
import { askOracle } from './pss-oracle.ts'
import { generatePods } from './pss-pods.ts'
import { minors, record, storedRecord } from './pss-record.ts'

// Needs Go: upstream's Pod Security admission is built and asked about pods that are not recorded.
describe('the rules are the Pod Security Standards, asked afresh', async () => {
  const pods = generatePods(2, 10_000)
  const { differences, compared, extras, forgotten } = await compare(pods, askOracle(minors, pods))
  for (const minor of minors)
    it(`Kubernetes 1.${minor}: what upstream says about ${pods.length} pods`, () => expect(differences.get(minor)).toEqual([]))
  it(`${compared} comparisons, ${extras} with findings beyond the standard, ${forgotten} that upstream forgets and the API server refuses`, () => {
    expect(compared).toBe(pods.length * minors.length)
    expect(extras).toBeGreaterThan(0)
    expect(forgotten).toBeGreaterThan(0)
    expect(forgotten).toBeLessThan(compared / 50)
  })
  it('the recording is what upstream says today', () => expect(storedRecord()).toEqual(record()))
})
