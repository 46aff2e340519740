/** Writes `packages/policies/capabilities.json`: what a policy may call. The compiler refuses everything else. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type EngineClient, openEngine } from '../packages/scanner/src/engines/client.ts'
import { createBuiltins } from '../packages/scanner/src/evaluate/builtins/index.ts'
import type { Json, JsonObject } from '../packages/scanner/src/model.ts'

export const capabilitiesFile = fileURLToPath(new URL('../packages/policies/capabilities.json', import.meta.url))

interface Declaration {
  name: string
  decl: { args?: JsonObject[]; result?: JsonObject; [key: string]: Json | undefined }
  infix?: string
  deprecated?: boolean
  relation?: boolean
  nondeterministic?: boolean
}

interface Capabilities {
  builtins: Declaration[]
  [key: string]: unknown
}

/** Resolved by the compiler, never called: unification, assignment, the METADATA of a rule, and `print`, which the engine leaves out. */
const compileTime = ['eq', 'assign', 'rego.metadata.chain', 'rego.metadata.rule', 'print']

/** OPA's own capabilities without what neither its WASM nor our host provides, and without deprecated functions and descriptions. */
export async function currentCapabilities(engine: EngineClient): Promise<Capabilities> {
  const all = await engine.call<Capabilities>('rego.capabilities', {})
  const callable = all.builtins.filter((builtin) => builtin.deprecated !== true && !compileTime.includes(builtin.name))
  const external = new Set(await hostBuiltins(engine, callable))
  const ours = new Set(Object.keys(await createBuiltins({ now: undefined, print: () => {} })))
  const allowed = (name: string) =>
    compileTime.includes(name) || ours.has(name) || callable.some((one) => one.name === name && !external.has(name))
  const builtins = all.builtins.filter((builtin) => allowed(builtin.name)).map(bare)
  return { ...all, builtins, wasm_abi_versions: [1, 2].map((minor) => ({ version: 1, minor_version: minor })) }
}

/** Which of the functions a compiled policy that calls them all leaves to its host, by what the WASM module itself says. */
export async function hostBuiltins(engine: EngineClient, builtins: Declaration[]): Promise<string[]> {
  const calls = builtins.map(({ name, decl }, i) => {
    const operands = (decl.args ?? []).map((_, n) => `input.x${n}`).join(', ')
    return `p contains ${i} if ${decl.result === undefined ? `{ ${name}(${operands}) }` : `{ _ = ${name}(${operands}) }`}`
  })
  const source = `package probe\n\n${calls.join('\n')}\n`
  const request = { modules: { 'probe.rego': source }, entrypoints: ['probe/p'], wasm: true }
  const answer = await engine.call<{ wasm?: string; diagnostics: unknown[] }>('rego.compile', request)
  if (answer.wasm === undefined) throw new Error(`the probe does not compile: ${JSON.stringify(answer.diagnostics)}`)
  return importedBuiltins(Buffer.from(answer.wasm, 'base64'))
}

/** Calls the export `builtins` of a compiled policy: an object of names and numbers (OPA's WASM ABI). */
function importedBuiltins(wasm: Uint8Array<ArrayBuffer>): string[] {
  const memory = new WebAssembly.Memory({ initial: 16 })
  const none = () => 0
  const env = { memory, opa_abort: none, opa_println: none, ...Object.fromEntries([0, 1, 2, 3, 4].map((n) => [`opa_builtin${n}`, none])) }
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { env })
  const call = exports as unknown as { builtins: () => number; opa_json_dump: (address: number) => number }
  const start = call.opa_json_dump(call.builtins())
  const bytes = new Uint8Array(memory.buffer)
  return Object.keys(JSON.parse(Buffer.from(bytes.subarray(start, bytes.indexOf(0, start))).toString()))
}

/** Types stay, prose goes. */
function bare(builtin: Declaration): Declaration {
  return JSON.parse(JSON.stringify(builtin, (key, value) => (key === 'description' || key === 'categories' ? undefined : value)))
}

if (import.meta.main) {
  const engine = openEngine('rego')
  try {
    writeFileSync(capabilitiesFile, JSON.stringify(await currentCapabilities(engine)))
    spawnSync('biome', ['format', '--write', capabilitiesFile], { stdio: 'inherit' })
  } finally {
    await engine.close()
  }
}
