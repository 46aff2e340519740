import { afterAll, expect, test } from 'vitest'
import { openEngine } from '../../src/engines/client.ts'
import type { RegoCompileAnswer, RegoCompileRequest, RegoFormatAnswer } from '../../src/engines/operations.ts'

const engine = openEngine('rego')
afterAll(() => engine.close())

const compile = (request: RegoCompileRequest) => engine.call<RegoCompileAnswer>('rego.compile', request)
const sentences = async (modules: Record<string, string>, more: Partial<RegoCompileRequest> = {}) => {
  const { diagnostics } = await compile({ modules, strict: true, ...more })
  return diagnostics.map(({ file, row, col, message }) => `${file}:${row}:${col}: ${message}`)
}

test('all errors of all files come at once, sorted by place', async () => {
  const modules = {
    'a.rego':
      'package a\n\nimport data.unused\n\nx := 1 if {\n\ty := 2\n\tcount(1) == "a"\n}\n\nz := data.b.f(1)\n\nq := nope(1)\n\nr if http.sendd({})\n',
    'b.rego': 'package b\n\nf(x) := x if {\n',
    'c.rego': 'package c\n\nk := v\n\nl := data.a.q\n\nm := 1 if {\n\tunused := 3\n}\n',
  }
  // data.b.f is defined in a file that cannot be parsed, so it is no error that it is not found.
  expect(await sentences(modules)).toEqual([
    'a.rego:3:1: import data.unused unused',
    'a.rego:6:2: assigned var y unused',
    'a.rego:7:2: count: invalid argument(s)',
    'a.rego:12:6: undefined function nope',
    'a.rego:14:6: undefined function http.sendd',
    'b.rego:4:1: unexpected eof token',
    'c.rego:3:6: var v is unsafe',
    'c.rego:8:2: assigned var unused unused',
  ])
})

test('a file without package may be the missing part of any other', async () => {
  const modules = { 'a.rego': 'package a\n\nimport data.unused\n\nx := v\n\ny := 1 + "x"\n', 'b.rego': 'pakage a\n\nv := 1\n' }
  expect(await sentences(modules)).toEqual([
    'a.rego:3:1: import data.unused unused',
    'a.rego:7:6: plus: invalid argument(s)',
    'b.rego:1:1: package expected',
    'b.rego:1:8: var cannot be used for rule name',
  ])
})

test('errors of later stages are found beside those of earlier ones', async () => {
  const modules = {
    'a.rego':
      'package a\n\nq := nope(1)\n\nf(x, y) := nope(x)\n\nv := f(1, 2, 3)\n\nr if http.sendd({})\n\ns := 1 + "x"\n\nt if not y\n\nallow contains q\n\nallow := 1\n',
  }
  expect(await sentences(modules)).toEqual([
    'a.rego:3:6: undefined function nope',
    'a.rego:5:1: unused argument y. (hint: use _ (wildcard variable) instead)',
    'a.rego:5:12: undefined function nope',
    'a.rego:7:6: function data.a.f has arity 2, got 3 arguments',
    'a.rego:9:6: undefined function http.sendd',
    'a.rego:11:6: plus: invalid argument(s)',
    'a.rego:13:6: var y is unsafe',
    'a.rego:15:1: conflicting rules data.a.allow found',
  ])
})

test('built-ins outside the capabilities do not exist', async () => {
  const all = await engine.call<{ builtins: { name: string }[] }>('rego.capabilities', {})
  const capabilities = { ...all, builtins: all.builtins.filter(({ name }) => name !== 'http.send') } as RegoCompileRequest['capabilities']
  const modules = { 'a.rego': 'package a\n\nx := http.send({"method": "get", "url": "https://example.org"})\n' }
  expect(await sentences(modules)).toEqual([])
  expect(await sentences(modules, { capabilities: capabilities! })).toEqual(['a.rego:3:6: undefined function http.send'])
})

test('annotations are flat, with path and place', async () => {
  const source =
    '# METADATA\n# title: P\n# custom:\n#   id: 7\npackage a.b\n\n# METADATA\n# description: D\n# scope: document\nx contains 1\n'
  const { annotations, diagnostics } = await compile({ modules: { 'm.rego': source }, annotations: true })
  expect(diagnostics).toEqual([])
  expect(annotations).toEqual([
    { path: ['a', 'b'], file: 'm.rego', row: 5, scope: 'package', title: 'P', custom: { id: 7 } },
    { path: ['a', 'b', 'x'], file: 'm.rego', row: 10, scope: 'document', description: 'D' },
  ])
})

test('wasm, plan and host built-ins are answered on demand', async () => {
  const request = { modules: { 'm.rego': 'package a\n\nx := sprintf("%d", [1])\n' }, entrypoints: ['a/x'], wasm: true, plan: true }
  const answer = await compile(request)
  const module = new WebAssembly.Module(Buffer.from(answer.wasm!, 'base64'))
  expect(WebAssembly.Module.exports(module).map(({ name }) => name)).toContain('opa_eval')
  expect(answer.builtins).toEqual(['sprintf'])
  expect(Object.keys(answer.plan as object)).toEqual(['static', 'plans', 'funcs'])
  expect((await compile(request)).wasm).toBe(answer.wasm)
})

test('an entrypoint without rule is an error', async () => {
  const { diagnostics } = await compile({ modules: { 'm.rego': 'package a\n\nx := 1\n' }, entrypoints: ['a/y'], wasm: true })
  expect(diagnostics).toEqual([{ code: 'rego_compile_error', message: 'entrypoint "a/y" does not refer to a rule or policy decision' }])
})

test('format gives the text of opa fmt, or why not', async () => {
  const modules = { 'good.rego': 'package a\nx contains y if{y:=1}', 'bad.rego': 'package' }
  const { files } = await engine.call<RegoFormatAnswer>('rego.format', { modules })
  expect(files['good.rego']).toEqual({ text: 'package a\n\nx contains y if y := 1\n' })
  expect(files['bad.rego']?.diagnostics?.[0]).toMatchObject({ code: 'rego_parse_error', file: 'bad.rego', row: 1 })
})

test('an unknown operation and a malformed request are refused', async () => {
  await expect(engine.call('rego.nothing', {})).rejects.toThrow('unknown operation "rego.nothing"')
  await expect(engine.call('rego.compile', { modules: 3 })).rejects.toMatchObject({ failure: 'refused' })
})
