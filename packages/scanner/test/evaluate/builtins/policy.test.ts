import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEngine } from '../../../src/engines/client.ts'
import { loadPolicy } from '../../../src/evaluate/policy.ts'
import type { Json } from '../../../src/model.ts'

const source = `package t

echo := input

sum := input.a + data.b

undefined_rule if false

conflict := 1 if input.conflict

conflict := 2 if input.conflict

conflict := 3 if not input.conflict

set_through_host := object.subset({1, 2}, {x | some x in input})

exact := sprintf("%v %d", [9007199254740993, 123456789012345678901])

keys := yaml.marshal({1: {"b", "a"}})

bad_operand := units.parse("none")

not_bad if not units.parse("none")

now := time.now_ns()


many := count([x | some i in numbers.range(1, 2000); x := semver.compare(sprintf("1.0.%d", [i]), "1.0.5"); x > 0])
`
const engine = openEngine('rego')
const names = ['echo', 'sum', 'undefined_rule', 'conflict', 'set_through_host', 'exact', 'keys', 'bad_operand', 'not_bad', 'now', 'many']
let wasm: Uint8Array

beforeAll(async () => {
  const entrypoints = names.map((name) => `t/${name}`)
  const request = { modules: { 't.rego': source }, entrypoints, wasm: true }
  const answer = await engine.call<{ wasm?: string; diagnostics: unknown[] }>('rego.compile', request)
  expect(answer.diagnostics).toEqual([])
  wasm = Buffer.from(answer.wasm ?? '', 'base64')
})
afterAll(() => engine.close())

test('entrypoints are listed and sorted', async () => {
  expect((await loadPolicy(wasm)).entrypoints).toEqual(names.map((name) => `t/${name}`).sort())
})

test('falsy JSON is input, as object and as bytes', async () => {
  const policy = await loadPolicy(wasm)
  for (const input of [0, false, '', null, [], {}, 'é😀', { a: [1.5] }] as Json[]) {
    expect(policy.evaluate('t/echo', input)).toEqual(input)
    expect(policy.evaluate('t/echo', new TextEncoder().encode(JSON.stringify(input)))).toEqual(input)
  }
})

test('a lone surrogate is replaced, a backslash before u is not one', async () => {
  const policy = await loadPolicy(wasm)
  expect(policy.evaluate('t/echo', ['a\ud800b', '\\ud800', '\\\udfff', '😀'])).toEqual(['a\ufffdb', '\\ud800', '\\\ufffd', '😀'])
  policy.setData({ b: 1, c: '\ud800' })
  expect(policy.evaluate('t/sum', { a: 1 })).toBe(2)
})

test('what is not JSON is refused', async () => {
  const policy = await loadPolicy(wasm)
  for (const text of ['', '{', '{"a"', 'nul', '{a:1}']) {
    expect(() => policy.evaluate('t/echo', new TextEncoder().encode(text))).toThrow('cannot evaluate t/echo: invalid JSON')
  }
  expect(() => policy.evaluate('t/echo', undefined as unknown as Json)).toThrow('cannot evaluate t/echo: expected a JSON value')
  await expect(loadPolicy(new Uint8Array([1, 2, 3]))).rejects.toThrow()
})

test('undefined results and unknown entrypoints are errors that name the entrypoint', async () => {
  const policy = await loadPolicy(wasm)
  expect(() => policy.evaluate('t/undefined_rule', {})).toThrow('cannot evaluate t/undefined_rule: the result is undefined')
  expect(() => policy.evaluate('t/other', {})).toThrow('cannot evaluate t/other: entrypoint t/other is not valid')
})

test('an abort does not spoil the next evaluation', async () => {
  const policy = await loadPolicy(wasm)
  policy.setData({ b: 2 })
  expect(() => policy.evaluate('t/conflict', { conflict: true })).toThrow(/cannot evaluate t\/conflict: t\.rego:\d+:\d+: /)
  expect(policy.evaluate('t/sum', { a: 1 })).toBe(3)
  expect(policy.evaluate('t/conflict', {})).toBe(3)
})

test('data is replaced as a whole', async () => {
  const policy = await loadPolicy(new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>), { initialPages: 3 })
  policy.setData({ b: 1 })
  expect(policy.evaluate('t/sum', { a: 1 })).toBe(2)
  policy.setData({})
  expect(() => policy.evaluate('t/sum', { a: 1 })).toThrow('the result is undefined')
})

test('host built-ins see sets, exact numbers and keys that are no strings', async () => {
  const policy = await loadPolicy(wasm)
  expect(policy.evaluate('t/set_through_host', [1])).toBe(true)
  expect(policy.evaluate('t/set_through_host', [1, 3])).toBe(false)
  expect(policy.evaluate('t/exact', {})).toBe('9007199254740993 123456789012345678901')
  expect(policy.evaluate('t/keys', {})).toBe('"1":\n  - a\n  - b\n')
})

test('an error of a built-in makes the expression undefined', async () => {
  const policy = await loadPolicy(wasm)
  expect(() => policy.evaluate('t/bad_operand', {})).toThrow('the result is undefined')
  expect(policy.evaluate('t/not_bad', {})).toBe(true)
})

test('the clock is the one of the options, or none', async () => {
  expect((await loadPolicy(wasm, { now: 1_700_000_000_000_000_000n })).evaluate('t/now', {})).toBe(1_700_000_000_000_000_000)
  const timeless = await loadPolicy(wasm)
  expect(() => timeless.evaluate('t/now', {})).toThrow('time.now_ns')
})

test('thousands of host calls in a small memory', async () => {
  expect((await loadPolicy(wasm, { initialPages: 2 })).evaluate('t/many', {})).toBe(1995)
})
