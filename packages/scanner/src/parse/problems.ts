import type { LineTable } from './lines.ts'

/** Why a file could not be read: a sentence and where. Lines and columns are 1-based, columns count UTF-16 units. */
export interface Problem {
  message: string
  line: number
  column: number
}

/** A problem at an offset of the text; readers collect or throw these, the caller knows lines. */
export class TextProblem extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.name = 'TextProblem'
    this.offset = offset
  }
}

/** The problem with its line and column. */
export function placed(problem: TextProblem, lines: LineTable): Problem {
  return { message: problem.message, ...lines.position(problem.offset) }
}
