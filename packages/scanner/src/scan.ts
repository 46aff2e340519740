import { matchesGlob } from 'node:path'
import type { Config, FailOn } from './config/config.ts'
import { loadConfig } from './config/load.ts'
import { findRoot } from './discover/root.ts'
import { type EnvironmentPattern, planUnits, type UnitMode } from './discover/units.ts'
import { walk } from './discover/walk.ts'
import { activeRules } from './evaluate/active-rules.ts'
import { readBuiltinPolicies } from './evaluate/builtin-policies.ts'
import { type EvaluationThread, startEvaluationThread } from './evaluate/evaluation-thread.ts'
import { createEvaluator, type IndexedResource, type RuleSet } from './evaluate/evaluator.ts'
import { policyData } from './evaluate/parameters.ts'
import { toResource } from './evaluate/resource.ts'
import { loadUserPolicies } from './evaluate/user/user-policies.ts'
import { openFiles, type SourceFiles } from './files.ts'
import { judgeGate } from './gate/verdict.ts'
import { compareText, finishFindings } from './govern/findings.ts'
import { notEvaluatedRules } from './govern/not-evaluated.ts'
import { summarize } from './govern/summary.ts'
import type { Language, Manifest, NotEvaluated, Profile, Report, Rule, Unit } from './model.ts'
import { openRenderer } from './render/renderer.ts'
import { version } from './version.ts'

export interface ScanOptions {
  /** Files and folders to scan, relative to `cwd`; default: `cwd` itself. */
  paths?: string[]
  cwd?: string
  /** The repository root; default: see findRoot. */
  root?: string
  /** Overrides of the configuration. */
  failOn?: FailOn
  profile?: Profile
  language?: Language
  unit?: UnitMode
  /** Folders, bundles or modules of user policies beside `.policy-gate/policies`. */
  policies?: string[]
  /** ISO date of the report, and the time policies see; without it neither is in the output. */
  now?: Date
  cache?: boolean
  /** A thread that was started earlier; it is closed with the scan. */
  thread?: EvaluationThread
  /** Called with what is being done, for a progress line. */
  onProgress?: (progress: Progress) => void
}

export interface Progress {
  step: 'discover' | 'read' | 'render' | 'evaluate' | 'report'
  done: number
  total: number
}

export interface ScanResult {
  report: Report
  rules: Rule[]
  config: Config
  root: string
  sources: SourceFiles
}

/**
 * The whole pipeline: finds the units below the paths, reads or renders their objects, evaluates the rules, and judges.
 * @throws UserError (2) for wrong usage or configuration, (3) when nothing can be judged at all
 */
export async function scan(options: ScanOptions = {}): Promise<ScanResult> {
  const thread = options.thread ?? startEvaluationThread()
  try {
    return await scanWith(thread, options)
  } finally {
    await thread.close()
  }
}

async function scanWith(thread: EvaluationThread, options: ScanOptions): Promise<ScanResult> {
  const progress = options.onProgress ?? (() => {})
  const cwd = options.cwd ?? process.cwd()
  const builtin = readBuiltinPolicies()
  const { root, paths } = findRoot(options.paths ?? [], { cwd, ...(options.root === undefined ? {} : { root: options.root }) })
  const sources = openFiles(root)
  const user = await loadUserPolicies({ root, cwd, paths: options.policies ?? [], cache: options.cache ?? true })
  const allRules = [...builtin.rules, ...user.sets.flatMap((set) => set.rules)]
  const config = override(await loadConfig({ root, sources, rules: allRules }), options)
  const deadlineMs = config.evaluationTimeout * 1000
  const sets: RuleSet[] = [{ wasm: builtin.wasm, rules: builtin.rules }, ...user.sets].map((set) => ({
    ...set,
    rules: activeRules(set.rules, config),
  }))
  const rules = new Map(sets.flatMap((set) => set.rules).map((rule) => [rule.id, rule]))
  const settings = {
    kubernetesMinor: Number(config.kubernetesVersion.split('.')[1]),
    params: Object.fromEntries(Object.entries(config.rules).map(([id, rule]) => [id, rule.params ?? {}])),
  }
  const dataOf = (set: RuleSet) => ({ ...set.data, ...policyData(set.rules, settings) })
  const bundles = [...sets.map((set) => ({ wasm: set.wasm, data: dataOf(set) })), ...(user.gate === undefined ? [] : [user.gate])]
  const gate = user.gate === undefined ? 0 : sets.length
  thread.load(bundles, { deadlineMs, ...(options.now === undefined ? {} : { now: BigInt(options.now.getTime()) * 1_000_000n }) })
  progress({ step: 'discover', done: 0, total: 0 })
  const tree = walk(paths, { root, exclude: config.discover.exclude ?? [] })
  const plan = planUnits(tree.files, { mode: options.unit ?? 'auto', sources, environments: environmentPatterns(config) })
  const renderer = openRenderer({ plan, files: tree.files, sources, config, cache: options.cache ?? true, deadlineMs })
  const evaluator = createEvaluator(sets, thread, dataOf)
  const manifests: Manifest[] = []
  const resources: IndexedResource[] = []
  const units = new Map<string, Unit>()
  const notEvaluated: NotEvaluated[] = [...tree.notEvaluated]
  let done = 0
  for await (const { unit, found } of renderer.objects()) {
    progress({ step: 'read', done: ++done, total: plan.units.length })
    notEvaluated.push(...found.notEvaluated)
    if (found.manifests.length === 0 && found.notEvaluated.length === 0) continue
    const { id, kind, path, environment, destination } = unit
    units.set(id, { id, kind, path, environment, destination })
    const indexed = found.manifests.map((manifest, i) => ({ manifest: manifests.length + i, resource: toResource(manifest, unit) }))
    manifests.push(...found.manifests)
    resources.push(...indexed)
    evaluator.judge(indexed)
  }
  for (const group of environments(resources, units)) evaluator.judgeTogether(group)
  progress({ step: 'evaluate', done, total: plan.units.length })
  const judgement = await evaluator.finish()
  progress({ step: 'report', done, total: plan.units.length })
  const exemptions = {
    namespaces: new Set(config.exemptNamespaces),
    byRule: new Map(Object.entries(config.rules).map(([id, rule]) => [id, rule.exempt ?? []])),
  }
  const { findings, exempted } = finishFindings(judgement.findings, { rules, manifests, exemptions, language: config.language, sources })
  notEvaluated.push(...notEvaluatedRules(judgement, manifests))
  notEvaluated.sort(
    (a, b) =>
      compareText(a.file, b.file) || compareText(a.unit, b.unit) || compareText(a.message, b.message) || (a.line ?? 0) - (b.line ?? 0),
  )
  const files = new Set([
    ...plan.units.flatMap((unit) => (unit.source === 'plain' ? unit.files : [])),
    ...manifests.map(({ origin }) => origin.file),
    ...notEvaluated.map(({ file }) => file).filter((file) => file !== ''),
  ]).size
  const { verdict, reasons } = await judgeGate({ findings, notEvaluated, files, settings: config, language: config.language }, thread, gate)
  const report: Report = {
    schemaVersion: '1',
    tool: { name: 'policy-gate', version, policies: { digest: builtin.digest, rules: rules.size } },
    ...(options.now === undefined ? {} : { generatedAt: options.now.toISOString() }),
    verdict,
    reasons,
    summary: summarize({ files, units: units.size, objects: manifests.length, exempted: exempted.size, findings, notEvaluated }),
    units: [...units.values()].sort((a, b) => compareText(a.id, b.id)),
    findings,
    notEvaluated,
  }
  return { report, rules: [...rules.values()].sort((a, b) => compareText(a.id, b.id)), config, root, sources }
}

function override(config: Config, options: ScanOptions): Config {
  return {
    ...config,
    ...(options.failOn === undefined ? {} : { failOn: options.failOn }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.language === undefined ? {} : { language: options.language }),
  }
}

function environmentPatterns(config: Config): EnvironmentPattern[] {
  return config.environments.map(({ name, paths }) => ({ name, matches: (path) => paths.some((glob) => matchesGlob(path, glob)) }))
}

/** Units that declare the same destination are judged together by relation rules; a unit without one is its own environment. */
function environments(resources: IndexedResource[], units: Map<string, Unit>): IndexedResource[][] {
  const key = ({ resource }: IndexedResource) => {
    const destination = units.get(resource.unit.id)?.destination ?? ''
    return destination === '' ? `unit ${resource.unit.id}` : `destination ${destination}`
  }
  return [...Map.groupBy(resources, key).values()]
}
