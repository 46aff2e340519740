import { describe, expect, it } from 'vitest'
import { hostileStrings } from '../hostile.ts'
import { harm } from './whole.ts'

describe.each(['summary', 'comment'] as const)('no text of a repository acts in a %s, changes its structure or is hidden', (form) => {
  it.each(['en', 'ko'] as const)('in %s', (language) => {
    expect(hostileStrings.length).toBeGreaterThan(400)
    for (const text of hostileStrings) expect(harm(form, text, language), JSON.stringify(text.slice(0, 80))).toEqual([])
  })
})
