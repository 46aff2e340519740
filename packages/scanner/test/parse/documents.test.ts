import { describe, expect, test } from 'vitest'
import { readDocuments, readText } from '../../src/parse/index.ts'

const values = (text: string) => readDocuments(text).documents.map(({ value }) => value)
const problem = (text: string, file?: string) => readDocuments(text, file === undefined ? {} : { file }).problems[0]

describe('documents of a stream', () => {
  test.each([
    ['separators', 'a: 1\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['a comment behind a separator', 'a: 1\n--- # second\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['blanks behind a separator', 'a: 1\n---   \t\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['a document on the line of its separator', 'a: 1\n--- {b: 2}\n--- [3]\n--- "4"\n', [{ a: 1 }, { b: 2 }, [3], '4']],
    ['document ends', 'a: 1\n...\n---\nb: 2\n...\n', [{ a: 1 }, { b: 2 }]],
    ['directives', '%YAML 1.1\n---\na: yes\n', [{ a: true }]],
    ['CRLF', 'a: 1\r\n---\r\nb: |\r\n  x\r\n  y\r\n', [{ a: 1 }, { b: 'x\ny\n' }]],
    ['a byte order mark', '\ufeff- 1\n', [[1]]],
    ['a byte order mark before rare syntax', '\ufeff- &a 1\n- *a\n', [[1, 1]]],
    ['no line break at the end', 'a: |\n  x', [{ a: 'x' }]],
    ['anchors end with their document', 'a: &x 1\n---\nb: &x 2\nc: *x\n', [{ a: 1 }, { b: 2, c: 2 }]],
  ])('%s', (_name, text, expected) => expect(values(text)).toStrictEqual(expected))

  test('empty ones are left out and keep their number', () => {
    for (const first of ['a: 1', 'a: &x 1'])
      expect(readDocuments(`# only a comment\n---\n---\n# c\n${first}\n--- # none\n---\n\n  # c\nb: 2\n`).documents).toStrictEqual([
        { value: { a: 1 }, index: 1, startLine: 5 },
        { value: { b: 2 }, index: 3, startLine: 10 },
      ])
  })

  test.each(['', '\n', '# comment\n', '---\n', '---\n---\n', '\ufeff', '~\n'])('%j holds none', (text) =>
    expect(readDocuments(text)).toStrictEqual({ documents: [], problems: [] }),
  )
})

describe('problems', () => {
  test('take the documents of the whole file', () => {
    const { documents, problems } = readDocuments('a: 1\n---\nb: 1\nb: 2\n')
    expect(documents).toStrictEqual([])
    expect(problems).toStrictEqual([{ message: 'the key "b" stands twice in one mapping', line: 4, column: 1 }])
  })

  test.each([
    ['a: 1\n  b: 2\n', 1],
    ['a: [1, 2\nb: 3\n', 2],
    ['a:\n\t- b\n', 2],
    ['a: "x\n', 2],
    ['x: 1\na: *nowhere\n', 2],
    ['a: &a [*a]\n', 1],
    ['a: b: c\n', 1],
    ['- a\nb: c\n', 2],
    ['a: {{ .Values.x }}\n', 1],
    ['a: @b\n', 1],
    ['a: 1\n%YAML 1.1\n', 2],
    ['x: 1\na: "\\q"\n', 2],
    ['a: 1\n---\nb: "\\ud800"\n', 3],
    ['a: 1\nb: \u0007\n', 2],
    ['a: 1\nb: x\u2028y\n', 2],
    ['a: 1\rb: 2\n', 1],
    ['{a:, b: 1}\n', 1],
    ['[?x]\n', 1],
    ['a: &x:y 1\n', 1],
  ])('%j is refused at line %i', (text, line) => expect(problem(text)).toMatchObject({ line }))

  test('columns count UTF-16 units and leave a byte order mark out', () => {
    expect(problem('\ufeffa: 1\n')).toBeUndefined()
    expect(problem('\ufeff"😀": *b\n')).toMatchObject({ line: 1, column: 7 })
    expect(problem('\ufeff*b\n')).toMatchObject({ line: 1, column: 1 })
  })
})

describe('hostile texts', () => {
  const levels = (count: number) => Array.from({ length: count }, (_, i) => `${' '.repeat(i)}a:\n`).join('')
  test.each([
    ['brackets', '['.repeat(100_000)],
    ['closed brackets', '['.repeat(251) + ']'.repeat(251)],
    ['braces', '{a: '.repeat(100_000)],
    ['dashes', '- '.repeat(100_000)],
    ['indentation', levels(252)],
    ['explicit keys', '? '.repeat(100_000)],
  ])('%s nested too deeply', (_name, text) =>
    expect(problem(text)?.message).toBe('mappings and sequences are nested more than 250 levels deep'),
  )

  test('250 levels are read', () => {
    expect(problem('['.repeat(250) + ']'.repeat(250))).toBeUndefined()
    expect(problem(`&a ${'['.repeat(250)}${']'.repeat(250)}`)).toBeUndefined()
  })

  test('alias bombs', () => {
    const level = (name: string, of: string) => `${name}: &${name} [${Array(10).fill(of).join(', ')}]\n`
    const names = [...'abcdefghij']
    const bomb = names.map((name, i) => level(name, i === 0 ? 'x' : `*${names[i - 1]}`)).join('')
    expect(problem(bomb)).toMatchObject({ message: 'aliases expand to too many nodes', line: 4 })
  })

  test('many aliases that stay small are read', () => {
    expect(values(`- &a x\n${'- *a\n'.repeat(2000)}`)[0]).toHaveLength(2001)
  })

  test.each(['a: &x 1\n', ''])('big lists and mappings are read in linear time (%j before them)', (before) => {
    const count = 20_000
    const lines = Array.from({ length: count }, (_, i) => `k${i}: [x, "y", 'z'] # c\n`).join('')
    expect(Object.keys(values(before + lines)[0] as object)).toHaveLength(count + (before ? 1 : 0))
  })
})

describe('JSON files', () => {
  const json = (text: string) => readDocuments(text, { file: 'a/B.JSON' })
  test('are read strictly', () => {
    expect(json('\ufeff {"a": [1, -0.5e3, true, null, "\\u00e9\\ud83d\\ude00\\/ \u2028"], "__proto__": {}}\n').documents).toStrictEqual([
      { value: JSON.parse('{"a": [1, -500, true, null, "é😀/ \u2028"], "__proto__": {}}'), index: 0, startLine: 1 },
    ])
  })
  test.each([
    ['', 'the JSON text ends too early'],
    ['{"a": 1,}', 'unexpected "}" in JSON'],
    ['{a: 1}', 'unexpected "a" in JSON'],
    ["['a']", 'unexpected "\'" in JSON'],
    ['[1] []', 'unexpected "[" in JSON'],
    ['[01]', 'unexpected "1" in JSON'],
    ['["a\nb"]', 'this string is not valid JSON'],
    ['["\\x41"]', 'this string is not valid JSON'],
    ['["\\ud800"]', 'this string holds half a surrogate pair'],
    ['[1e999]', 'the number 1e999 is too big'],
    ['[yes]', 'unexpected "y" in JSON'],
    ['{"a": 1,\n"a": 2}', 'the key "a" stands twice in one mapping'],
    ['['.repeat(50_000), 'mappings and sequences are nested more than 250 levels deep'],
  ])('%.30j is refused', (text, message) => expect(json(text).problems[0]?.message).toBe(message))
  test('problems have their place', () => expect(json('{\n  "a": 1,\n  "a": 2}').problems[0]).toMatchObject({ line: 3, column: 3 }))
  test('big integers stay numbers', () =>
    expect(json('[12345678901234567890]').documents[0]?.value).toStrictEqual([Number('12345678901234567890')]))
  test('as YAML they mean the same', () => expect(values('{\n\t"a": [1, "x"],\n\t"b": {}\n}')).toStrictEqual([{ a: [1, 'x'], b: {} }]))
})

describe('readText', () => {
  const bytes = (...values: number[]) => new Uint8Array(values)
  test('UTF-8 with and without a byte order mark', () => {
    expect(readText(new TextEncoder().encode('é😀'))).toStrictEqual({ text: 'é😀' })
    expect(readText(bytes(0xef, 0xbb, 0xbf, 0x61))).toStrictEqual({ text: 'a' })
  })
  test('UTF-16 with a byte order mark', () => {
    expect(readText(bytes(0xff, 0xfe, 0x61, 0, 0x3d, 0xd8, 0x00, 0xde))).toStrictEqual({ text: 'a😀' })
    expect(readText(bytes(0xfe, 0xff, 0, 0x61))).toStrictEqual({ text: 'a' })
  })
  test.each([
    [bytes(0x61, 0, 0x62), 'The file is not text: it holds a NUL byte.'],
    [bytes(0xff, 0xfe, 0, 0), 'The file is not text: it holds a NUL character.'],
    [bytes(0x61, 0xff), 'The file is not valid UTF-8 text.'],
    [bytes(0xed, 0xa0, 0x80), 'The file is not valid UTF-8 text.'],
    [bytes(0xff, 0xfe, 0x00, 0xd8), 'The file is not valid UTF-16 text.'],
  ])('%o is refused', (input, message) => expect(readText(input)).toStrictEqual({ problem: message }))
})
