/** Compiles `packages/policies` into policy.wasm, rules.json (the METADATA of every rule) and examples.json. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openEngine } from '../packages/scanner/src/engines/client.ts'
import { compilePolicies } from '../packages/scanner/src/evaluate/compile.ts'
import { rulesFromAnnotations } from '../packages/scanner/src/evaluate/metadata.ts'
import { UserError } from '../packages/scanner/src/model.ts'
import { capabilities, examples, families, policyModules, root } from './policy-sources.ts'

/** Entrypoints of the built-in policy. */
const entrypoints = [
  'policy_gate/resource/results',
  'policy_gate/relation/results',
  'policy_gate/image/results',
  'policy_gate/gate/verdict',
]

/** Writes the built policies into a folder. @throws UserError with every error of every module */
export async function buildPolicies(target: string): Promise<void> {
  const sources = policyModules({ tests: false })
  const engine = openEngine('rego')
  try {
    const policy = await compilePolicies(engine, { modules: sources, entrypoints, capabilities: capabilities(), strict: true })
    const rules = rulesFromAnnotations(policy.annotations, { sources, families: families() }).map((rule) => ({
      ...rule,
      docs: `docs/rules/${rule.id}.md`,
    }))
    mkdirSync(target, { recursive: true })
    writeFileSync(join(target, 'policy.wasm'), policy.wasm)
    writeFileSync(join(target, 'rules.json'), `${JSON.stringify({ rules }, null, 1)}\n`)
    writeFileSync(join(target, 'examples.json'), `${JSON.stringify(examples(), null, 1)}\n`)
    // what the compiler needs for the user's own policies
    writeFileSync(
      join(target, 'library.json'),
      `${JSON.stringify({ capabilities: capabilities(), families: families(), modules: libraryModules(sources) })}\n`,
    )
  } finally {
    await engine.close()
  }
}

/** Libraries and dispatchers, which the user's rules are compiled with. */
function libraryModules(sources: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(sources).filter(([file]) => /^(lib|entrypoints)\//.test(file)))
}

if (import.meta.main) {
  try {
    await buildPolicies(join(root, 'dist/policies'))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
