import { afterAll, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import { exampleCases } from './charts.ts'
import { askTemplates, askValues, describeScore } from './helm-mutations.ts'
import { shapes } from './shapes.ts'

const engine = openEngine('helm')
afterAll(() => engine.close())

const share = ({ right, asked }: { right: number; asked: number }) => right / asked

test('changed literals of templates are found at their line and column', async () => {
  const { line, column } = await askTemplates(engine, [...shapes(), ...exampleCases().slice(2)], 12)
  expect(line.asked).toBeGreaterThan(40)
  expect(share(line), describeScore(line)).toBe(1)
  expect(share(column), describeScore(column)).toBeGreaterThanOrEqual(0.98)
})

test('changed leaves of values files are named', async () => {
  const { filled, empty, first } = await askValues(engine, [...shapes(), ...exampleCases().slice(2)], 10)
  expect(filled.asked).toBeGreaterThan(60)
  expect(share(filled), describeScore(filled)).toBeGreaterThanOrEqual(0.98)
  expect(share(first), describeScore(first)).toBeGreaterThanOrEqual(0.95)
  expect(empty.right, describeScore(empty)).toBe(empty.asked)
})
