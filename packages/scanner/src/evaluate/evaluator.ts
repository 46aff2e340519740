import { isJsonObject, listOf } from '../json.ts'
import { type Json, type JsonObject, type Path, type RawFinding, type Rule, type Severity, severities } from '../model.ts'
import { EvaluationError, type EvaluationThread } from './evaluation-thread.ts'
import type { Resource } from './resource.ts'
import { selectRules } from './selection.ts'
import { conftestFinding, conftestResults } from './user/conftest.ts'

/** Rules that were compiled together: the built-in ones, or the user's. */
export interface RuleSet {
  wasm: Uint8Array
  rules: Rule[]
  /** Data of the user's policies, beside what the host gives. */
  data?: JsonObject
  /** The rules are of conftest's form, and our dispatcher asks them. */
  conftest?: true
  /** Entrypoints of conftest's form, for a module that was compiled elsewhere and has no dispatcher. */
  compiled?: string[]
}

/** A value that a rule could not judge because it is not known before the deployment. */
export interface UnknownValue {
  ruleId: string
  manifest: number
  path: Path
  params: JsonObject
}

/** A rule that failed on an object, or on the objects of an environment (no `manifest`). */
export interface RuleFailure {
  ruleId: string
  manifest?: number
  message: string
  timeout: boolean
}

export interface Judgement {
  findings: RawFinding[]
  unknown: UnknownValue[]
  failures: RuleFailure[]
}

/** The resource of a manifest, which is known to the caller by its index. */
export interface IndexedResource {
  manifest: number
  resource: Resource
}

export interface Evaluator {
  /** Judges objects, each by itself. Runs in the background; `finish` waits for it. */
  judge(resources: IndexedResource[]): void
  /** Judges the objects of one environment together. */
  judgeTogether(resources: IndexedResource[]): void
  finish(): Promise<Judgement>
}

/** Objects per evaluation: OPA's cache of regular expressions lives as long as one evaluation, memory stays below 50 times the JSON. */
const batchSize = 100

/** Joins rule sets on one evaluation thread. `thread` has been opened with the same sets, in the same order, and their data. */
export function createEvaluator(sets: RuleSet[], thread: EvaluationThread, data: (set: RuleSet) => JsonObject): Evaluator {
  const judgement: Judgement = { findings: [], unknown: [], failures: [] }
  const running: Promise<void>[] = []
  const states = sets.map((set, policy) => ({
    set,
    policy,
    selection: selectRules(set.rules),
    pending: [] as IndexedResource[],
    rules: new Map(set.rules.map((rule) => [rule.package.join('/'), rule])),
    /** Entrypoints of the rules that are on. */
    compiled: set.rules.map((rule) => rule.package.join('/')),
  }))
  type State = (typeof states)[number]

  const collect = (answer: Json, state: State, manifestOf: (entry: JsonObject) => number | undefined, indexed: IndexedResource[]): void => {
    if (!isJsonObject(answer)) throw new EvaluationError('the policy gave no findings')
    // all or nothing: what is asked again after a failure must not be counted twice
    const findings = listOf(answer.findings).map((entry): RawFinding => {
      if (!isJsonObject(entry)) throw new EvaluationError('the policy gave a finding that is no object')
      const rule = ruleOf(entry, state.rules)
      const manifest = manifestOf(entry)
      if (manifest === undefined) throw new EvaluationError(`${rule.id} names an object that it was not given`)
      if (entry.result !== undefined) return { ruleId: rule.id, ...conftestFinding(entry.result), manifest, related: [] }
      if (entry.severity !== undefined && !severities.includes(entry.severity as Severity))
        throw new EvaluationError(
          `${rule.id} gives the severity ${JSON.stringify(entry.severity)}, which is none of ${severities.join(', ')}`,
        )
      if (!isPath(entry.path)) throw new EvaluationError(`${rule.id} gives a finding without a path (a list of keys and indexes)`)
      return {
        ruleId: rule.id,
        ...(entry.severity === undefined ? {} : { severity: entry.severity as Severity }),
        ...(typeof entry.variant === 'string' ? { variant: entry.variant } : {}),
        path: entry.path,
        params: isJsonObject(entry.params) ? entry.params : {},
        manifest,
        related: listOf(entry.related)
          .filter(isJsonObject)
          .map((place) => ({
            manifest: indexed[Number(place.object)]?.manifest ?? manifest,
            path: isPath(place.path) ? place.path : [],
            message: String(place.note ?? ''),
          })),
      }
    })
    judgement.findings.push(...findings)
    for (const entry of listOf(answer.unknown).filter(isJsonObject)) {
      const manifest = manifestOf(entry)
      if (manifest === undefined) continue
      judgement.unknown.push({
        ruleId: ruleOf(entry, state.rules).id,
        manifest,
        path: listOf(entry.path) as Path,
        params: isJsonObject(entry.params) ? entry.params : {},
      })
    }
  }

  /** After a failure: the same objects one by one, and where one fails the rules one by one, so that the failure has a name. */
  const isolate = async (state: State, entrypoint: string, items: IndexedResource[], error: EvaluationError): Promise<void> => {
    const { set, policy } = state
    const resourceRules = entrypoint === resourceEntrypoint
    const fail = (rule: Rule | undefined, manifest: number | undefined, failure: EvaluationError) =>
      judgement.failures.push({
        ruleId: rule?.id ?? '',
        ...(manifest === undefined ? {} : { manifest }),
        message: failure.message,
        timeout: failure.timeout,
      })
    if (error.timeout) {
      for (const item of resourceRules ? items : items.slice(0, 1)) fail(undefined, item.manifest, error)
      return
    }
    const rules = set.rules.filter((candidate) => (candidate.scope === 'resource') === resourceRules)
    const groups = resourceRules ? items.map((item) => [item]) : [items]
    const failing: IndexedResource[][] = []
    for (const group of groups) if (groups.length === 1 || !(await answers(state, entrypoint, group))) failing.push(group)
    for (const rule of failing.length === 0 ? [] : rules) {
      if (set.compiled === undefined) await thread.setData(policy, data({ ...set, rules: [rule] }))
      for (const group of failing) {
        const failure = await attempt(state, entrypoint, group, rule)
        if (failure !== undefined) fail(rule, resourceRules ? group[0]?.manifest : undefined, failure)
      }
    }
    if (set.compiled === undefined) await thread.setData(policy, data(set))
  }

  /** Why the objects could not be judged, or undefined when they were. */
  const attempt = async (state: State, entrypoint: string, items: IndexedResource[], only?: Rule): Promise<EvaluationError | undefined> => {
    try {
      await ask(state, entrypoint, items, only)
      return undefined
    } catch (error) {
      if (error instanceof EvaluationError) return error
      throw error
    }
  }
  const answers = async (...question: Parameters<typeof attempt>) => (await attempt(...question)) === undefined

  const ask = async (state: State, entrypoint: string, items: IndexedResource[], only?: Rule): Promise<void> => {
    if (state.set.compiled !== undefined) return askCompiled(state, only === undefined ? state.compiled : [only.package.join('/')], items)
    const resources = items.map((item) => item.resource) as unknown as Json
    if (entrypoint === relationEntrypoint) {
      const answer = await thread.evaluate(state.policy, entrypoint, { objects: resources })
      collect(answer, state, (entry) => items[Number(entry.object)]?.manifest, items)
      return
    }
    const answers = await thread.evaluate(state.policy, entrypoint, { resources })
    if (!Array.isArray(answers) || answers.length !== items.length) throw new EvaluationError('the policy did not answer for every object')
    for (const [index, answer] of answers.entries()) collect(answer, state, () => items[index]?.manifest, items)
  }

  /** A module without our dispatcher is asked entrypoint by entrypoint, object by object, with the object itself as input. */
  const askCompiled = async (state: State, entrypoints: string[], items: IndexedResource[]): Promise<void> => {
    const answered: [JsonObject, number][] = []
    for (const item of items) {
      for (const entrypoint of entrypoints) {
        const value = await thread.evaluate(state.policy, entrypoint, item.resource.object)
        const findings = conftestResults(value).map((result) => ({ rule: entrypoint.split('/'), result }))
        answered.push([{ findings }, item.manifest])
      }
    }
    for (const [answer, manifest] of answered) collect(answer, state, () => manifest, items)
  }

  // isolated only when nothing else runs: it narrows the selection, which every evaluation of that policy would see
  const failed: (() => Promise<void>)[] = []
  const run = (state: State, entrypoint: string, items: IndexedResource[]): void => {
    running.push(
      ask(state, entrypoint, items).catch((error: unknown) => {
        if (!(error instanceof EvaluationError)) throw error
        failed.push(() => isolate(state, entrypoint, items, error))
      }),
    )
  }
  const flush = (state: State): void => {
    if (state.pending.length > 0) run(state, resourceEntrypoint, state.pending)
    state.pending = []
  }

  return {
    judge(resources) {
      for (const state of states) {
        for (const item of resources) {
          if (!item.resource.selectors.some((selector) => state.selection.resourceSelectors.has(selector))) continue
          state.pending.push(item)
          if (state.pending.length === batchSize) flush(state)
        }
      }
    },
    judgeTogether(resources) {
      for (const state of states) {
        const seen = resources.filter((item) => item.resource.selectors.some((selector) => state.selection.relationSelectors.has(selector)))
        if (seen.length > 0) run(state, relationEntrypoint, seen)
      }
    },
    async finish() {
      states.forEach(flush)
      await Promise.all(running)
      for (const retry of failed) await retry()
      return judgement
    },
  }
}

const resourceEntrypoint = 'policy_gate/resource/results'
const relationEntrypoint = 'policy_gate/relation/results'

function isPath(value: Json | undefined): value is Path {
  return Array.isArray(value) && value.every((key) => typeof key === 'string' || typeof key === 'number')
}

function ruleOf(entry: JsonObject, rules: Map<string, Rule>): Rule {
  const name = listOf(entry.rule).join('/')
  const rule = rules.get(name)
  if (rule === undefined) throw new EvaluationError(`the policy answers for a rule that it does not have: ${name}`)
  return rule
}
