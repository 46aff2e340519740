import { describe, expect, test } from 'vitest'
import { TextProblem } from '../../src/parse/problems.ts'
import { readStream } from '../../src/parse/stream.ts'
import { corporaFolder } from './corpora.ts'
import { jsonValues, suiteCases } from './suite.ts'

// Accepted by YAML 1.2, refused here.
const refused = {
  'tags that JSON has no meaning for': [
    '5TYM/0',
    '6CK3/0',
    '6WLZ/0',
    '7FWL/0',
    '9WXW/0',
    'C4HZ/0',
    'CC74/0',
    'CUP7/0',
    'M5C3/0',
    'P76L/0',
    'UGM3/0',
    'Z67P/0',
    'Z9M4/0',
  ],
  'anchor names with indicators, which YAML 1.1 reads as name and value': ['2SXE/0', 'Y2GN/0'],
  'a plain scalar in brackets that begins with a question mark, a key in YAML 1.1': ['652Z/0', 'HM87/1'],
  'a tag with a comma behind it, part of the tag in YAML 1.1': ['WZ62/0'],
  'a %YAML directive with two versions': ['ZYU8/2'],
}

// Accepted, with the value that the API server's decoder gives.
const different: Record<string, { why: string; value: unknown[] }> = {
  'JEF9/2': { why: 'a block scalar at the end of the text without a line break', value: [['']] },
  'L24T/1': { why: 'a block scalar at the end of the text without a line break', value: [{ foo: 'x\n ' }] },
}

const folder = corporaFolder()
describe.skipIf(!folder)(`YAML test suite${folder ? '' : ' (LEFT OUT: no corpora folder)'}`, () => {
  const cases = folder ? suiteCases(folder) : []
  const values = (yaml: string) => readStream(yaml, {}).documents.map(({ value }) => value)
  const exceptions = new Set(Object.values(refused).flat())

  test('is complete', () => expect(cases.length).toBeGreaterThan(400))

  describe('refuses', () => {
    test.each(cases.filter(({ fails }) => fails))('failing case $id', ({ yaml }) => expect(() => values(yaml)).toThrow(TextProblem))
    for (const [why, ids] of Object.entries(refused))
      test.each(cases.filter(({ id }) => ids.includes(id)))(`$id: ${why}`, ({ yaml }) => expect(() => values(yaml)).toThrow(TextProblem))
  })

  describe('gives the JSON of', () => {
    const accepted = cases.filter(({ id, fails, json }) => !fails && json !== undefined && !exceptions.has(id) && !different[id])
    test.each(accepted.filter(({ id }) => id !== '565N/0'))('$id', ({ yaml, json }) =>
      expect(values(yaml)).toStrictEqual(jsonValues(json!)),
    )
    test.each(cases.filter(({ id }) => different[id]))('$id, but for a known difference', ({ id, yaml }) =>
      expect(values(yaml)).toStrictEqual(different[id]!.value),
    )
    test('565N/0, whose !!binary values become the text of their bytes', () => {
      const { yaml, json } = cases.find(({ id }) => id === '565N/0')!
      const [document] = jsonValues(json!) as [Record<string, string>]
      const text = (name: string) => Buffer.from(document[name]!, 'base64').toString('utf8')
      expect(values(yaml)).toStrictEqual([{ ...document, canonical: text('canonical'), generic: text('generic') }])
    })
  })

  // No JSON form: keys that are null, mappings or sequences. Whatever happens, nothing but a TextProblem is thrown.
  test('without JSON', () => {
    for (const { yaml } of cases.filter(({ fails, json }) => !fails && json === undefined))
      try {
        values(yaml)
      } catch (error) {
        expect(error).toBeInstanceOf(TextProblem)
      }
  })
})
