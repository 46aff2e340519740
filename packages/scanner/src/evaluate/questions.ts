import type { Json, Rule } from '../model.ts'
import { type Findings, readAnswer } from './answers.ts'
import { EvaluationError } from './evaluation-error.ts'
import type { EvaluationThread } from './evaluation-thread.ts'
import type { IndexedResource } from './evaluator.ts'
import { type ImageQuestion, readImageAnswer } from './images.ts'
import { conftestResults } from './user/conftest.ts'

export const resourceEntrypoint = 'policy_gate/resource/results'
export const relationEntrypoint = 'policy_gate/relation/results'

/** A policy of the thread. */
export interface Asking {
  thread: EvaluationThread
  policy: number
  /** Rules of the policy, by their package joined with `/`. */
  rules: Map<string, Rule>
  /** Entrypoints to ask one by one, of a module that was compiled elsewhere and has no dispatcher. */
  entrypoints?: string[] | undefined
}

/** A question to a policy about objects, with the JSON text of those resources that the caller has it of. */
export interface ObjectQuestion {
  entrypoint: string
  items: IndexedResource[]
  texts?: (string | undefined)[]
}

export type Question = ObjectQuestion | ImageQuestion

/** Which rules answer a question. */
export function scopeOf({ entrypoint }: Question): Rule['scope'] {
  if (entrypoint === relationEntrypoint) return 'relation'
  return entrypoint === resourceEntrypoint ? 'resource' : 'image'
}

/** The same question about each object alone; one about an environment or an image has no parts. */
export function partsOf(question: Question): Question[] {
  if (scopeOf(question) !== 'resource' || !('items' in question)) return [question]
  return question.items.map((item) => ({ entrypoint: question.entrypoint, items: [item] }))
}

/**
 * Whom it concerns that a question has no answer. A rule that fails on an environment concerns no object of it more than another; where no
 * rule is known, the first stands for all.
 */
export function subjectOf(question: Question, ruleKnown: boolean): { manifest?: number; image?: string } {
  if (!('items' in question)) {
    const { image, uses } = question.image
    return { ...(uses[0] === undefined ? {} : { manifest: uses[0].manifest }), image: image.reference }
  }
  const manifest = question.items[0]?.manifest
  return manifest === undefined || (ruleKnown && scopeOf(question) === 'relation') ? {} : { manifest }
}

/**
 * Asks a policy about objects or an image; what it answers is JSON text for readAnswers, with the same question.
 * @throws EvaluationError when the policy fails or takes too long
 */
export async function askPolicy({ thread, policy, entrypoints }: Asking, question: Question): Promise<string> {
  if (!('items' in question)) return thread.evaluateText(policy, question.entrypoint, () => question.text)
  const { entrypoint, items } = question
  if (entrypoints !== undefined) {
    // entrypoint by entrypoint, object by object, with the object itself as input
    const answers: string[] = []
    for (const { resource } of items)
      for (const one of entrypoints) answers.push(await thread.evaluateText(policy, one, () => JSON.stringify(resource.object)))
    return `[${answers.join(',')}]`
  }
  const key = entrypoint === relationEntrypoint ? 'objects' : 'resources'
  return thread.evaluateText(policy, entrypoint, () => {
    const { texts = [] } = question
    // else what waits for its answer would be in memory twice
    question.texts = []
    const resources = items.map(({ resource }, index) => texts[index] ?? JSON.stringify(resource))
    return `{"${key}":[${resources.join(',')}]}`
  })
}

/** Reads the answer to a question. @throws EvaluationError for what is no answer to it */
export function readAnswers({ rules, entrypoints }: Asking, question: Question, text: string): Findings {
  const answer = JSON.parse(text) as Json
  if (!('items' in question)) return readImageAnswer(answer, { rules, used: question.image })
  const { entrypoint, items } = question
  if (entrypoints !== undefined) return readCompiled({ rules, entrypoints }, items, answer)
  if (entrypoint === relationEntrypoint)
    return readAnswer(answer, { rules, items, manifestOf: (entry) => items[Number(entry.object)]?.manifest })
  const answers = answersOf(answer, items.length)
  return joined(items.map(({ manifest }, index) => readAnswer(answers[index], { rules, items, manifestOf: () => manifest })))
}

function readCompiled({ rules, entrypoints }: { rules: Asking['rules']; entrypoints: string[] }, items: IndexedResource[], answer: Json) {
  const answers = answersOf(answer, items.length * entrypoints.length)
  return joined(
    answers.map((value, index) => {
      const rule = entrypoints[index % entrypoints.length]!.split('/')
      const { manifest } = items[Math.floor(index / entrypoints.length)]!
      const findings = conftestResults(value).map((result) => ({ rule, result }))
      return readAnswer({ findings }, { rules, items, manifestOf: () => manifest })
    }),
  )
}

function answersOf(answer: Json, count: number): Json[] {
  if (!Array.isArray(answer) || answer.length !== count) throw new EvaluationError('the policy did not answer for every object')
  return answer
}

function joined(parts: Findings[]): Findings {
  return { findings: parts.flatMap(({ findings }) => findings), unknown: parts.flatMap(({ unknown }) => unknown) }
}
