import { UserError } from '../model.ts'

/**
 * How a request to an engine failed. `refused`: the engine says the input is at fault (`file`, 1-based `line` and `column` where
 * known). `timeout`: it took longer than allowed. `memory`: it needed more than allowed. `crash`: it ended without an answer.
 * `unavailable`: the engine is missing, altered or cannot be started.
 */
export type EngineFailure = 'refused' | 'timeout' | 'memory' | 'crash' | 'unavailable'

/** A request to an engine that did not give a result. */
export class EngineError extends UserError {
  readonly failure: EngineFailure
  readonly file: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined
  constructor(failure: EngineFailure, message: string, place: { file?: string; line?: number; column?: number } = {}) {
    super(message, { exitCode: 3 })
    this.name = 'EngineError'
    this.failure = failure
    this.file = place.file
    this.line = place.line
    this.column = place.column
  }
}
