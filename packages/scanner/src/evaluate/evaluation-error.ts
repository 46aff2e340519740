/** A policy could not give an answer: it failed, or it did not end in time. */
export class EvaluationError extends Error {
  readonly timeout: boolean
  constructor(message: string, timeout = false) {
    super(message)
    this.name = 'EvaluationError'
    this.timeout = timeout
  }
}

/** The error for an evaluation that took longer than its deadline. */
export function overdueError(deadlineMs: number): EvaluationError {
  return new EvaluationError(`a policy took longer than ${deadlineMs / 1000} s and was ended`, true)
}
