import { blockingReasons, type NotEvaluated } from './model.ts'

/** True for a gap that makes the verdict `error`, unless the configuration wants a warning. */
export function isBlocking({ reason }: Pick<NotEvaluated, 'reason'>): boolean {
  return blockingReasons.some((blocking) => blocking === reason)
}
