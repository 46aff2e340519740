import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readBuiltinPolicies } from '../../src/evaluate/builtin-policies.ts'
import { validateWaivers } from '../../src/govern/waivers/validate.ts'

describe('the guide to waivers', () => {
  it.each(['governance.md', 'governance.ko.md'])('has an example that is right: %s', (page) => {
    const text = readFileSync(new URL(`../../../../docs/guides/${page}`, import.meta.url), 'utf8')
    const example = /^```yaml\n(.*?)^```/ms.exec(text)![1]!
    const { rules } = readBuiltinPolicies()
    const { waivers, problems } = validateWaivers(example, { rules, today: '2026-11-21', language: 'en' })
    expect(problems).toEqual([])
    expect(waivers.map(({ id }) => id)).toEqual(['W-2026-014'])
  })
})
