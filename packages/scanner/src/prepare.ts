import { createHash } from 'node:crypto'
import type { Config } from './config/config.ts'
import { loadConfig } from './config/load.ts'
import { type SettingsPlace, settingsPlace } from './config/settings.ts'
import { findRoot, type ScanRoot } from './discover/root.ts'
import { cacheOf } from './engines/cache.ts'
import { activeRules } from './evaluate/active-rules.ts'
import { readBuiltinPolicies } from './evaluate/builtin-policies.ts'
import type { EvaluationThread } from './evaluate/evaluation-thread.ts'
import { createEvaluator, type Evaluator, type RuleSet } from './evaluate/evaluator.ts'
import { policyData } from './evaluate/parameters.ts'
import { openResultsCache } from './evaluate/results-cache.ts'
import { conftestSelection } from './evaluate/user/conftest.ts'
import { loadUserPolicies, type UserPolicies } from './evaluate/user/user-policies.ts'
import { openFiles, type SourceFiles } from './files.ts'
import { type JsonObject, type Rule, UserError } from './model.ts'
import type { ScanOptions } from './scan.ts'

/** Everything a scan needs before it looks at manifests. */
export interface Preparation extends ScanRoot {
  sources: SourceFiles
  /** Where `.policy-gate` is read from. */
  settings: SettingsPlace
  config: Config
  /** The rules that are on, by id. */
  rules: Map<string, Rule>
  /** All rules there are, on or off. */
  knownRules: Rule[]
  evaluator: Evaluator
  /** Number of the gate policy on the thread. */
  gate: number
  /** `sha256:<hex>` of all policies that judge. */
  digest: string
  /** Milliseconds for one evaluation or rendering. */
  deadlineMs: number
}

/** Finds the root, reads the configuration and the policies, and hands the policies to the thread. @throws UserError as `scan` does */
export async function prepare(thread: EvaluationThread, options: ScanOptions): Promise<Preparation> {
  const cwd = options.cwd ?? process.cwd()
  const builtin = readBuiltinPolicies()
  const place = findRoot(options.paths ?? [], { cwd, ...(options.root === undefined ? {} : { root: options.root }) })
  const sources = openFiles(place.root)
  const settings = settingsPlace(place.root, sources, options)
  const user = await loadUserPolicies({ root: settings.root, cwd, paths: options.policies ?? [], cache: cacheOf(options) })
  refuseTakenIds(builtin.rules, user)
  const known = [...builtin.rules, ...user.sets.flatMap((set) => set.rules)]
  const config = override(await loadConfig({ ...settings, rules: known, cache: cacheOf(options), language: options.language }), options)
  const sets = [{ wasm: builtin.wasm, rules: builtin.rules }, ...user.sets].map(
    (set): RuleSet => ({ ...set, rules: activeRules(set.rules, config) }),
  )
  const dataOf = (set: RuleSet): JsonObject => ({ ...set.data, ...hostData(set, config) })
  const bundles = sets.map((set) => ({ wasm: set.wasm, data: dataOf(set), builtin: set.wasm === builtin.wasm }))
  const deadlineMs = config.evaluationTimeout * 1000
  const now = options.now === undefined ? {} : { now: BigInt(options.now.getTime()) * 1_000_000n }
  thread.load(user.gate === undefined ? bundles : [...bundles, user.gate], { deadlineMs, ...now })
  const entries = cacheOf(options, 'results')
  return {
    ...place,
    sources,
    settings,
    config,
    rules: new Map(sets.flatMap((set) => set.rules).map((rule) => [rule.id, rule])),
    knownRules: known,
    evaluator: createEvaluator(sets, {
      thread,
      data: dataOf,
      cache: entries && openResultsCache(entries, { bundles, deadlineMs, ...now }),
    }),
    // the built-in policy holds the built-in gate
    gate: user.gate === undefined ? 0 : bundles.length,
    digest: policiesDigest(builtin.digest, user),
    deadlineMs,
  }
}

/** Two rules of one id could not be told apart in configuration, waivers and reports. Conftest's `main/deny` may come from several sources. */
function refuseTakenIds(builtin: Rule[], user: UserPolicies): void {
  const taken = new Set(builtin.map(({ id }) => id))
  for (const { rules } of user.sets.filter((set) => set.conftest === undefined && set.compiled === undefined)) {
    for (const { id } of rules) {
      if (taken.has(id)) throw new UserError(`There are two rules ${id}: give the package of your own another name.`)
      taken.add(id)
    }
  }
}

function override(config: Config, { failOn, profile, language, evaluationTimeout }: ScanOptions): Config {
  const given = { ...(failOn && { failOn }), ...(profile && { profile }), ...(language && { language }) }
  return { ...config, ...given, ...(evaluationTimeout && { evaluationTimeout }) }
}

/** What the host adds to the data of policies: nothing that policies of others could mistake for their own. */
function hostData(set: RuleSet, config: Config): JsonObject {
  if (set.compiled !== undefined) return {}
  if (set.conftest) return { [conftestSelection]: Object.fromEntries(set.rules.map(({ id }) => [id, true])) }
  return policyData(set.rules, settingsOf(config))
}

function settingsOf(config: Config) {
  return {
    kubernetesMinor: Number(config.kubernetesVersion.split('.')[1]),
    params: Object.fromEntries(Object.entries(config.rules).map(([id, rule]) => [id, rule.params ?? {}])),
  }
}

function policiesDigest(builtin: string, user: UserPolicies): string {
  const modules = [...user.sets, ...(user.gate === undefined ? [] : [user.gate])]
  if (modules.length === 0) return builtin
  const hash = createHash('sha256').update(builtin)
  for (const { wasm, data } of modules) hash.update(wasm).update(JSON.stringify(data ?? {}))
  return `sha256:${hash.digest('hex')}`
}
