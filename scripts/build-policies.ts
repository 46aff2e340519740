/** Compiles `packages/policies` into `dist/policies`: policy.wasm and rules.json (the METADATA of every rule). */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openEngine } from '../packages/scanner/src/engines/client.ts'
import { compilePolicies } from '../packages/scanner/src/evaluate/compile.ts'
import { rulesFromAnnotations } from '../packages/scanner/src/evaluate/metadata.ts'
import { UserError } from '../packages/scanner/src/model.ts'
import { capabilities, examples, families, policyModules, root } from './policy-sources.ts'

const target = join(root, 'dist/policies')
const sources = policyModules({ tests: false })
const engine = openEngine('rego')
try {
  const entrypoints = ['policy_gate/resource/results', 'policy_gate/relation/results', 'policy_gate/gate/verdict']
  const policy = await compilePolicies(engine, { modules: sources, entrypoints, capabilities: capabilities(), strict: true })
  const rules = rulesFromAnnotations(policy.annotations, { sources, families: families() }).map((rule) => ({ ...rule, docs: `docs/rules/${rule.id}.md` }))
  mkdirSync(target, { recursive: true })
  writeFileSync(join(target, 'policy.wasm'), policy.wasm)
  writeFileSync(join(target, 'rules.json'), `${JSON.stringify({ rules }, null, 1)}\n`)
  writeFileSync(join(target, 'examples.json'), `${JSON.stringify(examples(), null, 1)}\n`)
  console.log(`${rules.length} rules, policy.wasm ${(policy.wasm.length / 1024).toFixed(0)} KiB, host built-ins: ${policy.builtins.join(', ') || 'none'}`)
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(error.message)
  process.exitCode = 1
} finally {
  await engine.close()
}
