import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/model.ts'
import { characterProblem } from '../../src/parse/characters.ts'
import { readExactly } from '../../src/parse/exact/index.ts'
import { readFast } from '../../src/parse/fast/index.ts'
import { readDocuments } from '../../src/parse/index.ts'
import { Positions, type RawDocument } from '../../src/parse/positions.ts'
import { corporaFolder, corpusFiles } from './corpora.ts'
import { mutated, randomStream } from './generator.ts'
import { random } from './random.ts'

/** Documents with the position of each of their values. */
function described(documents: RawDocument[], positions: Positions): unknown[] {
  const slots = (value: Json): unknown => {
    if (value === null || typeof value !== 'object') return value
    const names = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
    return [
      positions.head(value),
      ...names.map((name) => [name, positions.get(value, name), slots((value as Record<string, Json>)[name]!)]),
    ]
  }
  return documents.map(({ value, start, token }) => ({ value, start, token, slots: slots(value) }))
}

/** True where the fast reader took the text: then the exact reader must give the same values and positions. */
function agree(text: string): boolean {
  if (characterProblem(text)) return false
  const fast = new Positions()
  const documents = readFast(text, fast)
  if (!documents) return false
  const exact = new Positions()
  expect(described(documents, fast), text.slice(0, 2000)).toStrictEqual(described(readExactly(text, exact), exact))
  return true
}

describe('the fast and the exact reader agree, values and positions', () => {
  test('on random streams', () => {
    const r = random(7)
    let taken = 0
    for (let i = 0; i < 3000; i++) if (agree(randomStream(r))) taken++
    expect(taken).toBeGreaterThan(600)
  })

  const folder = corporaFolder()
  const left = folder ? '' : ' (LEFT OUT: no corpora folder)'
  describe.skipIf(!folder)(`on the corpora${left}`, () => {
    const files = folder ? corpusFiles(folder, ['realworld', 'labelled', 'schemas', 'rego-cases', 'yaml-test-suite']) : []

    test('of real files', () => {
      const taken = files.filter(({ text }) => agree(text)).length
      expect(taken / files.length).toBeGreaterThan(0.9)
    })

    test('with small changes', () => {
      const r = random(8)
      const small = files.filter(({ text }) => text.length < 4000)
      for (let i = 0; i < 3000; i++) agree(mutated(r.pick(small).text, r))
    })

    test('JSON files mean what JSON.parse says', () => {
      for (const { path, text } of files.filter((file) => file.path.endsWith('.json'))) {
        const { documents, problems } = readDocuments(text, { file: path })
        if (problems.length === 0) expect(documents.map(({ value }) => value)).toStrictEqual([JSON.parse(text)])
        else if (!problems[0]!.message.includes('stands twice')) expect(() => JSON.parse(text)).toThrow()
      }
    })
  })
})
