import { describe, expect, it } from 'vitest'
import { readDocuments } from '../../packages/scanner/src/parse/index.ts'
import { median } from '../bench/measure.ts'
import { generatedFiles } from '../bench/objects.ts'

describe('generated objects', () => {
  it('are as many as asked for, all with a name of their own', () => {
    const documents = generatedFiles(1000).flatMap((text) => readDocuments(text).documents)
    const names = documents.map(({ value }) => {
      const { kind, metadata } = value as { kind: string; metadata: { namespace: string; name: string } }
      return `${kind} ${metadata.namespace}/${metadata.name}`
    })
    expect(new Set(names).size).toBe(1000)
  })

  it('are the same every time', () => expect(generatedFiles(300)).toEqual(generatedFiles(300)))
})

describe('the median', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 2, 9], 3],
  ])('of %j is %d', (values, wanted) => expect(median(values)).toBe(wanted))
})
