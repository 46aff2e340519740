import { describe, expect, it } from 'vitest'
import { lineHashes } from '../../src/report/line-hash.ts'

/** The definition, written down plainly: sum of unit(i) * 37^(99-i) modulo 2^64 over the 100 units from the start of the line. */
function byDefinition(text: string): string[] {
  const units = [...text.replace(/\r\n?/g, '\n').replace(/[ \t]/g, '')].flatMap((character) =>
    character.split('').map((unit) => unit.charCodeAt(0)),
  )
  const starts = [0, ...units.flatMap((unit, index) => (unit === 10 ? [index + 1] : []))]
  const padded = [...units, 0xffff]
  const seen = new Map<string, number>()
  return starts.map((start) => {
    let hash = 0n
    for (let index = start; index < start + 100; index++) hash = BigInt.asUintN(64, hash * 37n + BigInt(padded[index] ?? 0))
    const hex = hash.toString(16)
    seen.set(hex, (seen.get(hex) ?? 0) + 1)
    return `${hex}:${seen.get(hex)}`
  })
}

/** Numbers from a seed, so that a failure can be repeated (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

describe('lineHashes', () => {
  // Inputs and hashes that the tests of github/codeql-action (src/fingerprints.test.ts) use.
  it.each([
    ['', ['c129715d7a2bc9a3:1']],
    [' a\nb\n  \t\tc\n d', ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1']],
    [
      ' hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n',
      [
        'e9496ae3ebfced30:1',
        'fb7c023a8b9ccb3f:1',
        'ce8ba1a563dcdaca:1',
        'e20e36e16fcb0cc8:1',
        'b3edc88f2938467e:1',
        'c8e28b0b4002a3a0:1',
        'c129715d7a2bc9a3:1',
      ],
    ],
    [
      'Lorem ipsum dolor sit amet.\n'.repeat(10),
      [
        ...[1, 2, 3, 4, 5, 6].map((count) => `a7f2ff13bc495cf2:${count}`),
        'a7f2ff1481e87703:1',
        'a9cf91f7bbf1862b:1',
        '55ec222b86bcae53:1',
        'cc97dc7b1d7d8f7b:1',
        'c129715d7a2bc9a3:1',
      ],
    ],
  ])("gives GitHub's hashes for %j", (text, expected) => expect(lineHashes(text)).toEqual(expected))

  it('equals the definition on 500 texts of mixed line ends, wide and long content', () => {
    const next = random(1)
    const pieces = ['\r\n', '\n', '\r', ' ', '\t', 'a', '한', '💥', '\uffff', '\u0000', 'privileged: true']
    for (let run = 0; run < 500; run++) {
      const text = Array.from({ length: Math.floor(next() * 150) }, () => pieces[Math.floor(next() * pieces.length)]!).join('')
      expect(lineHashes(text), JSON.stringify(text)).toEqual(byDefinition(text))
    }
  })

  it('does not change with the line ends or the indentation of a file', () => {
    const lines = ['kind: Pod', 'spec:', '  containers: []', '']
    expect(lineHashes(lines.join('\r\n'))).toEqual(lineHashes(lines.map((line) => line.trim()).join('\n')))
  })
})
