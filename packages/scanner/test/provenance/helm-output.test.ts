import { afterAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import { EngineError } from '../../src/engines/error.ts'
import { absent } from '../engines/corpora.ts'
import { corpusCases, exampleCases } from './charts.ts'
import { type ChartCase, render, traceRender } from './helm-render.ts'
import { shapes } from './shapes.ts'

const engine = openEngine('helm')
afterAll(() => engine.close())

/** The recorder must not change a byte; where a chart does not render, it must fail in the same words. */
async function compare(one: ChartCase): Promise<number> {
  const plain = await render(engine, one).catch(refusal)
  const traced = await traceRender(engine, one).catch(refusal)
  if ('failed' in plain || 'failed' in traced) {
    expect(traced).toEqual(plain)
    return 0
  }
  expect(traced.documents).toEqual(plain.documents)
  expect(traced.chart).toEqual(plain.chart)
  return plain.documents.length
}

function refusal(error: unknown): { failed: string } {
  if (error instanceof EngineError && error.failure === 'refused') return { failed: error.message }
  throw error
}

test.each(shapes().map((one) => [one.name, one] as const))('shape %s: the recorder leaves the output alone', async (_, one) => {
  expect(await compare(one)).toBeGreaterThan(0)
})

test('a failing template fails in the same words', async () => {
  const [one] = shapes()
  for (const text of [
    '{{ fail "no" }}',
    '{{ required "x" .Values.none }}',
    '{{ .Values.a.b.c }}',
    '{{ include "none" . }}',
    '{{ tpl "{{ if }}" . }}',
  ]) {
    const failing = { ...one!, files: { ...one!.files, 'templates/a.yaml': `a: b\n${text}\n` } }
    expect(await compare(failing)).toBe(0)
  }
})

test('examples: the recorder leaves the output alone', async () => {
  for (const one of exampleCases()) expect(await compare(one), one.name).toBeGreaterThan(0)
})

describe.runIf(!absent)(`charts of the corpora${absent}`, () => {
  test('the recorder leaves the output alone, with defaults and with all booleans true', { timeout: 120_000 }, async () => {
    let documents = 0
    for (const one of corpusCases()) documents += await compare(one)
    expect(documents).toBeGreaterThan(100)
  })
})
