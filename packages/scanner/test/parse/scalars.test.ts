import { describe, expect, test } from 'vitest'
import { readDocuments } from '../../src/parse/index.ts'
import { floatKey } from '../../src/parse/resolution.ts'

const one = (text: string) => readDocuments(text).documents[0]?.value
const value = (scalar: string) => (one(`a: ${scalar}`) as { a: unknown }).a
const refusal = (text: string) => readDocuments(text).problems[0]?.message

// Each row was asked of the API server's decoder; oracle.full.test.ts asks again.
const plain: [unknown, string[]][] = [
  [true, ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON', '!!bool "yes"']],
  [false, ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']],
  [null, ['', '~', 'null', 'Null', 'NULL', '!!null ""']],
  [
    511,
    ['511', '+511', '0777', '0o777', '0O777', '0x1FF', '0X1ff', '0b111111111', '5_1_1', '511.', '5.11e2', '!!int "511"', '!!float 511'],
  ],
  [-5, ['-5', '-0b101', '0b-101', '-0x5', '-0o5', '-05']],
  [8, ['08', '8.0', '010', '.8e1', '.08E+2']],
  [0.5, ['.5', '0.5', '.5_0', '+.5', '5e-1']],
  [2 ** 53, ['9007199254740993', '9007199254740992']],
  [2 ** 64, ['18446744073709551615', '0xFFFFFFFFFFFFFFFF', '18446744073709551616', '1.8446744073709551616e19']],
]
const text = [
  'yEs',
  'oN',
  'nUll',
  'tRUE',
  '.',
  '..',
  '+',
  '0x',
  '0b',
  '0o8',
  '0b2',
  '0xG',
  '_1',
  '1:30',
  '190:20:30',
  '1e400',
  '0x1FFFFFFFFFFFFFFFF',
  '._5',
  '5_e',
  '1.2.3',
  '100m',
  '1Gi',
  '2001-01-01',
  '2001-12-14t21:59:43.10-05:00',
  '=',
  'a:b',
  'a#b',
  'None',
  'nan',
  'inf',
]

describe('plain scalars', () => {
  for (const [expected, spellings] of plain)
    test.each(spellings)(`%j is ${JSON.stringify(expected)}`, (spelling) => expect(value(spelling)).toStrictEqual(expected))
  test.each(text)('%j is text', (spelling) => expect(value(spelling)).toBe(spelling))
  test.each(['"yes"', "'no'", '"0777"', "'~'", '!!str yes'])('%s is text', (spelling) => expect(typeof value(spelling)).toBe('string'))
  test.each(['.inf', '-.Inf', '+.INF', '.nan', '.NaN', '!!float .inf'])('%s has no JSON form', (spelling) =>
    expect(refusal(`a: ${spelling}`)).toBe('infinity and "not a number" have no JSON form'),
  )
})

describe('tags', () => {
  test('!!binary gives the text of its bytes', () => expect(value('!!binary aGVsbG8=')).toBe('hello'))
  test('!!timestamp stays text', () => expect(value('!!timestamp 2001-01-01')).toBe('2001-01-01'))
  test.each([
    ['!foo x', 'the tag !foo is unknown'],
    ['!foo {}', 'the tag !foo is unknown or does not fit a mapping'],
    ['!!map []', 'the tag !!map is unknown or does not fit a sequence'],
    ['!!int 1.5', '"1.5" is not a !!int'],
    ['!!bool 1', '"1" is not a !!bool'],
    ['!!binary "*"', 'a !!binary value is not valid base64'],
    ['!!timestamp tomorrow', '"tomorrow" is not a !!timestamp'],
    ['[!!str, x]', 'a tag needs a space behind it: readers of YAML disagree'],
  ])('%s is refused', (spelling, message) => expect(refusal(`a: ${spelling}`)).toBe(message))
})

describe('keys', () => {
  test.each([
    ['yes', 'true'],
    ['Off', 'false'],
    ['0x10', '16'],
    ['1_000', '1000'],
    ['1.50', '1.5'],
    ['1e3', '1000'],
    ['1000000.0', '1e+06'],
    ['9223372036854775807', '9223372036854775807'],
    ['!!float 16777217', '1.6777216e+07'],
    ['.inf', '.inf'],
    ['2001-01-01', '2001-01-01'],
    ['"yes"', 'yes'],
  ])('%s becomes %s', (spelling, key) => expect(one(`${spelling}: 1`)).toStrictEqual({ [key]: 1 }))

  test.each([
    ['~: 1', 'a key must be text: this one is null'],
    ['18446744073709551615: 1', 'a key must be text: this number is too big'],
    ['[a]: 1', 'a key must be a scalar, not a mapping or sequence'],
    ['1: a\n"1": b', 'the key "1" stands twice in one mapping'],
    ['yes: a\ntrue: b', 'the key "true" stands twice in one mapping'],
    ['{a: 1, "a": 2}', 'the key "a" stands twice in one mapping'],
  ])('%j is refused', (stream, message) => expect(refusal(stream)).toBe(message))

  test('__proto__ is a key like any other', () => {
    for (const stream of ['__proto__: {x: 1}', '"__proto__": {x: 1}', '{__proto__: {x: 1}}', '&a __proto__: {x: 1}']) {
      const object = one(stream) as object
      expect(Object.keys(object)).toStrictEqual(['__proto__'])
      expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
    }
  })

  test('numbers as keys are written as 32-bit floats, as the decoder does', () => {
    expect([0.1, 1e-5, 123456, 1234567, -2.5, 1e300, 16777217].map(floatKey)).toStrictEqual([
      '0.1',
      '1e-05',
      '123456',
      '1.234567e+06',
      '-2.5',
      '.inf',
      '1.6777216e+07',
    ])
  })
})

describe('merge keys', () => {
  const base = 'x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n'
  const merged = (lines: string) => (one(`${base}${lines}`) as { z: unknown }).z
  test('add what is missing', () => expect(merged('  <<: *x\n  c: 5')).toStrictEqual({ a: 1, b: 2, c: 5 }))
  test('are replaced by keys after them', () => expect(merged('  <<: *x\n  a: 5')).toStrictEqual({ a: 5, b: 2 }))
  test('of a list: the first wins', () => expect(merged('  <<: [*x, *y]')).toStrictEqual({ a: 1, b: 2, c: 4 }))
  test('in a merged mapping', () => expect(one('a: &a {x: 1}\nb: &b {<<: *a, z: 2}\nc: {<<: *b}')).toMatchObject({ c: { x: 1, z: 2 } }))
  test('quoted are ordinary keys', () => expect(one('"<<": 1')).toStrictEqual({ '<<': 1 }))
  test('before which a key stands with another value are refused', () => {
    expect(refusal(`${base}  a: 5\n  <<: *x`)).toContain('readers disagree which wins')
    expect(merged('  a: 1\n  <<: *x')).toStrictEqual({ a: 1, b: 2 })
  })
  test.each(['<<: 1', '<<: ~', '<<: [1]', '<<: [[{a: 1}]]'])('%s is refused', (stream) =>
    expect(refusal(stream)).toBe('the merge key << needs a mapping or a list of mappings'),
  )
})
