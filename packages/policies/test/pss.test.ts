import { describe, expect, it } from 'vitest'
import { compare } from './pss-comparison.ts'
import { generatePods } from './pss-pods.ts'
import { minors, recordedPods, recordedVerdicts } from './pss-record.ts'
import { compileStandard } from './pss-standard.ts'

describe('the rules are the Pod Security Standards', async () => {
  const pods = generatePods(recordedPods.seed, recordedPods.count)
  const { differences, seen, admitted, compared } = compare(await compileStandard(), pods, recordedVerdicts())
  for (const minor of minors)
    it(`Kubernetes 1.${minor}: what upstream said about ${pods.length} pods`, () => expect(differences.get(minor)).toEqual([]))
  it('the pods try every check both ways', () => {
    for (const [check, count] of seen) expect(Math.min(count.failed, count.held), check).toBeGreaterThan(compared / 200)
    expect(admitted.restricted).toBeGreaterThan(compared / 20)
    expect(admitted.baseline).toBeGreaterThan(admitted.restricted)
  })
})
