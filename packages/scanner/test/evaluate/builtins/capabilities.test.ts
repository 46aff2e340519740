import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { capabilitiesFile, currentCapabilities, hostBuiltins } from '../../../../../scripts/capabilities.ts'
import { openEngine } from '../../../src/engines/client.ts'
import { createBuiltins } from '../../../src/evaluate/builtins/index.ts'

const engine = openEngine('rego')
afterAll(() => engine.close())
const written = JSON.parse(readFileSync(capabilitiesFile, 'utf8'))
const ours = Object.keys(await createBuiltins({ now: undefined, print: () => {} }))
/** Left out by the compiler, or put in by it. */
const compileTime = ['eq', 'assign', 'print', 'rego.metadata.chain', 'rego.metadata.rule']

test('the file is fresh: node scripts/capabilities.ts', async () => {
  expect(written).toEqual(JSON.parse(JSON.stringify(await currentCapabilities(engine))))
})

test('what a policy may call is native or ours, and all of ours may be called', async () => {
  const callable = written.builtins.filter(({ name }: { name: string }) => !compileTime.includes(name))
  const external = await hostBuiltins(engine, callable)
  expect(external.filter((name) => !ours.includes(name))).toEqual([])
  expect(ours.filter((name) => !external.includes(name))).toEqual([])
})

test('the WASM ABI and the features of Rego v1 are there', () => {
  expect(written.wasm_abi_versions.length).toBeGreaterThan(0)
  expect(written.features).toContain('rego_v1')
})

test('each is loaded for a policy that mentions it alone', async () => {
  for (const name of ours) {
    const loaded = await createBuiltins({ now: undefined, print: () => {} }, (prefix) => name.startsWith(prefix))
    expect(Object.keys(loaded)).toContain(name)
  }
})
