import type { Json, Rule } from '../model.ts'
import { type Findings, readAnswer } from './answers.ts'
import { EvaluationError, type EvaluationThread } from './evaluation-thread.ts'
import type { IndexedResource } from './evaluator.ts'
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
export interface Question {
  entrypoint: string
  items: IndexedResource[]
  texts?: (string | undefined)[]
}

/**
 * Asks a policy about objects; what it answers is JSON text for readAnswers, with the same question.
 * @throws EvaluationError when the policy fails or takes too long
 */
export async function askPolicy({ thread, policy, entrypoints }: Asking, question: Question): Promise<string> {
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
export function readAnswers({ rules, entrypoints }: Asking, { entrypoint, items }: Question, text: string): Findings {
  const answer = JSON.parse(text) as Json
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
