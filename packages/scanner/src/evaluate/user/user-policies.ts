import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { EngineCache } from '../../engines/cache.ts'
import { type EngineClient, openEngine } from '../../engines/client.ts'
import { distribution } from '../../location.ts'
import { type Json, type JsonObject, type Rule, UserError } from '../../model.ts'
import { isInside } from '../../paths.ts'
import { compilePolicies } from '../compile.ts'
import type { RuleSet } from '../evaluator.ts'
import { type Families, rulesFromAnnotations } from '../metadata.ts'
import { loadPolicy } from '../policy.ts'
import { conftestDispatcher, conftestRule, conftestRules, isConftestEntrypoint, packagePath } from './conftest.ts'
import { type PolicyFiles, readPolicyFiles } from './policy-files.ts'

/** Policies of the user, compiled. */
export interface UserPolicies {
  sets: RuleSet[]
  /** A verdict policy (package `policy_gate.gate`) in place of the built-in one, and its data. */
  gate?: { wasm: Uint8Array; data: JsonObject }
}

/** What our rule form is compiled with; made with the built-in policies. */
interface Library {
  capabilities: Json
  families: Families
  modules: Record<string, string>
}

export const policyFolder = '.policy-gate/policies'

/**
 * Reads and compiles `.policy-gate/policies` and what `--policy` names: rules of our form (packages `rules.<domain>.<name>`), rules of
 * conftest's form (`deny`, `warn`, `violation` in any other package), compiled modules, and a verdict policy (`policy_gate.gate`).
 * @throws UserError (2) with every error of every file
 */
export async function loadUserPolicies(options: {
  root: string
  cwd: string
  paths: string[]
  cache: EngineCache | undefined
}): Promise<UserPolicies> {
  const sources = options.paths.map((path) => readPolicyFiles(path, options.cwd))
  if (isPresent(join(options.root, policyFolder))) {
    const real = realPath(join(options.root, policyFolder))
    if (real !== undefined && !isInside(real, options.root))
      throw new UserError(`${policyFolder}: the symbolic link leads out of the repository: put the policies themselves there.`)
    sources.unshift(readPolicyFiles(policyFolder, options.root))
  }
  const loaded: UserPolicies = { sets: [] }
  if (sources.length === 0) return loaded
  const library = JSON.parse(readFileSync(join(distribution, 'policies/library.json'), 'utf8')) as Library
  const engine = openEngine('rego', options.cache === undefined ? {} : { cache: options.cache })
  try {
    for (const source of sources) {
      if (source.wasm !== undefined) loaded.sets.push(await compiledSet(source, source.wasm))
      else await addModules(source, { engine, library, loaded })
    }
  } finally {
    await engine.close()
  }
  return loaded
}

/** True for a link that leads nowhere too: it must not pass for a repository without policies. */
function isPresent(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** A module that someone else compiled: its entrypoints must be of conftest's form. */
async function compiledSet(source: PolicyFiles, wasm: Uint8Array): Promise<RuleSet> {
  let entrypoints: string[]
  try {
    ;({ entrypoints } = await loadPolicy(wasm))
  } catch (cause) {
    throw new UserError(`${source.name}: this is no policy that OPA compiled to WASM (${(cause as Error).message}).`, { cause })
  }
  const asked = entrypoints.filter(isConftestEntrypoint)
  if (asked.length === 0) {
    throw new UserError(
      `${source.name}: none of the entrypoints (${entrypoints.join(', ')}) is named deny, warn or violation: build the policy with such an entrypoint, e.g. \`opa build -t wasm -e main/deny\`.`,
    )
  }
  return { wasm, rules: asked.map((entrypoint) => conftestRule({ path: entrypoint.split('/') }, [])), data: source.data, compiled: asked }
}

async function addModules(
  source: PolicyFiles,
  { engine, library, loaded }: { engine: EngineClient; library: Library; loaded: UserPolicies },
): Promise<void> {
  const { modules, data } = source
  const { capabilities } = library
  const packageOf = (text: string) => packagePath(text).join('.')
  const select = (wanted: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(modules).filter(([, text]) => wanted(packageOf(text))))
  const own = select((name) => name.startsWith('rules.'))
  const gate = select((name) => name === 'policy_gate.gate')
  const others = select((name) => !name.startsWith('rules.') && name !== 'policy_gate.gate')
  const conftest = Object.values(others).flatMap(conftestRules)
  const helpers = Object.fromEntries(Object.entries(others).filter(([, text]) => conftestRules(text).length === 0))

  if (Object.keys(own).length > 0) {
    const taken = ['params', 'settings', 'selection'].find((key) => data[key] !== undefined)
    if (taken !== undefined)
      throw new UserError(`${source.name}: a data file sets data.${taken}, which policy-gate sets itself: put it below another key.`)
    const sources = { ...library.modules, ...helpers, ...own }
    const policy = await compilePolicies(engine, {
      modules: sources,
      entrypoints: ['policy_gate/resource/results', 'policy_gate/relation/results', 'policy_gate/image/results'],
      capabilities,
      strict: false,
    })
    const rules = rulesFromAnnotations(policy.annotations, { sources: own, families: library.families })
    requireAsked(own, rules)
    loaded.sets.push({ wasm: policy.wasm, rules, data })
  }
  if (conftest.length > 0) {
    const unique = [...new Map(conftest.map((rule) => [rule.path.join('/'), rule])).values()]
    const policy = await compilePolicies(engine, {
      modules: { ...others, 'policy-gate-dispatcher.rego': conftestDispatcher(unique) },
      entrypoints: ['policy_gate/resource/results'],
      capabilities,
      strict: false,
    })
    loaded.sets.push({ wasm: policy.wasm, rules: unique.map((rule) => conftestRule(rule, policy.annotations)), data, conftest: true })
  }
  if (Object.keys(gate).length > 0) {
    const policy = await compilePolicies(engine, {
      modules: { ...helpers, ...gate },
      entrypoints: ['policy_gate/gate/verdict'],
      capabilities,
      strict: false,
    })
    loaded.gate = { wasm: policy.wasm, data }
  }
  if (Object.keys(own).length + conftest.length + Object.keys(gate).length === 0) {
    throw new UserError(
      `${source.name}: no module holds rules: write packages rules.<domain>.<name>, or rules named deny, warn or violation.`,
    )
  }
}

/** A module that looks like a rule but is none would never be asked, which looks like a pass. */
function requireAsked(modules: Record<string, string>, rules: Rule[]): void {
  const asked = new Set(rules.map((rule) => rule.package.join('.')))
  for (const [file, text] of Object.entries(modules)) {
    const path = packagePath(text).slice(1)
    if (!/^[ \t]*findings\b/m.test(text) || asked.has(path.join('.'))) continue
    throw new UserError(
      `${file}: this package would never be asked: a rule is a package rules.<domain>.<name> with METADATA (\`policy-gate explain\` shows some).`,
    )
  }
  for (const rule of rules) {
    if (rule.scope === 'file')
      throw new UserError(
        `${rule.id}: nothing would ever ask this rule: the scope file is for what policy-gate itself reads from a scanner.`,
      )
    const versioned = rule.kinds.find((kind) => /^v\d\w*\//.test(kind) || /\/v\d\w*\//.test(kind))
    if (versioned !== undefined)
      throw new UserError(
        `${rule.id}: kinds name no versions: write "${versioned.replace(/(^|\/)v\d\w*\//, '$1')}" instead of "${versioned}".`,
      )
  }
}
