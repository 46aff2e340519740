import { expect, it } from 'vitest'
import { nearest } from '../src/nearest.ts'

it.each([
  ['hihg', ['critical', 'high'], 'high'],
  ['k', ['ko', 'en'], undefined],
  ['kr', ['ko', 'en'], 'ko'],
  ['fr', ['ko', 'en'], undefined],
  ['image/mutable-tags', ['image/mutable-tag', 'image/digest'], 'image/mutable-tag'],
  ['scan', [], undefined],
])('%s among %j means %s', (typed, words, meant) => {
  expect(nearest(typed, words)).toBe(meant)
})
