import type { EngineClient } from '../../src/engines/client.ts'
import { formatPath } from '../../src/json.ts'
import { random } from '../parse/random.ts'
import type { ChartCase } from './helm-render.ts'
import { ask, type Question, templateMutations, valuesMutations } from './mutations.ts'

/** Counts of right answers, and the questions behind the wrong ones by what went wrong. */
export interface Score {
  asked: number
  right: number
  misses: Map<string, string[]>
}

export interface TemplateScore {
  /** The first place is in the right file and line; the middle of a block scalar only in the file and inside its lines. */
  line: Score
  column: Score
}

/** Questions about literals of templates: at most `most` mutations of a chart that show. */
export async function askTemplates(engine: EngineClient, cases: ChartCase[], most: number): Promise<TemplateScore> {
  const score: TemplateScore = { line: emptyScore(), column: emptyScore() }
  for (const one of cases) {
    for (const question of await ask(engine, one, templateMutations(one, random(7)).slice(0, most), 6)) {
      const { mutation, places, block } = question
      const first = places[0]
      const inLines =
        first !== undefined &&
        (block ? first.startLine <= mutation.line && mutation.line <= first.endLine : first.startLine === mutation.line)
      const right = first?.file === mutation.file && inLines
      count(score.line, right, question, first === undefined ? 'no place' : block ? 'block scalar' : `first is ${first.role}`)
      if (!block && right) count(score.column, first.startColumn === mutation.column, question, `first is ${first.role}`)
    }
  }
  return score
}

export interface ValuesScore {
  /** Leaves with a value: their line is among the places. */
  filled: Score
  /** Leaves without one, where a default shows. */
  empty: Score
  /** Of the filled ones: it is the first place when the question names the leaf's text, which may be a part of the field only. */
  first: Score
}

/** Questions about leaves of values files. */
export async function askValues(engine: EngineClient, cases: ChartCase[], most: number): Promise<ValuesScore> {
  const score: ValuesScore = { filled: emptyScore(), empty: emptyScore(), first: emptyScore() }
  for (const one of cases) {
    for (const question of await ask(engine, one, valuesMutations(one, random(7)).slice(0, most), 5)) {
      const { mutation, places } = question
      const named = places.find(({ file, startLine }) => file === mutation.file && startLine === mutation.line)
      count(mutation.empty ? score.empty : score.filled, named !== undefined, question, places[0]?.role ?? 'no place')
      if (mutation.empty) continue
      const [first] = question.ofPart
      const right = first?.file === mutation.file && first.startLine === mutation.line
      count(score.first, right, { ...question, places: question.ofPart }, first?.role ?? 'no place')
    }
  }
  return score
}

function emptyScore(): Score {
  return { asked: 0, right: 0, misses: new Map() }
}

function count(score: Score, right: boolean, { chart, mutation, path, places }: Question, kind: string): void {
  score.asked++
  if (right) score.right++
  else {
    const said = places.map(({ role, file, startLine, startColumn }) => `${role} ${file}:${startLine}:${startColumn}`).join(', ')
    const line = `${chart}: ${mutation.file}:${mutation.line}:${mutation.column} shows in ${formatPath(path)}; answer: ${said || 'none'}`
    score.misses.set(kind, [...(score.misses.get(kind) ?? []), line])
  }
}

/** For the message of a failing test: the share, and misses by class. */
export function describeScore({ asked, right, misses }: Score): string {
  const classes = [...misses].map(([kind, lines]) => `${kind} (${lines.length}):\n  ${lines.slice(0, 12).join('\n  ')}`)
  return [`${right} of ${asked} right (${((100 * right) / Math.max(asked, 1)).toFixed(1)} %)`, ...classes].join('\n')
}
