import { expect, test } from 'vitest'
import { parseChallenges } from '../../../src/images/registry/challenge.ts'

const read = (header: string) => parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)])

test.each<[string, unknown[]]>([
  ['Basic realm="registry"', [['basic', { realm: 'registry' }]]],
  [
    'Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push"',
    [['bearer', { realm: 'https://auth.example/token', service: 'registry.example', scope: 'repository:a/b:pull,push' }]],
  ],
  ['BEARER Realm=https ,  SERVICE = "x"', [['bearer', { realm: 'https', service: 'x' }]]],
  [
    'Negotiate, Basic realm="a", Bearer realm="b"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'a' }],
      ['bearer', { realm: 'b' }],
    ],
  ],
  ['Bearer realm="a\\"b\\\\c, Basic realm=d"', [['bearer', { realm: 'a"b\\c, Basic realm=d' }]]],
  ['Bearer realm="first",realm="second"', [['bearer', { realm: 'first' }]]],
  ['Bearer', [['bearer', {}]]],
  [', , Basic , realm="x"', [['basic', { realm: 'x' }]]],
  // what cannot be read ends the list
  ['Bearer realm="open, Basic realm="x"', [['bearer', { realm: 'open, Basic realm=' }]]],
  ['Bearer realm="never closed', [['bearer', {}]]],
  ['realm="x", Bearer realm="y"', []],
  ['Bearer realm="x" service="y", Basic realm="z"', [['bearer', { realm: 'x' }]]],
  ['Bearer realm=', [['bearer', {}]]],
  ['"', []],
  ['', []],
])('%s', (header, challenges) => {
  expect(read(header)).toEqual(challenges)
})

test('no header', () => {
  expect(parseChallenges(undefined)).toEqual([])
})

test('a header that is too long is not read at all', () => {
  expect(parseChallenges(`Bearer realm="${'a'.repeat(9000)}"`)).toEqual([])
})

test('what is written is read, whatever it holds', () => {
  const next = numbers(7)
  const characters = ['a', 'Z', '"', '\\', ',', '=', ' ', '\t', 'é', ';', '<', '%', '\u0001']
  for (let run = 0; run < 2000; run++) {
    const value = Array.from({ length: next(12) }, () => characters[next(characters.length)]).join('')
    const written = value.replace(/["\\]/g, '\\$&')
    expect(read(`Basic realm="${written}",x="y", Bearer realm="${written}"`)).toEqual([
      ['basic', { realm: value, x: 'y' }],
      ['bearer', { realm: value }],
    ])
  }
})

test('any header is read quickly and without an error', () => {
  const next = numbers(3)
  const pieces = ['Bearer', ' ', ',', '=', '"', '\\', 'realm', '\\"', 'a'.repeat(50), ', ', '="', '\u0000', '\n', '__proto__']
  const start = performance.now()
  for (let run = 0; run < 3000; run++) {
    const header = Array.from({ length: next(60) }, () => pieces[next(pieces.length)]).join('')
    for (const { scheme, parameters } of parseChallenges(header)) {
      expect(scheme).toMatch(/^[!-~]+$/)
      expect([...parameters.keys()].every((key) => key === key.toLowerCase())).toBe(true)
    }
  }
  for (const hostile of [
    '"\\'.repeat(4000),
    'a,'.repeat(4000),
    'Bearer a="'.repeat(800),
    `Bearer a="${'\\'.repeat(8000)}`,
    ' '.repeat(8000),
  ])
    parseChallenges(hostile)
  expect(performance.now() - start).toBeLessThan(3000)
})

/** The same order of numbers in each run (Park and Miller). */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}
