import type { SourceFiles } from '../../files.ts'
import type { NotEvaluated, NotEvaluatedReason } from '../../model.ts'
import { locateFields } from '../../provenance/fields.ts'
import type { FieldOf } from '../../provenance/place.ts'

/** Why a source, a generator or an Application could not be resolved; thrown where it is found. */
export class Gap extends Error {
  override readonly name = 'Gap'
  readonly reason: NotEvaluatedReason
  /** The field at fault. */
  readonly field: FieldOf
  constructor(reason: NotEvaluatedReason, message: string, field: FieldOf) {
    super(message)
    this.reason = reason
    this.field = field
  }
}

/** Entries for `notEvaluated`, with the lines of the fields. `unit` is empty: who plans the units knows it. */
export async function describeGaps(gaps: Gap[], sources: SourceFiles): Promise<NotEvaluated[]> {
  const locations = await locateFields(
    gaps.map(({ field }) => field),
    sources,
  )
  return gaps.map(({ reason, message }, i) => {
    const { file, startLine, startColumn, precision } = locations[i]!
    return { file, unit: '', reason, message, ...(precision === 'file' ? {} : { line: startLine, column: startColumn }) }
  })
}
