import { describe, expect, it } from 'vitest'
import { excerpt } from '../../src/report/excerpt.ts'
import { displayWidth, takeColumns, wrap } from '../../src/report/width.ts'
import { regionOf } from './factory.ts'

function draw(text: string, token: string, options: { occurrence?: number; before?: number; width?: number } = {}): string {
  const lines = text.split(/\r?\n/)
  const { occurrence, before = 0, width = 80 } = options
  return excerpt({ lines, region: regionOf(text, token, occurrence), before, width })
    .map((line) => `${line.gutter}|${line.text}`)
    .join('\n')
}

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['한글', 4],
    ['\u1112\u1161\u11ab', 2],
    ['日本語', 6],
    ['💥', 2],
    ['❤️', 1],
    ['é', 1],
    ['e\u0301', 1],
    ['ﬁ…', 2],
    ['（）', 4],
    ['', 0],
  ])('of %j is %i', (text, width) => expect(displayWidth(text)).toBe(width))

  it('is what taking and wrapping go by', () => {
    expect(takeColumns('a한b', 2)).toBe('a')
    expect(takeColumns('a한b', 3)).toBe('a한')
    expect(wrap('한글 한글 abc', 9)).toEqual(['한글 한글', 'abc'])
    expect(wrap('averylongword b', 4)).toEqual(['averylongword', 'b'])
  })
})

describe('excerpt', () => {
  it('puts carets under exactly the region, behind Korean, emoji, combining marks and tabs', () => {
    expect(draw('name: 카탈로그 # 💥\n', '카탈로그')).toBe('1|name: 카탈로그 # 💥\n |      ^^^^^^^^')
    expect(draw('{ 이름: 💥, on: true }', 'true')).toBe('1|{ 이름: 💥, on: true }\n |                ^^^^')
    expect(draw('a:\ttrue', 'true')).toBe('1|a:  true\n |    ^^^^')
    expect(draw('e\u0301: true', 'true')).toBe('1|e\u0301: true\n |   ^^^^')
  })

  it('keeps the line numbers of files with CRLF and a last line without a line break', () => {
    expect(draw('a: 1\r\nb: 2\r\nc: 3', '3', { before: 1 })).toBe('2|b: 2\n3|c: 3\n |   ^')
  })

  it('shows invisible characters, with the caret still in place', () => {
    expect(draw('a\u202e\u200b: true', 'true')).toBe('1|a\\u202e\\u200b: true\n |               ^^^^')
  })

  it('aligns the numbers of lines with one and two digits', () => {
    expect(draw(`${'x\n'.repeat(9)}key: value\n`, 'value', { before: 1 })).toBe(' 9|x\n10|key: value\n  |     ^^^^^')
  })

  it('marks a region of several lines and leaves out all after the third', () => {
    expect(draw('a:\n  - b\n  - c\n', '- b\n  - c')).toBe('2|  - b\n |  ^^^\n3|  - c\n |  ^^^')
    expect(draw('a: |\n  1\n  2\n  3\n  4\n', '1\n  2\n  3\n  4')).toBe('2|  1\n |  ^\n3|  2\n |  ^\n4|  3\n |  ^\n |…')
  })

  it('cuts long lines around the region', () => {
    const lines = draw(`${'a'.repeat(100)} token ${'b'.repeat(100)}`, 'token', { width: 44 }).split('\n')
    expect(lines[0]).toMatch(/^1\|…a+ token b+…$/)
    expect(lines.every((line) => displayWidth(line) <= 42)).toBe(true)
    expect(lines[0]!.indexOf('token')).toBe(lines[1]!.indexOf('^^^^^'))
  })

  it('is empty for a region that is not in the file', () => {
    expect(excerpt({ lines: ['a'], region: { startLine: 5, startColumn: 1, endLine: 5, endColumn: 2 }, before: 2, width: 80 })).toEqual([])
  })
})
