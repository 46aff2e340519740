import { expect, test } from 'vitest'
import { repeatedDocuments } from '../../src/provenance/values-repeated.ts'

test('the last of two equal keys counts, for the value and for its place', () => {
  const [document] = repeatedDocuments('a: {b: 1}\nlist:\n  - x: 1\na:\n  c: 2\n')
  expect(document!.value).toEqual({ a: { c: 2 }, list: [{ x: 1 }] })
  const line = (...path: (string | number)[]) => {
    const { region, precision } = document!.locate(path)
    return `${region.startLine}:${region.startColumn}-${region.endColumn} ${precision}`
  }
  expect(line('a')).toBe('4:1-2 field')
  expect(line('a', 'c')).toBe('5:6-7 field')
  expect(line('a', 'b')).toBe('4:1-2 parent')
  expect(line('list', 0, 'x')).toBe('3:8-9 field')
  expect(line('none')).toBe('1:1-2 document')
  expect(line()).toBe('1:1-2 document')
})

test('what is not YAML, or expands to too much, has nothing to find', () => {
  expect(repeatedDocuments('a: [\n')).toEqual([])
  const bomb = [
    'a: &a0 [x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 8 }, (_, i) => `b${i}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`),
  ]
  expect(repeatedDocuments(`${bomb.join('\n')}\na: 1\n`).map(({ value }) => value)).toEqual([{}])
})
