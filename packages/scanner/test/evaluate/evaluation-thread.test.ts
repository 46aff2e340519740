import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import { type EvaluationThread, startEvaluationThread } from '../../src/evaluate/evaluation-thread.ts'
import { startEvaluationWorker } from '../../src/evaluate/evaluation-worker.ts'
import { within } from '../../src/evaluate/local-evaluation.ts'

vi.mock('../../src/evaluate/evaluation-worker.ts', async (original) => {
  const actual = await original<typeof import('../../src/evaluate/evaluation-worker.ts')>()
  return { startEvaluationWorker: vi.fn(actual.startEvaluationWorker) }
})

const source = `package t

echo := [input, data.word]

undefined_rule if false

conflict := 1 if input.a

conflict := 2 if input.a

endless := count([1 | numbers.range(1, 100000)[_] + numbers.range(1, 100000)[_] == 1])
`
let wasm: Uint8Array
const threads: EvaluationThread[] = []

beforeAll(async () => {
  const engine = openEngine('rego')
  const entrypoints = ['echo', 'undefined_rule', 'conflict', 'endless'].map((name) => `t/${name}`)
  const answer = await engine.call<{ wasm: string }>('rego.compile', { modules: { 't.rego': source }, entrypoints, wasm: true })
  await engine.close()
  wasm = Buffer.from(answer.wasm, 'base64')
})
beforeEach(() => {
  vi.mocked(startEvaluationWorker).mockClear()
})
afterAll(() => Promise.all(threads.map((thread) => thread.close())))

/** A thread with the same policy twice, or once where only what came with the program is wanted. */
function loaded(builtin: boolean[], deadlineMs = 20_000): EvaluationThread {
  const thread = startEvaluationThread()
  threads.push(thread)
  thread.load(
    builtin.map((one) => ({ wasm, data: { word: 'first' }, builtin: one })),
    { deadlineMs },
  )
  return thread
}

describe.each([
  ['in the main thread', true, 0],
  ['in the worker', false, 1],
] as const)('a policy %s', (_, builtin, workers) => {
  it('answers, with the data that was set last', async () => {
    const thread = loaded([builtin])
    expect(await thread.evaluate(0, 't/echo', { a: '\ud800' })).toEqual([{ a: '\ufffd' }, 'first'])
    await thread.setData(0, { word: 'second' })
    expect(await thread.evaluate(0, 't/echo', {})).toEqual([{}, 'second'])
    expect(startEvaluationWorker).toHaveBeenCalledTimes(workers)
  })

  it('fails where it has no answer, and answers the next question', async () => {
    const thread = loaded([builtin])
    const failed = { name: 'EvaluationError', timeout: false }
    await expect(thread.evaluate(0, 't/conflict', { a: true })).rejects.toMatchObject({
      ...failed,
      message: expect.stringContaining('conflict'),
    })
    await expect(thread.evaluate(0, 't/undefined_rule', {})).rejects.toMatchObject({
      ...failed,
      message: 'cannot evaluate t/undefined_rule: the result is undefined',
    })
    await expect(thread.evaluate(0, 't/absent', {})).rejects.toMatchObject(failed)
    await expect(thread.evaluate(1, 't/echo', {})).rejects.toMatchObject({ ...failed, message: 'there is no policy 1' })
    expect(await thread.evaluate(0, 't/echo', {})).toEqual([{}, 'first'])
  })

  it('is ended when it does not end, and so is what is asked of the same entrypoint', async () => {
    const thread = loaded([builtin], 1000)
    await thread.evaluate(0, 't/echo', {})
    const began = performance.now()
    const asked = ['t/endless', 't/endless', 't/echo'].map((entrypoint) => thread.evaluate(0, entrypoint, { a: 1 }))
    const [first, second, other] = await Promise.allSettled(asked)
    const late = { name: 'EvaluationError', timeout: true, message: 'a policy took longer than 1 s and was ended' }
    expect(first).toMatchObject({ status: 'rejected', reason: late })
    expect(second).toMatchObject({ status: 'rejected', reason: late })
    expect(other).toEqual({ status: 'fulfilled', value: [{ a: 1 }, 'first'] })
    await expect(thread.evaluate(0, 't/endless', {})).rejects.toMatchObject(late)
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  it('answers no more when it is closed', async () => {
    const thread = loaded([builtin])
    await thread.close()
    await expect(thread.evaluate(0, 't/echo', {})).rejects.toThrow('the evaluation thread is closed')
  })
})

describe('the worker', () => {
  const text = (length: number) => JSON.stringify('x'.repeat(length))

  it('judges what is much at once, with the data that was set before it started', async () => {
    const thread = loaded([true])
    await thread.setData(0, { word: 'second' })
    expect(await thread.evaluateText(0, 't/echo', () => text(1000))).toContain('second')
    expect(startEvaluationWorker).not.toHaveBeenCalled()
    expect(await thread.evaluateText(0, 't/echo', () => text(200_000))).toContain('second')
    await thread.setData(0, { word: 'third' })
    expect(await thread.evaluateText(0, 't/echo', () => text(1))).toContain('third')
    expect(startEvaluationWorker).toHaveBeenCalledTimes(1)
  })

  it('judges what is much together', async () => {
    const thread = loaded([true])
    for (const workers of [0, 0, 1]) {
      await thread.evaluateText(0, 't/echo', () => text(100_000))
      expect(startEvaluationWorker).toHaveBeenCalledTimes(workers)
    }
  })

  it('judges for policies of others, which take nothing from the one that came with the program', async () => {
    const thread = loaded([true, false], 1000)
    await thread.setData(1, { word: 'other' })
    await expect(thread.evaluate(1, 't/endless', {})).rejects.toMatchObject({ timeout: true })
    expect(await thread.evaluate(1, 't/echo', {})).toEqual([{}, 'other'])
    expect(await thread.evaluate(0, 't/echo', {})).toEqual([{}, 'first'])
  })
})

describe('a deadline in the main thread', () => {
  it.each([
    [
      'a loop',
      () => {
        for (;;);
      },
    ],
    [
      'a loop that catches everything',
      () => {
        for (;;)
          try {
            for (;;);
          } catch {
            // goes on
          }
      },
    ],
    ['a regular expression', () => /^(a+)+$/.test(`${'a'.repeat(64)}b`)],
  ] as const)('ends %s', (_, run) => {
    expect(() => within<unknown>(200, run)).toThrow('a policy took longer than 0.2 s and was ended')
    expect(within(200, () => 'goes on')).toBe('goes on')
  })

  it('leaves errors and results as they are, also of another deadline within', () => {
    expect(() =>
      within(1000, () => {
        throw new TypeError('own')
      }),
    ).toThrow(new TypeError('own'))
    expect(within(1000, () => within(500, () => 1) + 1)).toBe(2)
  })
})
