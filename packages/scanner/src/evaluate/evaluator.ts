import type { UsedImage } from '../images/model.ts'
import type { JsonObject, Path, RawFinding, Rule } from '../model.ts'
import type { Findings } from './answers.ts'
import { EvaluationError } from './evaluation-error.ts'
import type { EvaluationThread } from './evaluation-thread.ts'
import { type ImageContext, imageQuestion } from './images.ts'
import { isolate } from './isolation.ts'
import {
  type Asking,
  askPolicy,
  type ObjectQuestion,
  type Question,
  readAnswers,
  relationEntrypoint,
  resourceEntrypoint,
} from './questions.ts'
import type { Resource } from './resource.ts'
import { endsSegment, isWorthKeeping, type ResultsCache, textDigest } from './results-cache.ts'
import { selectRules } from './selection.ts'

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

/** Something that a rule could not judge: a value that is not known before the deployment, a fact about an image that nobody has. */
export interface UnknownValue {
  ruleId: string
  manifest: number
  path: Path
  params: JsonObject
  /** The reference, of a rule about images; `manifest` is the first that runs it. */
  image?: string
  /** Template of the sentence that says what is not known: one of the rule's `variants`, in English. */
  message?: string
}

/** A rule that failed on an object, on an image, or on the objects of an environment (no `manifest`). */
export interface RuleFailure {
  ruleId: string
  manifest?: number
  /** The reference, of a rule about images; `manifest` is the first that runs it. */
  image?: string
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
  /** Judges images, each by itself with everything that runs it. Images that nothing uses are left out. */
  judgeImages(images: UsedImage[], context: ImageContext): void
  finish(): Promise<Judgement>
}

/** Objects per evaluation: OPA's cache of regular expressions lives as long as one evaluation, memory stays below 50 times the JSON. */
const batchSize = 100

export interface EvaluatorOptions {
  thread: EvaluationThread
  /** `data` of a set; that of a set with other rules too. */
  data: (set: RuleSet) => JsonObject
  /** Where answers are kept; default: nowhere. */
  cache?: ResultsCache | undefined
}

/** Joins rule sets on one evaluation thread. `thread` has been opened with the same sets, in the same order, and their data. */
export function createEvaluator(sets: RuleSet[], { thread, data, cache }: EvaluatorOptions): Evaluator {
  const judgement: Judgement = { findings: [], unknown: [], failures: [] }
  const running: Promise<void>[] = []
  const failed: (() => Promise<void>)[] = []
  const digests = new Map<Resource, string>()
  let keeps = false
  const states = sets.map((set, policy) => ({
    set,
    selection: selectRules(set.rules),
    asking: askingOf(set, { thread, policy }),
    /** Objects of the next question, with the JSON text of each where a cache wants it. */
    pending: { items: [] as IndexedResource[], texts: [] as string[], length: 0 },
    /** Questions about environments that will be kept in one entry, and how many objects they are about. */
    relations: { questions: [] as ObjectQuestion[], objects: 0 },
  }))
  type State = (typeof states)[number]

  const add = ({ findings, unknown }: Findings): void => {
    judgement.findings.push(...findings)
    judgement.unknown.push(...unknown)
  }

  /** Why the objects could not be judged, or undefined when they were. */
  const attempt = async (asking: Asking, question: Question): Promise<EvaluationError | undefined> => {
    try {
      add(readAnswers(asking, question, await askPolicy(asking, question)))
      return undefined
    } catch (error) {
      if (error instanceof EvaluationError) return error
      throw error
    }
  }

  /** The answer, or undefined when there is none: what was asked is looked into at the end. */
  const answer = async (state: State, question: Question): Promise<string | undefined> => {
    try {
      const given = await askPolicy(state.asking, question)
      add(readAnswers(state.asking, question, given))
      return given
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error
      const fail = (failure: RuleFailure) => judgement.failures.push(failure)
      failed.push(() => isolate(question, error, { ...state, data, attempt, fail }))
      return undefined
    }
  }

  const run = (state: State, questions: Question[]): void => {
    keeps ||= cache !== undefined && isWorthKeeping(questions)
    const segment = keeps ? cache?.segment(state.asking.policy, keysOf(state, questions)) : undefined
    const known = segment?.get()
    if (known !== undefined && isRead(state.asking, questions, known)) return
    const answers = Promise.all(questions.map((question) => answer(state, question)))
    running.push(
      answers.then((given) => {
        if (given.every((one) => one !== undefined)) segment?.set(given)
      }),
    )
  }
  const keysOf = ({ asking }: State, questions: Question[]) =>
    questions.map((question) => ({ entrypoints: asking.entrypoints ?? [question.entrypoint], digests: digestsOf(question) }))
  const digestsOf = (question: Question) =>
    'items' in question
      ? question.items.map(({ resource }, index) => digestOf(resource, question.texts?.[index]))
      : [textDigest(question.text)]
  const digestOf = (resource: Resource, text?: string): string => {
    const known = digests.get(resource)
    if (known !== undefined) return known
    const digest = textDigest(text ?? JSON.stringify(resource))
    digests.set(resource, digest)
    return digest
  }
  /** All or nothing: what will be asked again must not be counted twice. */
  const isRead = (asking: Asking, questions: Question[], known: string[]): boolean => {
    try {
      questions.map((question, index) => readAnswers(asking, question, known[index]!)).forEach(add)
      return true
    } catch (error) {
      if (error instanceof EvaluationError) return false
      throw error
    }
  }

  const flush = (state: State): void => {
    const { items, texts } = state.pending
    if (items.length > 0) run(state, [{ entrypoint: resourceEntrypoint, items, ...(cache === undefined ? {} : { texts }) }])
    state.pending = { items: [], texts: [], length: 0 }
  }
  const flushRelations = (state: State): void => {
    if (state.relations.questions.length > 0) run(state, state.relations.questions)
    state.relations = { questions: [], objects: 0 }
  }

  return {
    judge(resources) {
      for (const item of resources) {
        const wanted = states.filter(({ selection }) => item.resource.selectors.some((one) => selection.resourceSelectors.has(one)))
        const text = wanted.length === 0 || cache === undefined ? undefined : JSON.stringify(item.resource)
        for (const state of wanted) {
          const { pending } = state
          pending.items.push(item)
          if (text === undefined) {
            if (pending.items.length === batchSize) flush(state)
            continue
          }
          pending.texts.push(text)
          pending.length += text.length
          if (endsSegment({ objects: pending.items.length, length: pending.length }, digestOf(item.resource, text))) flush(state)
        }
      }
    },
    judgeTogether(resources) {
      for (const state of states) {
        const items = resources.filter((item) => item.resource.selectors.some((one) => state.selection.relationSelectors.has(one)))
        if (items.length === 0) continue
        const texts = items.map(({ resource }) => (cache === undefined || digests.has(resource) ? undefined : JSON.stringify(resource)))
        state.relations.questions.push({ entrypoint: relationEntrypoint, items, texts })
        state.relations.objects += items.length
        if (cache === undefined || endsSegment(state.relations, digestOf(items[0]!.resource, texts[0]))) flushRelations(state)
      }
    },
    judgeImages(images, context) {
      const used = images.filter(({ uses }) => uses.length > 0)
      for (const state of states.filter(({ selection }) => selection.judgesImages))
        for (const image of used) run(state, [imageQuestion(image, context)])
    },
    async finish() {
      states.forEach(flush)
      states.forEach(flushRelations)
      await Promise.all(running)
      for (const retry of failed) await retry()
      return judgement
    },
  }
}

function askingOf({ rules, compiled }: RuleSet, place: Pick<Asking, 'thread' | 'policy'>): Asking {
  const byPackage = new Map(rules.map((rule) => [rule.package.join('/'), rule]))
  return { ...place, rules: byPackage, ...(compiled === undefined ? {} : { entrypoints: [...byPackage.keys()] }) }
}
