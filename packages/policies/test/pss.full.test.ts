import { describe, expect, it } from 'vitest'
import { compare } from './pss-comparison.ts'
import { upstreamFixtures } from './pss-fixtures.ts'
import { askOracle } from './pss-oracle.ts'
import { generatePods } from './pss-pods.ts'
import { minors, record, storedRecord } from './pss-record.ts'
import { baselineChecks, compileStandard, judgePods } from './pss-standard.ts'

const standard = await compileStandard()

// Needs Go: upstream's Pod Security admission is built and asked about pods that are not recorded.
describe('the rules are the Pod Security Standards, asked afresh', () => {
  const pods = generatePods(2, 10_000)
  const { differences, compared, extras, forgotten } = compare(standard, pods, askOracle(minors, pods))
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

describe("upstream's own fixtures", () => {
  const fixtures = upstreamFixtures(19)
  const newest = Math.max(...fixtures.map(({ minor }) => minor))
  it(`${fixtures.length} of them, up to 1.${newest}`, () => {
    expect(fixtures.length).toBeGreaterThan(1000)
    expect(minors).toContain(newest)
  })
  for (const minor of minors.filter((candidate) => candidate <= newest)) {
    const ofMinor = fixtures.filter((fixture) => fixture.minor === minor)
    it(`Kubernetes 1.${minor}: ${ofMinor.length} pods pass or fail as their authors say`, () => {
      const answers = judgePods(
        standard,
        minor,
        ofMinor.map(({ pod }) => pod),
      )
      const wrong = ofMinor.filter(({ level, passes, check }, index) => {
        const failed = answers[index]!.failed.filter((name) => level === 'restricted' || name in baselineChecks)
        return passes ? failed.length > 0 : !failed.some((name) => name.toLowerCase() === check)
      })
      expect(wrong.map(({ file }) => file)).toEqual([])
      expect(ofMinor.length).toBeGreaterThan(0)
    })
  }
})
