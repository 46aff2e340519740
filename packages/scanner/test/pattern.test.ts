import { matchesGlob } from 'node:path'
import { describe, expect, it } from 'vitest'
import { globTest, isExact, matchesPattern, patternProblem } from '../src/pattern.ts'

describe('a pattern', () => {
  it.each([
    ['k8s/order.yaml', 'k8s/order.yaml', true],
    ['k8s/order.yaml', 'k8s/*.yaml', true],
    ['k8s/a/order.yaml', 'k8s/*.yaml', false],
    ['k8s/a/b/order.yaml', 'k8s/**/order.yaml', true],
    ['k8s/order.yaml', 'k8s/**/order.yaml', true],
    ['overlays/prod', 'overlays/prod/**', true],
    ['overlays/production', 'overlays/prod/**', false],
    ['overlays/prod', 'overlays/pro?', true],
    ['k8s/.hidden/a.yaml', 'k8s/**', false],
    ['k8s/.hidden/a.yaml', 'k8s/.hidden/*', true],
    ['order', 'Order', false],
    ['order', 'order-*', false],
    ['order-', 'order-*', true],
    ['a[1].yaml', 'a?1?.yaml', true],
    ['x.yaml', '.*yaml', false],
    ['주문-서비스', '주문-*', true],
    ['.', '.', true],
    ['', 'a*', false],
  ])('%j and %j: %j', (value, pattern, answer) => {
    expect(matchesPattern(value, pattern)).toBe(answer)
  })

  it('answers as matchesGlob does', () => {
    let seed = 7
    const random = (limit: number) => {
      seed = (seed * 48271) % 2147483647
      return seed % limit
    }
    const text = (alphabet: string[]) => Array.from({ length: 1 + random(7) }, () => alphabet[random(alphabet.length)]).join('')
    const answers = { yes: 0, no: 0 }
    for (let i = 0; i < 20_000; i++) {
      const pattern = text(['a', 'b', '/', '*', '**', '?', '.', '**/'])
      const value = text(['a', 'b', 'a/', '/b', '.'])
      if (patternProblem(pattern) === 'syntax' || patternProblem(value) !== undefined) continue
      const [itself, folder] = [matchesGlob(value, pattern), matchesGlob(`${value}/`, pattern)]
      const wanted = itself || folder
      const test = globTest([pattern])
      expect([value, pattern, matchesPattern(value, pattern), test(value), test(`${value}/`)]).toEqual([
        value,
        pattern,
        wanted,
        itself,
        folder,
      ])
      answers[wanted ? 'yes' : 'no']++
    }
    expect(answers.yes).toBeGreaterThan(500)
    expect(answers.no).toBeGreaterThan(500)
  })

  it.each([
    ['many stars in a long name', 'a'.repeat(4096), `${'*a'.repeat(127)}*b`],
    ['many folders', Array(2048).fill('a').join('/'), `${'**/a/'.repeat(40)}b`],
    ['a name beyond all limits', 'a'.repeat(4_000_000), '*a*a*b'],
  ])('is answered in time: %s', (_, value, pattern) => {
    const start = performance.now()
    expect(matchesPattern(value, pattern)).toBe(false)
    expect(performance.now() - start).toBeLessThan(2000)
  })

  it.each([
    ['*', 'everything'],
    ['**', 'everything'],
    ['**/*', 'everything'],
    ['**/*.*', 'everything'],
    ['???*', 'everything'],
    ['{a,b}', 'syntax'],
    ['[ab]*', 'syntax'],
    ['!(a)', 'syntax'],
    ['a\\*', 'syntax'],
    ['/etc/*', 'syntax'],
    ['../*', 'syntax'],
    ['a//b', 'syntax'],
    ['a/', 'syntax'],
    ['**/*.yaml', undefined],
    ['.', undefined],
  ])('%j is refused: %j', (pattern, problem) => {
    expect(patternProblem(pattern)).toBe(problem)
  })

  it('is exact without wildcards', () => {
    expect(['order', 'or?er', 'k8s/*'].map(isExact)).toEqual([true, false, false])
  })
})
