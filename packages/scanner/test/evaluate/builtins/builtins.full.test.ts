import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { expectedFile, readCalls } from './calls.ts'
import { recordResults } from './record.ts'

test('the recording is what OPA answers today', () => {
  expect(recordResults(readCalls())).toEqual(JSON.parse(readFileSync(expectedFile, 'utf8')))
})
