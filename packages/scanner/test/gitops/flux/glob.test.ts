import { expect, it } from 'vitest'
import { globMatcher } from '../../../src/gitops/flux/glob.ts'

it.each<[string, string, boolean]>([
  ['apps/*.yaml', 'apps/web.yaml', true],
  ['apps/*.yaml', 'apps/.web.yaml', true],
  ['apps/*.yaml', 'apps/web/a.yaml', false],
  ['**/*.yaml', 'a.yaml', true],
  ['**/*.yaml', 'a/b/c.yaml', true],
  ['apps/**', 'apps/a/b', true],
  ['apps/**/base', 'apps/a/b/base', true],
  ['apps/**/base', 'apps/a/b/base2', false],
  ['{apps,infra}/{a,b}*', 'infra/b1', true],
  ['{apps,infra}/{a,b}*', 'infra/c1', false],
  ['v[0-9].?', 'v1.x', true],
  ['v[!0-9]', 'v1', false],
  ['v[^0-9]', 'va', true],
  ['a\\*', 'a*', true],
  ['a\\*', 'ab', false],
  ['a.b', 'axb', false],
])('%s and %s: %s', (pattern, path, expected) => expect(globMatcher(pattern)!(path)).toBe(expected))

it('takes no long time, whatever the pattern', () => {
  expect(globMatcher('*a'.repeat(100))!(`${'a'.repeat(255)}b`)).toBe(false)
  expect(globMatcher('**/x/'.repeat(100))!('x/'.repeat(500))).toBe(true)
  expect(globMatcher('{a,b}'.repeat(20))).toBeUndefined()
})
