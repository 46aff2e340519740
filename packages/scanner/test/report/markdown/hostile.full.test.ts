import { expect, it } from 'vitest'
import { hostileStrings } from '../hostile.ts'
import { harm } from './whole.ts'

it.each([
  ['summary', 'en'],
  ['comment', 'ko'],
] as const)('no text of a repository acts in a %s (%s), changes its structure or is hidden', (form, language) => {
  expect(hostileStrings.length).toBeGreaterThan(400)
  for (const text of hostileStrings) expect(harm(form, text, language), JSON.stringify(text.slice(0, 80))).toEqual([])
})
