import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import { EngineError } from '../../src/engines/error.ts'
import { absent } from '../engines/corpora.ts'
import { random } from '../parse/random.ts'
import { corpusCases, exampleCases } from './charts.ts'
import { confirm } from './confirmations.ts'
import { askTemplates, askValues, describeScore, type Score } from './helm-mutations.ts'
import { type ChartCase, render } from './helm-render.ts'
import { shapes } from './shapes.ts'

const engine = openEngine('helm')
afterAll(() => engine.close())

const share = ({ right, asked }: Score) => right / asked

describe.runIf(!absent)(`mutations of real charts, examples and shapes${absent}`, () => {
  const cases: ChartCase[] = []
  beforeAll(async () => {
    for (const one of [...corpusCases(), ...exampleCases(), ...shapes()]) {
      const failed = await render(engine, one).then(
        () => undefined,
        (error) => error,
      )
      if (failed === undefined) cases.push(one)
      else if (!(failed instanceof EngineError && failed.failure === 'refused')) throw failed
    }
  })

  test('literals of templates: file and line always, column 98 %', async () => {
    const { line, column } = await askTemplates(engine, cases, 60)
    console.log(`template line: ${describeScore(line)}\ntemplate column: ${describeScore(column)}`)
    expect(line.asked).toBeGreaterThan(500)
    expect(share(line), describeScore(line)).toBe(1)
    expect(share(column), describeScore(column)).toBeGreaterThanOrEqual(0.98)
  })

  test('leaves of values files: 98 % named where they had a value, 85 % where a default shows', async () => {
    const { filled, empty, first } = await askValues(engine, cases, 60)
    console.log(`values: ${describeScore(filled)}\nempty: ${describeScore(empty)}\nfirst place: ${describeScore(first)}`)
    expect(filled.asked).toBeGreaterThan(500)
    expect(share(filled), describeScore(filled)).toBeGreaterThanOrEqual(0.98)
    expect(share(empty), describeScore(empty)).toBeGreaterThanOrEqual(0.85)
    expect(share(first), describeScore(first)).toBeGreaterThanOrEqual(0.95)
  })

  test('the first place of a field proves right: what stands there is changed, and the field changes', async () => {
    const seed = random(3)
    const results = []
    for (const one of cases) results.push(await confirm(engine, one, { random: seed, most: 12 }))
    const confirmed = results.reduce((sum, result) => sum + result.confirmed, 0)
    const wrong = results.flatMap((result) => result.wrong)
    console.log(`confirmed: ${confirmed}, wrong: ${wrong.length}, untested: ${results.reduce((sum, result) => sum + result.untested, 0)}`)
    expect(confirmed).toBeGreaterThan(300)
    expect(wrong).toEqual([])
  })
})
