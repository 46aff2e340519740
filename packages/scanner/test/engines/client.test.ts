import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import type { EngineCache } from '../../src/engines/cache.ts'
import { openEngine } from '../../src/engines/client.ts'
import { engineFile } from '../../src/engines/content.ts'
import { encodeFrame, frameReader } from '../../src/engines/frames.ts'
import { engineLocation } from '../../src/engines/location.ts'
import { describeEngine, engineNames } from '../../src/engines/manifest.ts'
import { withMemoryMaximum } from '../../src/engines/memory.ts'

const { directory } = engineLocation()
const scratch = mkdtempSync(join(tmpdir(), 'policy-gate-test-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const chart = (template: string) => ({ files: { 'Chart.yaml': 'apiVersion: v2\nname: x\nversion: 1.0.0\n', 'templates/a.yaml': template } })

test('the engines are within their sizes and are what engines.json says', () => {
  for (const name of engineNames) {
    const description = describeEngine(directory, name)
    const packed = readFileSync(join(directory, `${name}.wasm.br`))
    const module = brotliDecompressSync(packed)
    expect(createHash('sha256').update(module).digest('hex')).toBe(description.sha256)
    expect(module.length).toBe(description.bytes)
    expect(createHash('sha256').update(packed).digest('hex')).toBe(description.packedSha256)
    // Nothing to lower, so there is a maximum and it is at most 1 GiB; memory64 and shared memories would throw.
    expect(Buffer.compare(withMemoryMaximum(module, 2 ** 30), withMemoryMaximum(module, 2 ** 32))).toBe(0)
    expect(module.length).toBeLessThanOrEqual(17_000_000)
    expect(packed.length).toBeLessThanOrEqual(3_000_000)
  }
})

test('requests are answered in order by one child, and a client may be used again after close', async () => {
  const engine = openEngine('rego')
  const format = (text: string) => engine.call('rego.format', { modules: { 'a.rego': text } })
  const sources = ['package a\n', 'package b\n', 'package c\n']
  const answers = await Promise.all(sources.map(format))
  expect(answers).toEqual(sources.map((text) => ({ files: { 'a.rego': { text } } })))
  await engine.close()
  expect(await format('package d\n')).toEqual({ files: { 'a.rego': { text: 'package d\n' } } })
  await engine.close()
})

test('a request that takes too long is stopped, the next one gets a new child', async () => {
  const engine = openEngine('helm', { deadlineMs: 20_000 })
  const endless = chart('{{ range $i := until 100000 }}{{ range $j := until 100000 }}{{ end }}{{ end }}')
  const [slow, next] = await Promise.allSettled([
    engine.call('helm.render', endless, { deadlineMs: 1500 }),
    engine.call('helm.render', chart('a: 1\n')),
  ])
  expect(slow).toMatchObject({
    reason: {
      name: 'EngineError',
      exitCode: 3,
      failure: 'timeout',
      message: 'the helm engine did not answer within 1.5 s and was stopped',
    },
  })
  expect(next.status).toBe('fulfilled')
  await engine.close()
})

test('memory is capped: strings of 100 MB and of 2 GB', async () => {
  const engine = openEngine('helm', { memoryBytes: 96 * 2 ** 20 })
  for (const count of ['100000000', '2000000000']) {
    const big = chart(`a: {{ repeat ${count} "x" | len }}\n`)
    await expect(engine.call('helm.render', big)).rejects.toMatchObject({ failure: 'memory', exitCode: 3 })
  }
  await expect(engine.call('helm.render', chart('a: 1\n'))).resolves.toBeDefined()
  await engine.close()
})

test('an exhausted stack is a crash that is named', async () => {
  const engine = openEngine('helm')
  const endless = chart('{{ define "t" }}{{ tpl "{{ include \\"t\\" . }}" . }}{{ end }}{{ include "t" . }}')
  await expect(engine.call('helm.render', endless)).rejects.toMatchObject({
    failure: 'crash',
    message: 'the helm engine stopped: RangeError: Maximum call stack size exceeded',
  })
  await engine.close()
})

test('an altered or missing engine is not started', async () => {
  const copy = join(scratch, 'altered')
  cpSync(directory, copy, { recursive: true })
  cpSync(join(copy, 'helm.wasm.br'), join(copy, 'rego.wasm.br'))
  const altered = openEngine('rego', { directory: copy })
  await expect(altered.call('rego.capabilities', {})).rejects.toMatchObject({ failure: 'unavailable', exitCode: 3 })
  await altered.close()
  rmSync(join(copy, 'kustomize.wasm.br'))
  const missing = openEngine('kustomize', { directory: copy })
  await expect(missing.call('kustomize.build', {})).rejects.toThrow(/no such file/)
  writeFileSync(join(copy, 'engines.json'), '{"engines":[]}')
  await expect(openEngine('helm', { directory: copy }).call('helm.render', {})).rejects.toMatchObject({ failure: 'unavailable' })
})

test('answers come from the cache by engine, operation and request; faults too, timeouts not', async () => {
  const kept = new Map<string, string>()
  const cache: EngineCache = { get: (key) => kept.get(key), set: (key, value) => void kept.set(key, value) }
  const first = openEngine('helm', { cache })
  const answer = await first.call('helm.render', chart('a: {{ randAlphaNum 20 }}\n'))
  await expect(first.call('helm.render', chart('{{ fail "no" }}'))).rejects.toThrow('no')
  await expect(first.call('helm.render', chart('a: 2\n'), { deadlineMs: 1 })).rejects.toMatchObject({ failure: 'timeout' })
  await first.close()
  expect(kept.size).toBe(2)
  const second = openEngine('helm', { cache, deadlineMs: 1 })
  expect(await second.call('helm.render', chart('a: {{ randAlphaNum 20 }}\n'))).toEqual(answer)
  await expect(second.call('helm.render', chart('{{ fail "no" }}'))).rejects.toMatchObject({ failure: 'refused' })
  await expect(second.call('helm.capabilities', chart('{{ fail "no" }}'))).rejects.toMatchObject({ failure: 'timeout' })
  await second.close()
})

test('places for the source tree and for both layouts of the bundle', () => {
  const at = (file: string) => engineLocation(pathToFileURL(join(scratch, file)).href)
  cpSync(join(directory, 'engines.json'), join(scratch, 'dist/engines/engines.json'))
  const bundled = { directory: join(scratch, 'dist/engines'), runner: join(scratch, 'dist/engine-runner.mjs') }
  expect(at('dist/cli.mjs')).toEqual(bundled)
  expect(at('dist/chunks/scan.mjs')).toEqual(bundled)
  expect(at('packages/scanner/src/engines/location.ts').directory).toBe(join(scratch, 'dist/engines'))
})

test('files that are not UTF-8 travel as base64, all others as they are', () => {
  expect(engineFile(Buffer.from('\uFEFFgrün 🌲\r\n'))).toBe('\uFEFFgrün 🌲\r\n')
  expect(engineFile(Buffer.from([0xff, 0, 1]))).toEqual({ base64: '/wAB' })
})

test('frames may arrive in pieces of any size', () => {
  const payloads = ['', 'a', 'x'.repeat(1000)]
  const stream = Buffer.concat(payloads.map((text, i) => encodeFrame(i, Buffer.from(text))))
  for (const size of [1, 3, 7, 5000]) {
    const seen: [number, string][] = []
    const read = frameReader(({ kind, payload }) => seen.push([kind, payload.toString()]))
    for (let at = 0; at < stream.length; at += size) read(stream.subarray(at, at + size))
    expect(seen).toEqual(payloads.map((text, i) => [i, text]))
  }
})

test('a memory maximum is added, lowered and never raised', () => {
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
  const module = (...memory: number[]) => Uint8Array.from([...header, 5, memory.length, ...memory, 7, 5, 1, 1, 0x6d, 2, 0])
  const grow = (bytes: Uint8Array) => {
    const { m } = new WebAssembly.Instance(new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>)).exports as { m: WebAssembly.Memory }
    let pages = 1
    for (; pages < 1000; pages++) {
      try {
        m.grow(1)
      } catch {
        break
      }
    }
    return pages
  }
  expect(grow(withMemoryMaximum(module(1, 0, 1), 200 * 65_536))).toBe(200)
  expect(grow(withMemoryMaximum(module(1, 1, 1, 3), 200 * 65_536))).toBe(3)
  expect(() => withMemoryMaximum(module(1, 0, 9), 65_536)).toThrow(RangeError)
  expect(() => withMemoryMaximum(Uint8Array.from(header), 65_536)).toThrow(RangeError)
})

test('the same request gives the same bytes, also in another process and in what is random', async () => {
  const template =
    'a: {{ randAlphaNum 12 }}{{ uuidv4 }}{{ now }}{{ shuffle "hello world" }}{{ randInt 0 1000 }}{{ htpasswd "u" "p" }}\n' +
    'b: {{ genPrivateKey "ed25519" | sha256sum }}{{ encryptAES "secretkeysecretk" "t" }}\n'
  const answers: unknown[] = []
  for (let i = 0; i < 2; i++) {
    const engine = openEngine('helm')
    answers.push(await engine.call('helm.render', chart(template)), await engine.call('helm.render', chart(template)))
    await engine.close()
  }
  expect(JSON.stringify(answers[0])).toContain('2024-01-01 00:00:00')
  for (const answer of answers) expect(answer).toEqual(answers[0])
})
