import { createHash, hash } from 'node:crypto'
import type { EngineCache } from '../engines/cache.ts'
import { evaluatorDigest } from './evaluator-digest.ts'
import type { PolicyBundle } from './protocol.ts'
import type { Question } from './questions.ts'

/** What policies answered, kept by what judges and what is judged. */
export interface ResultsCache {
  /** Questions to one policy of the thread that are answered and kept together; their objects by textDigest of each resource. */
  segment(policy: number, questions: { entrypoints: string[]; digests: string[] }[]): KeptAnswers
}

export interface KeptAnswers {
  /** JSON text of an answer for each question, or undefined. */
  get(): string[] | undefined
  /** Keeps the answers; failures are not given here. */
  set(answers: string[]): void
}

/** Fewer objects are judged sooner than their answers are found and read, and would make many small files. */
const leastObjects = 20
/** Objects of a segment. Three of four segments end between the two, where the objects themselves decide. */
const shortest = 48
const longest = 144
/** Of JSON text, in UTF-16 units; an image of which less is known is judged sooner than its answer is found. */
const leastText = 2 ** 16
/** Of JSON text, in UTF-16 units: one evaluation takes up to 50 times the memory. */
const longestText = 2 ** 21

/** Whether keeping the answers pays: what follows in a run is kept then too, so that nothing is left to ask. */
export function isWorthKeeping(questions: Question[]): boolean {
  const objects = questions.reduce((sum, question) => sum + ('items' in question ? question.items.length : 0), 0)
  return objects >= leastObjects || questions.some((question) => !('items' in question) && question.text.length >= leastText)
}

/**
 * Whether a segment ends after so many objects, of so much text, the last one with this digest. Content decides about one end in 64, so that
 * an object that is added or removed moves only the ends near it, and the segments after them are found again.
 */
export function endsSegment({ objects, length = 0 }: { objects: number; length?: number }, digest: string): boolean {
  return objects >= longest || length >= longestText || (objects >= shortest && digest.startsWith('A'))
}

/** SHA-256 in base64url. */
export function textDigest(text: string): string {
  return hash('sha256', text, 'base64url')
}

/** Form of an entry; it changes with what an answer of the thread is, or how it is read. */
const form = 'results 1'

/**
 * Answers of policies on top of a cache of entries. The key of a segment holds everything that an answer depends on: the policy and its data
 * (parameters, settings, selection of rules), the program that evaluates it, the deadline, the time that it may ask for, and the exact
 * resources in their order. Nothing else can change an answer: policies have no clock but `time.now_ns`, which gives the time of the key or
 * ends the evaluation, and no randomness (`capabilities.json`).
 */
export function openResultsCache(
  entries: EngineCache,
  { bundles, deadlineMs, now }: { bundles: PolicyBundle[]; deadlineMs: number; now?: bigint },
): ResultsCache {
  const judges = new Map<number, string>()
  const judgeOf = (policy: number): string => {
    const known = judges.get(policy)
    if (known !== undefined) return known
    const { wasm, data } = bundles[policy]!
    const time = now !== undefined && mayAskForTime(wasm) ? String(now) : ''
    const parts = [form, evaluatorDigest(), deadlineMs, time, JSON.stringify(data)]
    const judge = createHash('sha256').update(wasm).update(JSON.stringify(parts)).digest('hex')
    judges.set(policy, judge)
    return judge
  }
  return {
    segment(policy, questions) {
      const key = hash(
        'sha256',
        `${judgeOf(policy)}\n${JSON.stringify(questions.map(({ entrypoints, digests }) => [entrypoints, digests]))}`,
      )
      return {
        get() {
          const answers = entries.get(key)?.split('\n')
          return answers?.length === questions.length ? answers : undefined
        },
        // JSON text, as JSON.stringify writes it, holds no line feed
        set: (answers) => entries.set(key, answers.join('\n')),
      }
    },
  }
}

/** The names of the built-ins that a policy calls stand as text in its module. */
function mayAskForTime(wasm: Uint8Array): boolean {
  return Buffer.from(wasm.buffer, wasm.byteOffset, wasm.byteLength).includes('time.now_ns')
}
